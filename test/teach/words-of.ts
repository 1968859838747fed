/** Looks at words of a trace as a reader does: by message, line and the characters pointed at. */
import { type Analysis, analyse, memorySource } from "../../src/core/index.js";
import { finish } from "../../src/core/model/steps.js";
import { explainAt } from "../../src/core/teach/explain.js";
import { type Explanation, plainText } from "../../src/core/teach/explanation.js";
import type { KnownPasswords } from "../../src/core/sip/known-passwords.js";

export function analysed(octets: string | Uint8Array, name = "trace.siptrace"): Analysis {
  const bytes = typeof octets === "string" ? new TextEncoder().encode(octets) : octets;
  return finish(analyse([memorySource(name, bytes)]));
}

/** Offset of the first character of `word`, looked for from the beginning of `line` on. */
export function offsetOf(analysis: Analysis, message: number, line: string, word = line): number {
  const { text } = analysis.trace.messages.sip(message);
  const start = text.indexOf(line);
  const at = text.indexOf(word, start);
  if (start < 0 || at < 0) throw new Error(`no ${word} in ${line} of message ${message}`);
  return at;
}

/** Title, what it is and what it means here, as one text; the characters that it is about. */
export function told(
  analysis: Analysis,
  message: number,
  line: string,
  word = line,
  passwords?: KnownPasswords,
): { readonly title: string; readonly text: string; readonly about: string; readonly sources: string } {
  const explanation = explainAt(analysis, message, offsetOf(analysis, message, line, word), passwords);
  if (!explanation) throw new Error(`nothing is told of ${word}`);
  return { ...wordsOf(explanation), about: aboutOf(analysis, message, explanation) };
}

function wordsOf({ title, what, here, sources }: Explanation) {
  return {
    title: plainText(title),
    text: [what, ...here.map(plainText)].join(" "),
    sources: sources.map(({ label }) => label).join(", "),
  };
}

function aboutOf(analysis: Analysis, message: number, { range }: Explanation): string {
  return analysis.trace.messages.sip(message).text.slice(range.start, range.end);
}
