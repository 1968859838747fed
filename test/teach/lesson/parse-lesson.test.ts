/** A trainer's mistakes are told by line, and what is right is read all the same. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseLesson } from "../../../src/core/teach/lesson/parse-lesson.js";

const FRONT = [
  "---",
  "lesson: first-steps",
  "title: First steps",
  "summary: One sentence.",
  "level: beginner",
  "minutes: 5",
  "origin: Two stacks.",
  "captures:",
  "  - captures/one.pcapng",
  "goals:",
  "  - Understand it.",
  "findings:",
  "  - rule: digest-failed",
  "    count: 3",
  "steps:",
  "  - title: The request",
  "    at: REGISTER 1",
  "    header: Contact",
  "  - title: The answer",
  "    at: 404",
  "    digest:",
  "      password: 1234",
  "    whatif:",
  "      nat: 30",
  "      keepalive: crlf",
  "      calls: [50, 70]",
  "---",
];
const BODY = [
  "",
  "# First steps",
  "",
  "Before.",
  "",
  "## The request",
  "",
  "It asks.",
  "",
  "## The answer",
  "",
  "It answers.",
  "",
  "## Questions",
  "",
  "### Which one?",
  "",
  "Look well.",
  "",
  "- [ ] This one.",
  "  It is not.",
  "- [x] That one.",
  "- Hint: Not this one.",
  "",
  "> Because.",
  "> Really.",
  "",
  "### Where?",
  "",
  "- Click: REGISTER 1, Contact",
  "",
  "> There.",
  "",
  "## Take away",
  "",
  "All of it.",
];
const LINES = [...FRONT, ...BODY];
const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;

/** The lesson with one line changed. */
function changed(from: string, to: string): string {
  expect(LINES).toContain(from);
  return text(LINES.map((line) => (line === from ? to : line)));
}

describe("a lesson", () => {
  it("is read with its steps, their texts and what they show", () => {
    const { lesson, mistakes } = parseLesson(text(LINES));
    expect(mistakes).toEqual([]);
    expect(lesson).toMatchObject({
      id: "first-steps",
      minutes: 5,
      captures: [{ file: "captures/one.pcapng", line: 9 }],
      findings: [{ rule: "digest-failed", count: 3, line: 13 }],
      intro: "Before.",
      steps: [
        { title: "The request", at: "REGISTER 1", header: "Contact", text: "It asks.", line: 17, textLine: 33 },
        {
          at: "404",
          text: "It answers.",
          digest: { password: "1234" },
          whatIf: { natTimeoutSeconds: 30, keepAlive: "crlf", callSeconds: [50, 70] },
        },
      ],
      closing: [{ title: "Take away", text: "All of it." }],
    });
  });

  it("asks questions, with answers or with places to click", () => {
    expect(parseLesson(text(LINES)).lesson?.questions).toEqual([
      {
        ask: "Which one?",
        text: "Look well.",
        answers: [
          { text: "This one.", isRight: false, comment: "It is not." },
          { text: "That one.", isRight: true, comment: "" },
        ],
        clicks: [],
        hints: ["Not this one."],
        explanation: "Because.\nReally.",
        line: 43,
      },
      {
        ask: "Where?",
        text: "",
        answers: [],
        clicks: [{ at: "REGISTER 1", header: "Contact" }],
        hints: [],
        explanation: "There.",
        line: 55,
      },
    ]);
  });

  it("may come from Windows, with a mark of its octet order", () => {
    expect(parseLesson(`\ufeff${LINES.join("\r\n")}`)).toEqual(parseLesson(text(LINES)));
  });

  it.each([
    ["of another kind", "# A page\n\nwith words"],
    ["with front matter of its own", "---\ntitle: A page\n---\n\n# A page\n"],
    ["whose front matter never ends, and has no lesson", "---\ntitle: x\n"],
    ["of a large page with front matter of its own", `---\ntitle: x\n---\n${"x".repeat(70_000)}`],
  ])("is no text %s", (_, page) => expect(parseLesson(page)).toEqual({ lesson: undefined, mistakes: [] }));
});

test.each([
  ["lesson: first-steps", "lesson: First Steps", 2, '"lesson" is a name like "wrong-password".'],
  ["title: First steps", "title: Last steps", 29, 'The heading is not the title "Last steps".'],
  ["level: beginner", "level: easy", 5, '"level" is one of beginner, intermediate, advanced, not "easy".'],
  ["minutes: 5", "minutes: five", 6, '"minutes" has to be a number from 1 to 240.'],
  ["minutes: 5", "duration: 5", 6, '"duration" is not known here; known are lesson, title,'],
  ["summary: One sentence.", "summary: [1]", 4, '"summary" has to be a text.'],
  ["  - captures/one.pcapng", "  - keylog: keys.log", 9, '"file" is missing.'],
  ["  - Understand it.", "  - [1]", 11, '"goals" has to be a list of texts.'],
  ["    count: 3", "    count: 0", 14, '"count" has to be a number from 1 to 1000000.'],
  ["    at: REGISTER 1", "    on: REGISTER 1", 16, '"at" is missing.'],
  ["      keepalive: crlf", "      keepalive: often", 25, '"keepalive" is one of none, crlf,'],
  ["      calls: [50, 70]", "      calls: [soon]", 26, 'Each of "calls" is a number of seconds.'],
  [
    "  - title: The answer",
    "  - title: The reply",
    19,
    'The text has no heading "## The reply" in the order of the steps.',
  ],
  ["## The request", "## Something else", 33, 'The heading "Something else" is no step of the front matter.'],
  ["It asks.", "", 33, 'The step "The request" has no text.'],
  ["- [x] That one.", "- [ ] That one.", 43, 'The question "Which one?" has no right answer ("- [x] …").'],
  ["- Click: REGISTER 1, Contact", "", 55, 'The question "Where?" has neither answers'],
  ["### Which one?", "- [x] This one.", 43, 'This belongs to no question ("### …").'],
  ["  - title: The answer", "  - title: The request", 19, 'Two steps have the title "The request".'],
  ["> There.", "", 55, 'The question "Where?" is not explained ("> …").'],
  ["title: First steps", 'title: "First steps', 27, 'Missing closing "quote.'],
])("%s → %s is told on line %i", (from, to, line, message) => {
  const told = parseLesson(changed(from, to)).mistakes.map((mistake) => `${mistake.line}: ${mistake.message}`);
  expect(told.filter((each) => each.startsWith(`${line}: ${message}`))).toHaveLength(1);
});

test.each([
  ["---\nlesson: x\n", "The front matter has no end, which is a line of three dashes."],
  [`${text(LINES)}${"x".repeat(10_000_000)}`, "A lesson has at most 65536 characters."],
])("a lesson that cannot be read as one says why", (page, message) => {
  expect(parseLesson(page)).toEqual({ lesson: undefined, mistakes: [{ line: 1, message }] });
});

test("of the mistakes of YAML the first is told, and not what follows from it", () => {
  const tabbed = changed("  - title: The answer", "\t- title: The answer");
  expect(parseLesson(tabbed).mistakes).toEqual([
    { line: 19, message: "The line is indented with a tab; YAML takes blanks." },
  ]);
  expect(parseLesson(changed("minutes: 5", "level: advanced")).mistakes).toEqual([
    { line: 6, message: '"level" is there twice.' },
  ]);
});

test("the heading of the questions may be small", () => {
  expect(parseLesson(changed("## Questions", "## questions")).lesson?.questions).toHaveLength(2);
});

test("headings within code are no sections", () => {
  const lines = LINES.flatMap((line) =>
    line === "It asks." ? ["```sh", "# a comment", "## The answer", "```"] : line,
  );
  expect(parseLesson(text(lines))).toMatchObject({ mistakes: [], lesson: { steps: [{}, { text: "It answers." }] } });
});

test("nothing that a file may hold makes it throw", () => {
  expect(parseLesson(`---\nlesson: x\nsteps: ${"[".repeat(50_000)}\n---\n`).mistakes).not.toEqual([]);
  expect(parseLesson("---\nlesson: &a x\ntitle: *a\nsteps: *b\n---\n").mistakes).not.toEqual([]);
  const line = fc.oneof(
    fc.constantFrom(...LINES),
    fc.string(),
    fc.constantFrom("  - a: b", "? [x]: y", "- &a *a", "<<: *a"),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const parsed = parseLesson(text(["---", "lesson: x", ...lines]));
      for (const mistake of parsed.mistakes) expect(mistake.line).toBeGreaterThan(0);
    }),
  );
});
