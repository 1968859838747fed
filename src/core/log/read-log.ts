/** Reads a text log: finds the SIP messages in it whatever printed them, with their times, sides and exact places. */
import type { ByteSource } from "../model/byte-source.js";
import type { Progress, StopReading } from "../model/progress.js";
import type { TraceSink } from "../model/transmission.js";
import { ANNOUNCED_FORMATS } from "./formats/index.js";
import { ANY_TEXT, PLAIN } from "./formats/plain.js";
import { SIP_TRACE } from "./formats/siptrace.js";
import type { FormatName } from "./hand-over.js";
import { LogReader, type LogSummary, type ReadLogOptions } from "./log-reader.js";
import { UnwrappedSource } from "./unwrapped-source.js";

export type { LogSummary, ReadLogOptions } from "./log-reader.js";

/** Everything that can be read, for lists; detection needs no choice among them. */
export const LOG_FORMATS: readonly FormatName[] = [SIP_TRACE, ...ANNOUNCED_FORMATS, PLAIN, ANY_TEXT];

const PROGRESS_OCTETS = 1 << 20;

/**
 * Hands each message and signal of a log to the sink, in the order of the file. Times without a zone are taken as UTC;
 * a message without any time gets NaN. Nothing in the file makes it fail: what cannot be read is told as a problem.
 */
export function* readLog(
  source: ByteSource,
  fileIndex: number,
  sink: TraceSink,
  options: ReadLogOptions = {},
): Generator<Progress, LogSummary, StopReading | undefined> {
  const layers = UnwrappedSource.layersOf(source, options.userFormats, options.referenceMicros);
  const dumps = options.dumps && layers.reduce((outer, layer) => layer.dumps(outer), options.dumps);
  const reader = new LogReader(
    layers.at(-1) ?? source,
    fileIndex,
    layers.reduce((outer, layer) => layer.sink(outer), sink),
    { ...options, referenceMicros: dateOf(layers, options), ...(dumps && { dumps }) },
  );
  let told = 0;
  while (reader.step()) {
    const { readOctets } = layers[0] ?? reader;
    if (readOctets - told < PROGRESS_OCTETS) continue;
    told = readOctets;
    if ((yield { readOctets: told, totalOctets: source.size, frames: 0 }) === "stop") break;
  }
  const summary = reader.summary();
  const inferred = [...summary.inferred, ...layers.flatMap((layer) => layer.inferred)];
  return { ...summary, lines: layers[0]?.fileLines ?? summary.lines, inferred };
}

/** The date of times that the program prints without one is the collector's. */
function dateOf(layers: readonly UnwrappedSource[], { referenceMicros = 0 }: ReadLogOptions): number {
  return layers.find(({ firstMicros }) => !Number.isNaN(firstMicros))?.firstMicros ?? referenceMicros;
}
