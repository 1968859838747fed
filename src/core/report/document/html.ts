/** Writes a report as one HTML file: no script, nothing loaded from anywhere, light or dark as the reader's system is. */
import { drawLadderSvg } from "../../ladder/draw-svg.js";
import { escapeXml } from "../../ladder/svg-text.js";
import { visibleLines } from "../../ladder/visible.js";
import type { AnnexedMessage } from "./annexed-message.js";
import type { Block, Inline, Line } from "./block.js";

/** What a report may do: show its own styles, and nothing else. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
  :root { color-scheme: light dark; --ink: #24292f; --quiet: #57606a; --line: #d0d7de; --back: #fff; --box: #f6f8fa;
    --bad: #b3261e; --warn: #7d4e00; --note: #0a5bb5; --link: #0a5bb5 }
  @media (prefers-color-scheme: dark) { :root { --ink: #dfe2e7; --quiet: #a3abb5; --line: #3d444d; --back: #1f1f1f;
    --box: #292929; --bad: #ff8a80; --warn: #e3b341; --note: #79b8ff; --link: #79b8ff } }
  body { margin: 0 auto; max-width: 64rem; padding: 2rem 1.5rem 4rem; color: var(--ink); background: var(--back);
    font: 15px/1.55 system-ui, sans-serif; overflow-wrap: anywhere }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem }
  h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line) }
  h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem } p { margin: .5rem 0 } ul { margin: .4rem 0; padding-left: 1.4rem }
  a { color: var(--link) } code, pre { font: .86em/1.5 ui-monospace, Consolas, monospace }
  code { background: var(--box); padding: .1em .3em; border-radius: 3px }
  pre { background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; margin: .3rem 0 0 }
  .scroll { overflow-x: auto; overflow-wrap: normal } .scroll:focus-visible { outline: 2px solid var(--link) }
  .mark { color: var(--bad); font-weight: 600 } figure { margin: 1rem 0 } figcaption { font-weight: 600 }
  table { border-collapse: collapse; width: 100%; font-size: .93em; overflow-wrap: normal }
  th, td { text-align: left; vertical-align: top; padding: .4rem .7rem .4rem 0; border-bottom: 1px solid var(--line) }
  th { color: var(--quiet); font-weight: 600 } blockquote { margin: .4rem 0; padding-left: 1rem; white-space: pre-wrap;
    border-left: 3px solid var(--line) }
  .severity { font-size: .75rem; font-weight: 600; text-transform: uppercase; letter-spacing: .03em; padding: .1em .5em;
    border: 1px solid currentColor; border-radius: 3px; vertical-align: .1em }
  .is-error { color: var(--bad) } .is-warning { color: var(--warn) } .is-info { color: var(--note) }
  svg { display: block }
  @media print { body { max-width: none; padding: 0; font-size: 11px } .scroll { overflow: visible }
    pre { white-space: pre-wrap; overflow-wrap: anywhere } svg { max-width: 100%; height: auto } h2, h3, figcaption { break-after: avoid }
    tr, li, blockquote { break-inside: avoid } a { color: inherit } }`;

/** @param title of the window; the report itself begins with its heading. */
export function writeHtml(title: string, blocks: readonly Block[]): string {
  return htmlPage(title, blocks.map(blockHtml));
}

/**
 * A page that shows its own styles and does nothing else. Ends with a line end.
 * @param body markup.
 * @param style beside that of reports.
 */
export function htmlPage(title: string, body: readonly string[], style = ""): string {
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeXml(title)}</title>`,
    `<style>${STYLE}${style}\n</style>`,
    "</head>",
    "<body>",
    "<main>",
    ...body,
    "</main>",
    "</body>",
    "</html>\n",
  ].join("\n");
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${lineHtml(block.line)}</h${block.level}>`;
    case "paragraph":
      return `<p>${lineHtml(block.line)}</p>`;
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${lineHtml(item)}</li>`).join("\n")}\n</ul>`;
    case "table":
      return tableHtml(block.head, block.rows);
    case "quote":
      return `<blockquote>${visibleLines(block.text).split("\n").map(escapeXml).join("\n")}</blockquote>`;
    case "ladder":
      return `<div class="scroll" tabindex="0" role="region" aria-label="Ladder of ${escapeXml(block.view.title)}">\n${drawLadderSvg(block.view)}</div>`;
    case "message":
      return messageHtml(block.message);
  }
}

function tableHtml(head: readonly string[], rows: readonly (readonly Line[])[]): string {
  const heads = head.map((cell) => `<th scope="col">${escapeXml(cell)}</th>`).join("");
  const lines = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${lineHtml(cell)}</td>`).join("")}</tr>`);
  return `<table>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${lines.join("\n")}\n</tbody>\n</table>`;
}

function messageHtml({ title, lines }: AnnexedMessage): string {
  const printed = lines.map(({ kind, text }) =>
    kind === "mark" ? `<span class="mark">${escapeXml(text)}</span>` : escapeXml(text),
  );
  const name = escapeXml(title);
  return `<figure>\n<figcaption>${name}</figcaption>\n<pre class="scroll" tabindex="0" role="region" aria-label="${name}">${printed.join("\n")}</pre>\n</figure>`;
}

function lineHtml(line: Line): string {
  return line.map(inlineHtml).join("");
}

function inlineHtml(inline: Inline): string {
  if (typeof inline === "string") return escapeXml(inline);
  if ("strong" in inline) return `<strong>${escapeXml(inline.strong)}</strong>`;
  if ("code" in inline) return `<code>${escapeXml(inline.code)}</code>`;
  if ("prose" in inline) return proseHtml(inline.prose);
  if ("severity" in inline) return `<span class="severity is-${inline.severity}">${inline.severity}</span>`;
  return `<a href="${escapeXml(inline.to)}">${escapeXml(inline.link)}</a>`;
}

function proseHtml(prose: string): string {
  const parts = prose.split("`").map(escapeXml);
  return parts.map((part, index) => (index % 2 === 1 ? `<code>${part}</code>` : part)).join("");
}
