/** Tells by content whether a text is a SIP log, and of which format: by reading its beginning. */
import { memorySource } from "../model/byte-source.js";
import { finish } from "../model/steps.js";
import type { TraceSink } from "../model/transmission.js";
import { readLog } from "./read-log.js";

/** How much of a file shows its format; more is read no further. */
const LOG_DETECT_OCTETS = 256 << 10;

export interface DetectedLog {
  readonly id: string;
  readonly title: string;
  /** How many messages and signals of the head speak for it. */
  readonly score: number;
}

/** Undefined when the head holds no SIP message at all. */
export function detectLogFormat(head: Uint8Array): DetectedLog | undefined {
  const source = memorySource("", head.subarray(0, LOG_DETECT_OCTETS));
  const { formatId, formatTitle, messages } = finish(readLog(source, 0, IGNORE));
  return messages === 0 ? undefined : { id: formatId, title: formatTitle, score: messages };
}

const IGNORE: TraceSink = {
  transmission: () => undefined,
  signal: () => undefined,
  comment: () => undefined,
  problem: () => undefined,
};
