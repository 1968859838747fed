/** Writes a copy with pseudonyms for the editor: to a file that the thread can reach, or into memory. */
import { type ByteTarget, MemoryTarget } from "../core/model/byte-target.js";
import {
  type ByteSource,
  Pseudonyms,
  readUserFormats,
  redactFile,
  redactionReport,
  redactionTable,
  redactNotes,
  RedactionTally,
  writeNotes,
} from "../core/index.js";
import type { Answers, Asks } from "./protocol.js";

const KEY_OCTETS = 32;

/** A file under writing, which gets its name when it is whole. */
export interface OpenTarget extends ByteTarget {
  /** Gives it its name, or, where it is not whole, takes it away. */
  close(isWhole: boolean): void;
}

/** Yields between batches how far it is; whoever does not go on has the target taken away. */
export function* redactInput(
  source: ByteSource & { readonly modifiedMicros?: number | undefined },
  target: OpenTarget | undefined,
  { logFormat, userLogFormats, keepsTable, notes, keepsNoteText }: Asks<"redact">,
): Generator<{ readonly readOctets: number; readonly totalOctets: number }, Answers<"redact">> {
  const memory = new MemoryTarget(source.name);
  const tally = new RedactionTally(keepsTable);
  const pseudonyms = new Pseudonyms(crypto.getRandomValues(new Uint8Array(KEY_OCTETS)), tally);
  const { modifiedMicros } = source;
  const names = keepsNoteText ? pseudonyms.remember() : undefined;
  yield* redactFile(source, target ?? memory, pseudonyms, {
    keepsNoteText,
    userFormats: readUserFormats(userLogFormats).formats,
    ...(logFormat === undefined ? {} : { format: logFormat }),
    ...(modifiedMicros === undefined ? {} : { referenceMicros: modifiedMicros }),
  });
  const redactedNotes = notes && writeNotes(redactNotes(notes, pseudonyms, names));
  return {
    notes: redactedNotes,
    octets: target === undefined ? memory.octets.slice() : undefined,
    report: redactionReport(tally),
    table: keepsTable ? redactionTable(tally) : undefined,
  };
}
