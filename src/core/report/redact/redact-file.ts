/** A copy of a capture or log that may leave the house: pseudonyms in place of names, numbers, addresses and keys. */
import { DETECT_OCTETS, detectContainer } from "../../capture/detect.js";
import { unpackedSource } from "../../capture/gunzip.js";
import type { ReadLogOptions } from "../../log/read-log.js";
import type { ByteSource } from "../../model/byte-source.js";
import type { ByteTarget } from "../../model/byte-target.js";
import type { Progress, StopReading } from "../../model/progress.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { type CaptureRedactOptions, redactCapture } from "./redact-capture.js";
import { redactLog } from "./redact-log.js";

const UTF16_MARKS: readonly (readonly [number, number])[] = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

export type RedactOptions = ReadLogOptions & CaptureRedactOptions;

/** Why a file cannot be redacted, in one sentence. */
export class RedactionError extends Error {}

/**
 * Writes the copy of one file, unpacked where it is in gzip. Yields between batches; whoever does not go on throws the target away.
 * @throws RedactionError for what is neither a capture nor a text that can be read.
 */
export function* redactFile(
  packed: ByteSource,
  target: ByteTarget,
  pseudonyms: Pseudonyms,
  options: RedactOptions = {},
): Generator<Progress, void, StopReading | undefined> {
  const source = unpackedSource(packed);
  const head = source.read(0, DETECT_OCTETS).slice();
  const container = detectContainer(head);
  if (container !== undefined) return yield* redactCapture(source, container, target, pseudonyms, options);
  if (head.length === 0) throw new RedactionError(`${packed.name}: The file is empty.`);
  if (UTF16_MARKS.some(([first, second]) => head[0] === first && head[1] === second)) {
    throw new RedactionError(`${packed.name}: The text is UTF-16; save it as UTF-8 to have it redacted.`);
  }
  if (source.read(0, 4096).includes(0)) {
    throw new RedactionError(
      `${packed.name}: This is neither a capture nor a text, so nothing in it can be found and replaced.`,
    );
  }
  yield* redactLog(source, target, pseudonyms, options);
}
