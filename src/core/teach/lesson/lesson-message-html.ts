/** A message in an exported lesson: its lines coloured, the header that matters set off, what findings flag underlined. */
import type { Analysis } from "../../analysis.js";
import { messageView } from "../../ladder/message-view.js";
import { escapeXml } from "../../ladder/svg-text.js";
import type { Mark } from "../../../view/ladder.js";

/** Lines of a message that a page shows. */
const MOST_LINES = 400;

export const MESSAGE_STYLE = `
  .message { padding: .6rem 0 } .message span { display: block; padding: 0 1rem; white-space: pre-wrap; min-height: 1.5em }
  .message .start { font-weight: 600 } .message i { font-style: normal; color: var(--link) }
  .message .looked { background: color-mix(in srgb, var(--warn) 18%, transparent); box-shadow: inset 3px 0 var(--warn) }
  .message u { text-decoration: underline wavy; text-underline-offset: 3px }
  .message u.is-error { text-decoration-color: var(--bad) } .message u.is-warning { text-decoration-color: var(--warn) }
  .message u.is-info { text-decoration-color: var(--note) }`;

/** @param header whose lines are set off; undefined for none. */
export function messageHtml(analysis: Analysis, message: number, header: string | undefined): string {
  const { title, text, marks } = messageView(analysis, message);
  const lines = text.split("\n").slice(0, MOST_LINES);
  while (lines.at(-1) === "") lines.pop();
  const wanted = header?.toLowerCase();
  let start = 0;
  let name = "";
  let isBody = false;
  const printed = lines.map((line, index) => {
    // A line that begins with a blank goes on with the header above it (RFC 3261 §7.3.1).
    if (!isBody && index > 0 && !/^[ \t]/.test(line)) name = /^([^:\s]+)\s*:/.exec(line)?.[1]?.toLowerCase() ?? "";
    if (line === "") isBody = true;
    const colon = isBody || index === 0 || name === "" ? 0 : line.indexOf(":") + 1;
    const kind = index === 0 ? "start" : !isBody && name !== "" && name === wanted ? "looked" : "";
    const words = `${colon > 0 ? `<i>${marked(line.slice(0, colon), start, marks)}</i>` : ""}${marked(line.slice(colon), start + colon, marks)}`;
    start += line.length + 1;
    return `<span${kind === "" ? "" : ` class="${kind}"`}>${words}</span>`;
  });
  const label = escapeXml(title);
  return `<p class="facts">${label}</p>\n<pre class="message" tabindex="0" role="region" aria-label="${label}">${printed.join("")}</pre>`;
}

/** @param start of the text, in characters of the message. */
function marked(text: string, start: number, marks: readonly Mark[]): string {
  let html = "";
  let done = 0;
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    const from = Math.max(mark.start - start, done);
    const to = Math.min(mark.end - start, text.length);
    if (from >= to) continue;
    html += `${escapeXml(text.slice(done, from))}<u class="is-${mark.severity}">${escapeXml(text.slice(from, to))}</u>`;
    done = to;
  }
  return html + escapeXml(text.slice(done));
}
