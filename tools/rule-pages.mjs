/**
 * The page of each rule, `docs/rules/RULE.md`, and their index: made from the rule's own texts and from the trace that
 * its test flags, so that neither can say what the program does not do.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./build.mjs";

/** @typedef {import("./load-engine.mjs").Engine} Engine */
/** @typedef {Engine["RULES"][number]} Rule */
/** @typedef {ReturnType<Engine["layOutLadder"]>} LadderView */
/** @typedef {LadderView["rows"][number]} Row */
/** @typedef {import("./engine.js").Analysis} Analysis */
/** @typedef {import("./engine.js").Finding} Finding */

export const PAGES_FOLDER = "docs/rules";

const GENERATED = "<!-- Written by `npm run generate` from the rule and its test; change those. -->";

const KINDS = { cause: "root cause", symptom: "symptom", practice: "good practice" };

/** Characters shown before and after what is flagged in a long line. */
const SHOWN_BESIDE = 60;

/** Places shown of one finding: the flagged one and what it is read against. */
const MOST_PLACES = 4;

/**
 * @param {Engine} engine
 * @returns {Record<string, string>} path from the repository → Markdown
 */
export function rulePages(engine) {
  /** @type {Record<string, string>} */
  const pages = { [`${PAGES_FOLDER}/README.md`]: indexPage(engine) };
  for (const [subject, rules] of Object.entries(engine.RULES_BY_SUBJECT)) {
    for (const rule of rules) pages[`${PAGES_FOLDER}/${rule.id}.md`] = rulePage(engine, subject, rule);
  }
  return pages;
}

/**
 * @param {Engine} engine
 * @param {string} subject
 * @param {Rule} rule
 */
function rulePage(engine, subject, rule) {
  const { id, title, severity, kind } = rule;
  const fixture = readFileSync(join(ROOT, `test/rules/${subject}/${id}.bad.siptrace`), "utf8");
  const help = engine.ruleHelp(rule, {
    nameRule: (other) => `[${other}](${other}.md)`,
    seen: seenSection(engine, rule, fixture),
  });
  return `${GENERATED}

# ${title}

\`${id}\` · ${severity} · ${KINDS[kind]} · [${subjectTitle(engine, subject)}](README.md#${anchor(subjectTitle(engine, subject))})

${help}
## Silence it or change its severity

In VS Code by the setting \`"sipTrace.rules": { "${id}": "off" }\`, on the command line by \`--rule ${id}=off\`; instead of
\`off\` also \`info\`, \`warning\` or \`error\`.
`;
}

/**
 * @param {Engine} engine
 * @param {Rule} rule
 * @param {string} fixture
 */
function seenSection(engine, { id }, fixture) {
  const analysis = analyse(engine, `${id}.siptrace`, withoutCarets(fixture));
  const finding = analysis.findings.find(({ rule }) => rule === id);
  if (!finding) throw new Error(`${id} reports nothing in its own trace.`);
  const steps = stepsOf(analysis);
  const inSteps = (/** @type {string} */ text) =>
    text.replace(/\b([Ll])ine (\d+)\b/g, (all, initial, line) => stepName(steps, line, initial === "L") ?? all);
  const words = (/** @type {string} */ text) => engine.escapeMarkdown(inSteps(text));
  const evidence = finding.evidence.map((fact) => `- ${words(fact)}`).join("\n");
  const sections = [
    "## Seen in a trace like this",
    `\`\`\`mermaid\n${engine.drawLadderMermaid(numbered(engine.layOutLadder(analysis, "all"), id, steps)).trimEnd()}\n\`\`\``,
    `> **${finding.severity}** (${finding.strength}): ${words(finding.message)}`,
    `\`\`\`text\n${proof(engine, analysis, finding, steps)}\n\`\`\``,
    ...(evidence === "" ? [] : ["Evidence:", evidence]),
    `<details>\n<summary>The whole trace, to save as a <code>.siptrace</code> file and open</summary>\n\n\`\`\`siptrace\n${fixture.trimEnd()}\n\`\`\`\n\n</details>`,
  ];
  return sections.join("\n\n");
}

/**
 * @param {Engine} engine
 * @param {string} name
 * @param {string} text
 * @returns {Analysis}
 */
function analyse(engine, name, text) {
  return engine.finish(engine.analyse([engine.memorySource(name, new TextEncoder().encode(text))], {}));
}

/** Lines of the test that point at what is flagged; the analysis has to find that by itself. */
const CARETS = /^#(?: *\^+| <-+) /;

/** @param {string} text */
function withoutCarets(text) {
  return text
    .split("\n")
    .filter((line) => !CARETS.test(line))
    .join("\n");
}

/**
 * Messages and signals numbered in their order: what the ladder and the evidence call them by.
 * @param {Analysis} analysis
 * @returns {Map<number, number>} line of the text → number from 1
 */
function stepsOf({ trace }) {
  const lines = [];
  for (let index = 0; index < trace.messages.length; index++) lines.push(trace.messages.at(index).place.line ?? 0);
  for (const { place } of trace.signals) lines.push(place.line ?? 0);
  return new Map([...new Set(lines)].sort((a, b) => a - b).map((line, index) => [line, index + 1]));
}

/**
 * @param {Map<number, number>} steps
 * @param {string | number | null} line
 */
function stepName(steps, line, isCapital = false) {
  const step = steps.get(Number(line));
  return step === undefined ? undefined : `${isCapital ? "Step" : "step"} ${step}`;
}

/**
 * The ladder with a number before each step, and with no findings but the rule's own.
 * @param {LadderView} view
 * @param {string} id
 * @param {Map<number, number>} steps
 * @returns {LadderView}
 */
function numbered(view, id, steps) {
  const own = (/** @type {readonly number[]} */ indices) =>
    indices.filter((index) => view.findings[index]?.rule === id);
  /** @type {(row: Row) => any} */
  const change = (row) => {
    if (row.kind === "gap") return row;
    if (row.kind === "fold") return { ...row, rows: row.rows.map(change), findings: own(row.findings) };
    const step = steps.get(row.line ?? 0);
    const label = step === undefined ? row.label : `${step}. ${row.label}`;
    // A message's row makes its words when they are asked for, so a copy has to ask for all that is drawn.
    const { from, to, detail, atMicros, sentence } = row;
    const drawn = row.kind === "message" ? { mark: row.mark, tone: row.tone, sightings: row.sightings } : {};
    return { ...row, ...drawn, from, to, detail, atMicros, sentence, label, findings: own(row.findings) };
  };
  return { ...view, rows: view.rows.map(change) };
}

/**
 * The lines that prove the finding, with the characters underlined.
 * @param {Engine} engine
 * @param {Analysis} analysis
 * @param {Finding} finding
 * @param {Map<number, number>} steps
 */
function proof(engine, analysis, finding, steps) {
  const view = engine.findingView(analysis, analysis.findings.indexOf(finding));
  const places = [
    { location: finding.location, label: "", quote: view.quote },
    ...finding.related.map(({ location, message }, index) => ({
      location,
      label: message,
      quote: view.related[index]?.quote ?? "",
    })),
  ];
  const shown = places.slice(0, MOST_PLACES).map(({ location, label, quote }) => {
    const step = stepName(steps, location.place.line) ?? "the trace";
    const lines = location.message === null ? [quote] : underlined(analysis, location.message, location.range);
    return [`${label === "" ? step : `${step}, ${label}`}:`, ...lines.map((line) => `  ${line}`)].join("\n");
  });
  return shown.join("\n\n");
}

/**
 * @param {Analysis} analysis
 * @param {number} message
 * @param {Finding["location"]["range"]} range
 * @returns {string[]} the line of the message, cut to what is around the range, and carets below it
 */
function underlined({ trace }, message, range) {
  const { text } = trace.messages.at(message).sip;
  const start = text.lastIndexOf("\n", range.start - 1) + 1;
  const end = text.slice(range.start).search(/\r?\n|$/) + range.start;
  const from = Math.max(start, range.start - SHOWN_BESIDE);
  const flaggedEnd = Math.max(range.start + 1, Math.min(range.end, end));
  const to = Math.min(end, flaggedEnd + SHOWN_BESIDE);
  const before = from > start ? "… " : "";
  const carets = " ".repeat(before.length + range.start - from) + "^".repeat(flaggedEnd - range.start);
  return [`${before}${text.slice(from, to)}${to < end ? " …" : ""}`, carets];
}

/** @param {Engine} engine */
function indexPage(engine) {
  const tables = Object.keys(engine.SUBJECT_TITLES).map((subject) => {
    const rows = Object.entries(engine.RULES_BY_SUBJECT)
      .filter(([key]) => key === subject)
      .flatMap(([, rules]) => rules)
      .map(
        ({ id, severity, kind, summary }) =>
          `| [${id}](${id}.md) | ${severity}, ${KINDS[kind]} | ${engine.escapeMarkdown(summary)} |`,
      );
    return [
      `## ${subjectTitle(engine, subject)}`,
      "",
      "| rule | severity, kind | what is seen |",
      "| --- | --- | --- |",
      ...rows,
    ].join("\n");
  });
  return `${GENERATED}

# The rules

What SIP Trace finds, by subject. One root cause is reported per failure; symptoms and less specific causes that the same
packets show become its evidence. Nothing is concluded from what a capture does not hold.

| severity | meaning |
| --- | --- |
| error | the registration or call is broken here |
| warning | it works by luck, or will break |
| info | worth knowing, never a fault by itself |

| kind | meaning |
| --- | --- |
| root cause | explains a failure |
| symptom | what a person notices; reported where no cause is seen |
| good practice | advice from the field |

| word | meaning |
| --- | --- |
| AoR, address-of-record | the address that others call: \`sip:2001@example.com\` |
| Contact, binding | where the device is to be reached now; the registrar's note of it, with an expiry |
| challenge, credentials | the 401 or 407 of the server with realm and nonce; the Authorization that answers it |
| Auth ID | the login name in the credentials; often, but not always, the number |
| HA1 | digest of user, realm and password, which servers store instead of the password |
| flow | the way of packets between two addresses and ports; behind a NAT it exists only while it is used |
| branch | one of the copies of a call that is sent to several devices |

${tables.join("\n\n")}
`;
}

/**
 * @param {Engine} engine
 * @param {string} subject
 */
function subjectTitle(engine, subject) {
  return Object.entries(engine.SUBJECT_TITLES).find(([key]) => key === subject)?.[1] ?? subject;
}

/** As GitHub and VS Code make it of a heading. @param {string} heading */
function anchor(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replace(/\s/g, "-");
}
