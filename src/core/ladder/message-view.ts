/** A message as readable text, with the characters that findings flag. */
import type { Analysis } from "../analysis.js";
import { decodeOctets } from "../sip/lexical.js";
import type { Mark, MessageView } from "../../view/ladder.js";
import { digestView } from "./digest-view.js";
import { whereOf } from "./place-words.js";
import { visibleLines } from "./visible.js";

/** Octets of a message that are shown. More than a datagram holds, and what a page still lays out in a moment. */
const LONGEST_SHOWN = 65_536;

/** @throws {RangeError} for an index that is no message's. */
export function messageView(analysis: Analysis, message: number): MessageView {
  const { trace, findings } = analysis;
  const row = trace.messages.at(message);
  const octets = row.sip.text.slice(0, LONGEST_SHOWN);
  const left = row.sip.text.length - octets.length;
  const missing = row.missingOctets + left;
  const cut = missing > 0 ? `\n… ${missing} octets more are not shown` : "";
  const marks: Mark[] = findings
    .flatMap(({ location, severity }) => (location.message === message ? [{ ...location.range, severity }] : []))
    .map(({ start, end, severity }) => ({
      start: shown(octets.slice(0, start)).length,
      end: shown(octets.slice(0, end)).length,
      severity,
    }));
  return {
    message,
    title: whereOf(row, trace),
    text: shown(octets) + cut,
    marks: marks.filter(isVisible),
    digest: digestView(analysis, message),
  };
}

/** The characters of octets; CR LF is one line end. */
function shown(octets: string): string {
  return visibleLines(decodeOctets(octets).replaceAll("\r\n", "\n"));
}

function isVisible({ start, end }: Mark): boolean {
  return start < end;
}
