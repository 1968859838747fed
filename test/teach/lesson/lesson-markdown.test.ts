/** What a lesson's Markdown becomes: safe markup, with links to RFCs and to files beside it, and nothing else that leads away. */
import { expect, test } from "vitest";
import { lessonPieces, renderLesson, renderLessonLine } from "../../../src/core/teach/lesson/lesson-markdown.js";

test.each([
  [
    "a citation",
    "See RFC 3261 §10.2.4.",
    '<p>See <a href="https://www.rfc-editor.org/rfc/rfc3261#section-10.2.4">RFC 3261 §10.2.4</a>.</p>\n',
  ],
  ["a whole RFC", "RFC 7616", '<p><a href="https://www.rfc-editor.org/rfc/rfc7616">RFC 7616</a></p>\n'],
  [
    "a citation that is a link already",
    "[RFC 3261](https://datatracker.ietf.org/doc/html/rfc3261)",
    '<p><a href="https://datatracker.ietf.org/doc/html/rfc3261">RFC 3261</a></p>\n',
  ],
  ["a citation in code", "`RFC 3261`", "<p><code>RFC 3261</code></p>\n"],
  ["a file", "[next](02-next.md)", '<p><a href="lesson:02-next.md">next</a></p>\n'],
  ["markup", '<img src=x onerror="alert(1)">', "<p>&lt;img src=x onerror=&quot;alert(1)&quot;&gt;</p>\n"],
  ["a script's address", "[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"],
  ["a command", "[x](command:workbench.action.quit)", "<p>[x](command:workbench.action.quit)</p>\n"],
  ["another site", "[x](https://example.com/)", "<p>[x](https://example.com/)</p>\n"],
  [
    "another site in disguise",
    "[x](https://www.rfc-editor.org.example.com/)",
    "<p>[x](https://www.rfc-editor.org.example.com/)</p>\n",
  ],
  ["no scheme", "[x](//example.com/)", "<p>[x](//example.com/)</p>\n"],
  ["a picture", "![x](x.png)", '<p>!<a href="lesson:x.png">x</a></p>\n'],
])("%s", (_, text, html) => expect(renderLesson(text, { hrefOf: (file) => `lesson:${file}` })).toBe(html));

test("a file that has no address is not linked", () => {
  expect(renderLesson("[next](02-next.md)")).toBe("<p><a>next</a></p>\n");
});

test("one line has no paragraph", () => expect(renderLessonLine("a `b`")).toBe("a <code>b</code>"));

test("pieces know their line", () => {
  expect(lessonPieces("one\ntwo `three`\n\n[four](five.md)")).toEqual([
    { kind: "text", content: "one", line: 1 },
    { kind: "text", content: "two ", line: 2 },
    { kind: "code", content: "three", line: 2 },
    { kind: "link", content: "five.md", line: 4 },
    { kind: "text", content: "four", line: 4 },
  ]);
});
