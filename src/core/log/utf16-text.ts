/** Logs in UTF-16, as Windows' programs and shells write them: told by their beginning, and read as UTF-8 like all others. */

export type OctetOrder = "little" | "big";

/** Without a mark so many octets must show it. */
const MIN_OCTETS = 64;
const SEEN_OCTETS = 4096;

/** The order of the octets of a text in UTF-16; undefined for any other file. */
export function utf16OrderOf(head: Uint8Array): OctetOrder | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "little";
  if (head[0] === 0xfe && head[1] === 0xff) return "big";
  const seen = head.subarray(0, SEEN_OCTETS);
  if (seen.length < MIN_OCTETS) return undefined;
  // Nearly all of a log is ASCII: every other octet is zero, and none of those between.
  const zeros = [0, 0];
  for (const [at, octet] of seen.entries()) if (octet === 0) zeros[at % 2]!++;
  const most = 0.4 * seen.length;
  if (zeros[0] === 0 && zeros[1]! > most) return "little";
  return zeros[1] === 0 && zeros[0]! > most ? "big" : undefined;
}

const UTF8 = new TextEncoder();
const MARK = 0xfeff;

/**
 * Hands over the text of a line as UTF-8, each octet with the file offset of its character.
 * @param line from a line feed's octet to the next one, so that half a character may stand at either end.
 * @param from its file offset.
 */
export function readUtf16Line(
  line: Uint8Array,
  from: number,
  order: OctetOrder,
  put: (fileOffset: number, octet: number) => void,
): void {
  const high = order === "little" ? 1 : 0;
  const unitAt = (at: number) => (line[at + high]! << 8) | line[at + 1 - high]!;
  for (let at = from % 2; at + 1 < line.length; at += 2) {
    const unit = unitAt(at);
    if (unit < 0x80) {
      put(from + at, unit);
      continue;
    }
    if (unit === MARK && from + at === 0) continue;
    const isPair = unit >= 0xd800 && unit < 0xdc00 && at + 3 < line.length;
    const units = isPair ? [unit, unitAt(at + 2)] : [unit];
    for (const octet of UTF8.encode(String.fromCharCode(...units))) put(from + at, octet);
    if (isPair) at += 2;
  }
}
