/** Puts a message's lines together to the octets on the wire, and keeps where in the file each of them stands. */
import { SourceMap } from "../model/source-map.js";
import type { Escape } from "./escapes.js";
import { Join, type MessageLines } from "./message-lines.js";
import type { Scratch } from "./scratch.js";

const CR = 13;
const LF = 10;

export interface WindowOfFile {
  readonly text: string;
  readonly base: number;
  octets(start: number, end: number): Uint8Array;
}

/** The lines end with CRLF whatever the log used, and a blank line stands after the headers even if the log left it out. */
export function buildMessage(
  lines: MessageLines,
  file: WindowOfFile,
  escape: Escape | undefined,
  scratch: Scratch,
): { octets: Uint8Array; sourceMap: SourceMap } {
  const { starts, ends, joins, bodyLine } = lines;
  const count = starts.length;
  const first = starts[0]!;
  const window = file.octets(first, ends[count - 1]! + 2);
  const sourceMap = new SourceMap();
  let capacity = 4;
  for (let i = 0; i < count; i++) capacity += ends[i]! - starts[i]! + 3;
  scratch.reserve(0, capacity);
  const { octets } = scratch;
  let at = 0;
  for (let i = 0; i < count; i++) {
    const start = starts[i]!;
    const end = ends[i]!;
    // Where the log left out the blank line, the body begins right here.
    if (i === bodyLine && !lines.blankShown) {
      octets[at++] = CR;
      octets[at++] = LF;
    }
    if (joins[i] === Join.Blank) octets[at++] = 32;
    const lineEnds = i + 1 === count ? !lines.openEnd : joins[i + 1] === Join.Line;
    if (escape !== undefined) {
      at = appendEscaped(octets, at, file, start, end, escape, sourceMap);
    } else {
      const length = end - start;
      const from = start - first;
      // Faster than a view and a call for each line.
      for (let k = 0; k < length; k++) octets[at + k] = window[from + k]!;
      const verbatim = lineEnds && window[from + length] === CR && window[from + length + 1] === LF;
      sourceMap.add(at, start, verbatim ? length + 2 : length);
      at += length;
    }
    if (lineEnds) {
      octets[at++] = CR;
      octets[at++] = LF;
    }
  }
  const blankDue = bodyLine < 0 ? !lines.cut : bodyLine === count && !lines.blankShown;
  if (blankDue) {
    octets[at++] = CR;
    octets[at++] = LF;
  }
  return { octets: octets.slice(0, at), sourceMap };
}

function appendEscaped(
  octets: Uint8Array,
  at: number,
  file: WindowOfFile,
  start: number,
  end: number,
  escape: Escape,
  sourceMap: SourceMap,
): number {
  const text = file.text.slice(start - file.base, end - file.base);
  const source = file.octets(start, end);
  let from = 0;
  const copy = (to: number) => {
    if (to <= from) return;
    octets.set(source.subarray(from, to), at);
    sourceMap.add(at, start + from, to - from);
    at += to - from;
  };
  for (const match of text.matchAll(escape.pattern)) {
    const octet = escape.decode(match[0]);
    if (octet === undefined) continue;
    copy(match.index);
    octets[at] = octet;
    sourceMap.add(at, start + match.index, 1);
    at++;
    from = match.index + match[0].length;
  }
  copy(text.length);
  return at;
}
