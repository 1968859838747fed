/** What a redaction tells: a few lines for the one who sends the copy on, and the table for the owner alone. */
import { sha256 } from "@noble/hashes/sha2.js";
import type { RedactionTally } from "./redaction-tally.js";

const TITLES = {
  words: "names, numbers and other words",
  addresses: "addresses in messages and logs",
  "hardware addresses": "hardware addresses in messages and logs",
  tokens: "nonces and keys",
  bodies: "message bodies blotted out",
  certificates: "certificates",
  notes: "notes and packet comments, to be read before they are sent: names that the trace lacks stay in them",
} as const;

/** The key of pseudonyms out of the octets of a key file, however long it is. */
export function redactionKey(octets: Uint8Array): Uint8Array {
  return sha256(octets);
}

/** One line a kind: how often it was replaced, then what is not in the copy. */
export function redactionReport(tally: RedactionTally): string {
  const replaced = Array.from(tally.counts, ([kind, count]) => `  ${count} ${TITLES[kind]}\n`);
  const dropped = Array.from(tally.dropped, ([what, count]) => `  ${count} ${what}\n`);
  const parts = [
    replaced.length === 0
      ? "Nothing was replaced.\n"
      : `Replaced, beside the addresses of packets:\n${replaced.join("")}`,
    dropped.length === 0 ? "" : `Not in the copy:\n${dropped.join("")}`,
  ];
  return parts.join("");
}

/** JSON that leads from each pseudonym back to the value. Whoever has it can undo the redaction. */
export function redactionTable(tally: RedactionTally): string {
  return `${JSON.stringify({ version: 1, pairs: tally.pairs }, null, 1)}\n`;
}
