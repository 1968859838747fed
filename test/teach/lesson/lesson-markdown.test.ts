/** What a lesson's Markdown becomes: safe markup, with links to RFCs and to files beside it, and nothing else that leads away. */
import fc from "fast-check";
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
  ["markup", '<img src=x onerror="alert(1)">', "<p>&#60;img src=x onerror=&#34;alert(1)&#34;&#62;</p>\n"],
  ["a script's address", "[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"],
  ["a command", "[x](command:workbench.action.quit)", "<p>[x](command:workbench.action.quit)</p>\n"],
  ["another site", "[x](https://example.com/)", "<p>[x](https://example.com/)</p>\n"],
  [
    "another site in disguise",
    "[x](https://www.rfc-editor.org.example.com/)",
    "<p>[x](https://www.rfc-editor.org.example.com/)</p>\n",
  ],
  ["no scheme", "[x](//example.com/)", "<p>[x](//example.com/)</p>\n"],
  ["a picture", "![x](x.png)", "<p>![x](x.png)</p>\n"],
])("%s", (_, text, html) => expect(renderLesson(text, { hrefOf: (file) => `lesson:${file}` })).toBe(html));

test.each([
  ["paragraphs", "one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>\n"],
  [
    "words set off",
    "*a* **b** ~~c~~ `d < e`",
    "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d &#60; e</code></p>\n",
  ],
  ["a list", "- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"],
  ["a numbered list", "3. one\n4. two", '<ol start="3">\n<li>one</li>\n<li>two</li>\n</ol>\n'],
  ["a quotation", "> one", "<blockquote>\n<p>one</p>\n</blockquote>\n"],
  ["code", "```sip\nVia: <x>\n```", "<pre><code>Via: &#60;x&#62;\n</code></pre>\n"],
  ["a heading", "### one", "<h3>one</h3>\n"],
  [
    "a table",
    "| a | b |\n| - | - |\n| c | `d` |",
    "<table>\n<thead><tr><th>a</th><th>b</th></tr></thead>\n<tbody>\n<tr><td>c</td><td><code>d</code></td></tr>\n</tbody>\n</table>\n",
  ],
  ["a block of markup", "<script>\nalert(1)\n</script>", "<p>&#60;script&#62;\nalert(1)\n&#60;/script&#62;</p>\n"],
  ["an escape", "\\*a\\* &lt;", "<p>*a* &#38;lt;</p>\n"],
  ["a bare address", "https://example.com/ and a@example.com", "<p>https://example.com/ and a@example.com</p>\n"],
])("%s", (_, text, html) => expect(renderLesson(text)).toBe(html));

test.each([
  ["quotations", "> ".repeat(20_000)],
  ["lists", `${"- ".repeat(20_000)}a`],
  ["brackets", "[".repeat(20_000)],
  ["stars", "*".repeat(20_000)],
  ["much text", "a ".repeat(30_000)],
])("%s without end are shown as they are written", (_, text) => {
  expect(renderLesson(text)).toMatch(/^<p>[^<]*<\/p>\n$/);
  lessonPieces(text);
});

test("nothing that a text may hold becomes markup of its own", () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom("<b>", "](", "[", "`", "**", "\n", "\n- ", "\n> ", "| ", "&lt;", "![", "javascript:", "\\"),
  );
  const tags =
    /^(?:\/?(?:p|h[1-6]|ul|ol|li|blockquote|pre|code|table|thead|tbody|tr|th|td|strong|em|del|a)|hr|br|ol start="\d+"|a href="(?:https:\/\/(?:www\.rfc-editor|datatracker\.ietf)\.org\/[^"<>]*|lesson:[^"<>]*)")$/;
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const html = renderLesson(parts.join(""), { hrefOf: (file) => `lesson:${file}` });
      for (const [, tag] of html.matchAll(/<([^>]*)>/g)) expect(tag).toMatch(tags);
    }),
  );
});

test("a file that has no address is not linked", () => {
  expect(renderLesson("[next](02-next.md)")).toBe("<p>next</p>\n");
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
