/** Reports: goldens of both kinds, what is in them, and that nothing of a trace or a note is markup in them. */
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../../src/core/analysis.js";
import { writeReport } from "../../../src/core/report/document/report.js";
import { keyOfMessage } from "../../../src/core/report/notes/message-key.js";
import type { NotesFile } from "../../../src/core/report/notes/notes-file.js";
import { analysisOf, findingAt, healthyRegistration } from "../../ladder/views-of.js";
import { CONTACT, REGISTER, sent } from "../../trace/trace-of.js";
import { analysed, analysedSample } from "../analysed.js";

function noteOn(analysis: Analysis, message: number, text: string, author = "Ann"): NotesFile {
  const comment = { id: "c1", author, created: "2026-11-22T09:30:00Z", text };
  return { threads: [{ id: "t1", message: keyOfMessage(analysis.trace, message), comments: [comment] }], deleted: [] };
}

const write = (analysis: Analysis, format: "markdown" | "html", notes: readonly NotesFile[] = []) =>
  writeReport([analysis], format, { version: "1.2.3", notes });

describe("a failed registration", () => {
  const analysis = analysedSample("realm-mismatch.siptrace");
  const notes = [noteOn(analysis, 2, "Asked the customer\nfor the phone's configuration.")];

  test("as Markdown", () => expect(write(analysis, "markdown", notes)).toMatchFileSnapshot("realm-mismatch.report.md"));
  test("as HTML", () => expect(write(analysis, "html", notes)).toMatchFileSnapshot("realm-mismatch.report.html"));

  test.each(["markdown", "html"] as const)(
    "%s names cause, evidence, fix, note and the flagged characters",
    (format) => {
      const report = write(analysis, format, notes);
      for (const words of [
        "Root causes",
        "Realm mismatch",
        "What to do:",
        "Registration cards",
        "Annex",
        "Asked the customer",
      ])
        expect(report).toContain(words);
      const line = report.split("\n").findIndex((each) => each.startsWith("Authorization: Digest"));
      const [header, carets] = report.split("\n").slice(line, line + 2);
      const column = (carets ?? "").replace(/<[^>]+>/g, "").indexOf("^");
      const flagged = (header ?? "").replaceAll("&#34;", '"').slice(column);
      expect(flagged).toMatch(/^"asterisk"|^asterisk/);
    },
  );
});

test("a healthy trace says so and shows its ladder", () => {
  const report = write(analysedSample("healthy-registration.pcapng"), "markdown");
  expect(report).toContain("1 healthy");
  expect(report).toContain("sequenceDiagram");
  expect(report).not.toContain("Root causes");
});

test("a text without SIP is told", () => {
  const report = write(analysed("notes.txt", "nothing\n"), "markdown");
  expect(report).toContain("No registration and no call was found.");
  expect(report).toContain("No SIP message was found in this text. (offset 0)");
});

test("a note on a message that the trace does not hold is told with what names it", () => {
  const [file] = [noteOn(analysedSample("sip-alg.pcapng"), 0, "elsewhere")];
  const report = write(analysedSample("realm-mismatch.siptrace"), "markdown", [file]);
  expect(report).toMatch(/\d+ REGISTER, which is not in this trace/);
});

/** Everything that Markdown, HTML, CSS or a terminal could take for its own. */
const ATTACKS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</style><script>alert(2)</script>",
  "--><svg onload=alert(3)>",
  "' onmouseover='alert(4)",
  '"><iframe src="https://evil.example">',
  "[click](javascript:alert(5))",
  "![x](https://evil.example/a.png)",
  "https://evil.example/ www.evil.example",
  "```\n# heading\n```",
  "`` ` ``` ````",
  "| a | b |",
  "# no heading",
  "1. no list",
  "- - -",
  "===",
  "&lt;b&gt;",
  "\u202eesrever\u0000\u001b[31m\u0007",
  "\ud800",
  "<!-- &#60;script&#62;",
];

describe.each(ATTACKS)("hostile text %j", (attack) => {
  const oneLine = attack.replaceAll("\n", " ");
  const trace =
    healthyRegistration() +
    sent({
      at: 2,
      line: REGISTER,
      cseq: "9 REGISTER",
      headers: [CONTACT, `User-Agent: ${oneLine}`, `X-${"A"}: ${oneLine}`],
    }) +
    sent({ at: 3, line: `SIP/2.0 403 ${oneLine}`, cseq: "9 REGISTER", headers: [`Server: ${oneLine}`] });
  const base = analysisOf(trace);
  const finding = findingAt(base.trace, 4);
  const hostile = {
    message: attack,
    aor: attack,
    evidence: [attack],
    fixes: [{ title: attack, product: attack, setting: attack, detail: attack }],
    related: [{ location: finding.location, message: attack }],
  };
  const analysis = analysisOf(trace, [{ ...finding, ...hostile }]);
  const notes = [noteOn(analysis, 4, attack, attack)];

  test("is text in HTML", () => {
    const html = write(analysis, "html", notes);
    const body = html.slice(html.indexOf("</style>") + "</style>".length);
    expect(body).not.toMatch(/<script|<img|<iframe|<!--/i);
    // Every tag that is there is one of ours, without an event attribute.
    for (const [tag] of body.matchAll(/<[^>]*>/g)) expect(tag).not.toMatch(/ on\w+=|javascript:/i);
    expect(body.match(/<style>/g)?.length ?? 0).toBe(body.match(/<svg/g)?.length ?? 0);
    // eslint-disable-next-line no-control-regex -- these must not be in it
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    expect(new TextDecoder().decode(new TextEncoder().encode(html))).toBe(html);
  });

  test("is text in Markdown", () => {
    const markdown = write(analysis, "markdown", notes);
    const { prose, fences } = withoutFences(markdown);
    expect(fences).toBe(withoutFences(write(analysisOf(trace, [finding]), "markdown", notes)).fences);
    expect(prose).not.toMatch(/(?<!\\)<(?!\/?br)/);
    expect(prose).not.toMatch(/(?<!\\)\]\((?!https:\/\/www\.rfc-editor\.org\/)/);
    expect(prose).not.toMatch(/(?<!\]\()https?:\/\/|\bwww\.evil/);
    for (const line of prose.split("\n")) expect(line).not.toMatch(/^(> |- )?(# no|1\. no|=|- -)/);
    // eslint-disable-next-line no-control-regex -- these must not be in it
    expect(markdown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    for (const row of prose.split("\n").filter((line) => line.startsWith("| ")))
      expect([3, 4, 5]).toContain(row.replace(/\\\|/g, "").split("|").length - 2);
  });
});

/** What stands outside of code blocks, and how many there are. */
function withoutFences(markdown: string): { prose: string; fences: number } {
  let fence = "";
  let fences = 0;
  const prose = markdown.split("\n").filter((line) => {
    const found = /^(`{3,})(text|mermaid)?$/.exec(line)?.[1] ?? "";
    if (fence === "" && found !== "") {
      fence = found;
      fences++;
      return false;
    }
    if (fence === "") return true;
    if (line === fence) fence = "";
    return false;
  });
  expect(fence).toBe("");
  return { prose: prose.join("\n"), fences };
}
