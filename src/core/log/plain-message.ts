/** Reads a message that its log prints as it was sent, in one pass over the octets; all others are the line reader's. */
import { sharedKernel } from "../model/kernel.js";
import { SourceMap } from "../model/source-map.js";
import type { LogLines } from "./lines.js";
import type { LogFormat } from "./log-format.js";
import type { ReadMessage } from "./message-octets.js";
import type { OctetSlab } from "./octet-slab.js";

/** Longer messages are too few to matter. */
export const MAX_PLAIN_OCTETS = 16 << 10;
/** As much is looked at first: most messages are no longer. */
const USUAL_OCTETS = 2 << 10;

/** What the kernel says of a message that goes on behind what it was given. */
const INCOMPLETE = -1;
/** Where in `Kernel.runs` the runs begin. */
const FIRST_RUN = 5;

/** Whether a format prints nothing on the lines of a message but the message. */
export function printsPlainly(format: LogFormat | undefined): boolean {
  if (format === undefined) return true;
  const { prefix, until, tail, lineEnd } = format;
  return (prefix ?? until ?? tail ?? lineEnd) === undefined;
}

/**
 * Takes the message whose start line stands at the file offset `from`, alone in the current line from there on, if each of
 * its lines is a header, the blank line or SDP, and Content-Length says where it ends. The lines' current line is then
 * its last one. It gives what `readMessageLines` and `buildMessage` would give, without arrays of lines and
 * expressions tried on each. The work is the kernel's (`src/kernel/printed.ts`).
 * @param to how far it is looked at: a file offset within the window, `MAX_PLAIN_OCTETS` further on at most.
 * @param isAnnounced else it must have a header that only SIP has.
 * @returns undefined for anything unusual, with the lines as they were; for all messages where there is no kernel.
 */
export function readPlainMessage(
  lines: LogLines,
  from: number,
  to: number,
  isAnnounced: boolean,
  slab: OctetSlab,
): ReadMessage | undefined {
  const kernel = sharedKernel();
  if (!kernel) return undefined;
  const readUntil = (end: number) =>
    kernel.put(lines.octets(from, end)) ? kernel.calls.readPrinted(end - from, isAnnounced) : 0;
  let count = readUntil(Math.min(to, from + USUAL_OCTETS));
  if (count === INCOMPLETE && to - from > USUAL_OCTETS) count = readUntil(to);
  if (count <= 0) return undefined;
  const { runs, sent } = kernel;
  const length = runs[0]!;
  slab.reserve(0, length);
  slab.octets.set(sent.subarray(0, length), slab.start);
  const sourceMap = new SourceMap();
  for (let at = FIRST_RUN; at < FIRST_RUN + 3 * count; at += 3) {
    sourceMap.add(runs[at]!, from + runs[at + 1]!, runs[at + 2]!);
  }
  lines.goTo(from + runs[2]!, from + runs[3]!, from + runs[4]!, runs[1]! - 1);
  return { octets: slab.take(length), sourceMap, isVerbatim: true, missingOctets: 0 };
}
