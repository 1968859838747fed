/** Whether a `.siptrace` text stands as it was written: its records state how many octets follow them. */
import { parseRecord } from "./siptrace-reader.js";

const ESCAPED = /\\x[0-9a-f]{2}/gi;
/** Of an escaped octet, beyond its own. */
const ESCAPE_OCTETS = 3;

/**
 * @param head the beginning of a text, a character an octet
 * @returns whether it holds records, as many octets as each states and nothing else; what a mail program broke does not
 */
export function holdsStatedOctets(head: string): boolean {
  const lines = head.split(/\r?\n/);
  let records = 0;
  /** Octets that the lines still have to hold. */
  let octets = 0;
  for (const [index, line] of lines.entries()) {
    if (octets > 0) {
      if (!line.startsWith("#")) octets -= octetsOf(line);
      if (octets < 0) return false;
    } else if (line !== "" && !line.startsWith("#")) {
      const record = parseRecord(line);
      // The last line may be cut.
      if (!record) return records > 0 && index === lines.length - 1;
      octets = Number(record.details.octets ?? 0);
      records++;
    }
  }
  return records > 0;
}

/** Octets of a message that a line stands for: with CRLF, unless it ends in a backslash. */
function octetsOf(line: string): number {
  const escapes = line.match(ESCAPED)?.length ?? 0;
  return line.length - escapes * ESCAPE_OCTETS + (line.endsWith("\\") ? -1 : 2);
}
