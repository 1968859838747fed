/** A message as the annex of a report prints it: line by line, and below a line carets at the characters that are flagged. */
import type { Analysis } from "../../analysis.js";
import { whereOf } from "../../ladder/place-words.js";
import { columnsOf } from "../../ladder/text-columns.js";
import { visible } from "../../ladder/visible.js";
import type { Location } from "../../model/finding.js";
import { decodeOctets } from "../../sip/lexical.js";

export interface AnnexedLine {
  /** `mark`: carets, and what they mean. */
  readonly kind: "text" | "mark";
  readonly text: string;
}

export interface AnnexedMessage {
  readonly title: string;
  readonly lines: readonly AnnexedLine[];
}

/** Octets printed of a message, and of a line; a hostile one may be as long as its file. */
const LONGEST_SHOWN = 16_384;
const LONGEST_LINE = 1024;

interface Flag {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

export function annexMessage(analysis: Analysis, index: number): AnnexedMessage {
  const message = analysis.trace.messages.at(index);
  const octets = message.sip.text.slice(0, LONGEST_SHOWN);
  const flags = flagsOf(analysis, index);
  const lines: AnnexedLine[] = [];
  let start = 0;
  for (const line of octets.split("\n")) {
    lines.push({ kind: "text", text: shown(line.replace(/\r$/, "")) });
    const end = start + line.length;
    for (const flag of flags) {
      if (start <= flag.start && flag.start < end) lines.push(carets(line.replace(/\r$/, ""), start, flag));
    }
    start = end + 1;
  }
  const left = message.sip.text.length - octets.length + message.missingOctets;
  if (left > 0) lines.push({ kind: "mark", text: `… ${left} octets more are not shown` });
  while (lines.at(-1)?.text === "") lines.pop();
  return { title: whereOf(message, analysis.trace), lines };
}

/** What findings flag in a message, and what they relate to; each place once. */
function flagsOf({ findings }: Analysis, index: number): Flag[] {
  const flags = new Map<string, Flag>();
  const add = ({ message, range }: Location, words: string) => {
    const key = `${range.start} ${range.end} ${words}`;
    if (message === index && range.start < range.end) flags.set(key, { ...range, words: visible(words) });
  };
  for (const { location, related, rule } of findings) {
    add(location, rule);
    for (const { location: other, message } of related) add(other, message);
  }
  return [...flags.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

function carets(line: string, lineStart: number, { start, end, words }: Flag): AnnexedLine {
  const before = columnsOf(shown(line.slice(0, start - lineStart)));
  const width = columnsOf(shown(line.slice(0, Math.min(end - lineStart, line.length)))) - before;
  return { kind: "mark", text: `${" ".repeat(before)}${"^".repeat(Math.max(width, 1))} ${words}` };
}

function shown(octets: string): string {
  const cut = octets.length > LONGEST_LINE ? "…" : "";
  return visible(decodeOctets(octets.slice(0, LONGEST_LINE))) + cut;
}
