/** Puts a message's lines together to the octets on the wire, and keeps where in the file each of them stands. */
import { CR, LF } from "../model/ascii.js";
import { SourceMap } from "../model/source-map.js";
import type { Escape } from "./escapes.js";
import { Join, type MessageLines } from "./message-lines.js";
import type { OctetSlab } from "./octet-slab.js";

export interface WindowOfFile {
  readonly text: string;
  readonly base: number;
  octets(start: number, end: number): Uint8Array;
}

/** A message put together, before it is known when and between whom it went. */
export interface ReadMessage {
  readonly octets: Uint8Array;
  readonly sourceMap: SourceMap;
  /** What the map names stands in the file octet for octet. */
  readonly isVerbatim: boolean;
  readonly missingOctets: number;
}

/** The lines end with CRLF whatever the log used, and a blank line stands after the headers even if the log left it out. */
export function buildMessage(
  lines: MessageLines,
  file: WindowOfFile,
  escape: Escape | undefined,
  slab: OctetSlab,
): ReadMessage {
  const { starts, ends, joins, bodyLine } = lines;
  const count = starts.length;
  const first = starts[0]!;
  const window = file.octets(first, ends[count - 1]! + 2);
  const sourceMap = new SourceMap();
  let capacity = 4;
  for (let i = 0; i < count; i++) capacity += ends[i]! - starts[i]! + 3;
  slab.reserve(0, capacity);
  const { octets, start: begin } = slab;
  let at = begin;
  for (let i = 0; i < count; i++) {
    const start = starts[i]!;
    let end = ends[i]!;
    // Where the log left out the blank line, the body begins right here.
    if (i === bodyLine && !lines.blankShown) {
      octets[at++] = CR;
      octets[at++] = LF;
    }
    if (joins[i] === Join.Blank) octets[at++] = 32;
    if (escape !== undefined) {
      at = appendEscaped(octets, at, begin, file, start, end, escape, sourceMap);
      if (endsLine(i)) at = putLineEnd(octets, at);
      continue;
    }
    // Lines that stand in the file as on the wire are copied together.
    let verbatim = endsLine(i) && endsWithCrlf(window, end - first);
    while (verbatim && i + 1 < count && starts[i + 1] === end + 2 && (i + 1 !== bodyLine || lines.blankShown)) {
      i++;
      end = ends[i]!;
      verbatim = endsLine(i) && endsWithCrlf(window, end - first);
    }
    const length = end - start + (verbatim ? 2 : 0);
    copy(window, start - first, length, octets, at);
    sourceMap.add(at - begin, start, length);
    at += length;
    if (!verbatim && endsLine(i)) at = putLineEnd(octets, at);
  }
  const blankDue = bodyLine < 0 ? !lines.cut : bodyLine === count && !lines.blankShown;
  if (blankDue) at = putLineEnd(octets, at);
  const taken = slab.take(at - begin);
  const missing = lines.cut ? missingOctets(lines, taken.length) : 0;
  return { octets: taken, sourceMap, isVerbatim: escape === undefined, missingOctets: missing };

  function endsLine(i: number): boolean {
    return i + 1 === count ? !lines.openEnd : joins[i + 1] === Join.Line;
  }
}

/** What Content-Length says is lacking; one octet when even the headers are cut and nothing tells how much. */
export function missingOctets(found: MessageLines, octets: number): number {
  if (found.bodyLine < 0) return 1;
  const headers = found.ends.slice(0, found.bodyLine).reduce((sum, end, i) => sum + end - found.starts[i]! + 2, 2);
  return Math.max(0, (found.contentLength ?? 0) - (octets - headers));
}

function endsWithCrlf(octets: Uint8Array, at: number): boolean {
  return octets[at] === CR && octets[at + 1] === LF;
}

function putLineEnd(octets: Uint8Array, at: number): number {
  octets[at] = CR;
  octets[at + 1] = LF;
  return at + 2;
}

/** A view and a call for each line cost more than the copying of short ones. */
const SHORT_OCTETS = 128;

function copy(from: Uint8Array, start: number, length: number, to: Uint8Array, at: number): void {
  if (length > SHORT_OCTETS) to.set(from.subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
}

function appendEscaped(
  octets: Uint8Array,
  at: number,
  begin: number,
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
    sourceMap.add(at - begin, start + from, to - from);
    at += to - from;
  };
  for (const match of text.matchAll(escape.pattern)) {
    const octet = escape.decode(match[0]);
    if (octet === undefined) continue;
    copy(match.index);
    octets[at] = octet;
    sourceMap.add(at - begin, start + match.index, 1);
    at++;
    from = match.index + match[0].length;
  }
  copy(text.length);
  return at;
}
