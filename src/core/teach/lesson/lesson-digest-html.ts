/** The computation of a digest in an exported lesson: what is hashed, and what comes out, line by line. */
import { escapeXml } from "../../ladder/svg-text.js";
import { shortened } from "../../ladder/place-words.js";
import type { ComputedDigest } from "./lesson-digest.js";

/** Characters of a value; a nonce has under a hundred as a rule. */
const LONGEST_VALUE = 400;

export function digestHtml({ inputs, lines, response }: ComputedDigest): string {
  const known: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(inputs)) if (typeof value === "string") known[name] = value;
  const rows = lines.map(({ name, terms, digest }) => {
    known[name] = digest;
    const filled = terms.map((term) => shortened(known[term] ?? (term === "body" ? "the body" : "…"), LONGEST_VALUE));
    const result = digest === undefined ? "needs the password" : digest;
    return `<tr><th scope="row">${name}</th><td><code>${escapeXml(filled.join(":"))}</code></td><td><code>${result}</code></td></tr>`;
  });
  const hash = escapeXml((inputs.algorithm ?? "MD5").replace(/-sess$/i, ""));
  return [
    '<table class="digest">',
    `<caption>The computation, with ${hash}</caption>`,
    '<thead><tr><th scope="col"></th><th scope="col">what is hashed</th><th scope="col">what comes out</th></tr></thead>',
    `<tbody>${rows.join("\n")}</tbody>`,
    "</table>",
    `<p>${escapeXml(verdictOf(response, lines.at(-1)?.digest))}</p>`,
  ].join("\n");
}

function verdictOf(response: string | undefined, computed: string | undefined): string {
  if (response === undefined) return "The credentials have no response.";
  if (computed === undefined) return `The response in the message is ${response}.`;
  return response.toLowerCase() === computed
    ? "It is the response in the message."
    : `The response in the message is another one: ${response}.`;
}
