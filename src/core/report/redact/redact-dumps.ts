/** The hex dumps of a log with pseudonyms: packets as those of a capture, messages alone as those of a log; every row keeps its place. */
import { type Frame, newFrame } from "../../capture/frame.js";
import type { DumpedOctets, DumpWatch } from "../../log/dumped-messages.js";
import { readLog, type ReadLogOptions } from "../../log/read-log.js";
import type { ByteSource } from "../../model/byte-source.js";
import type { ByteTarget } from "../../model/byte-target.js";
import { viewOf } from "../../model/octets.js";
import type { Progress, StopReading } from "../../model/progress.js";
import type { SourceMap } from "../../model/source-map.js";
import type { TraceSink } from "../../model/transmission.js";
import { ChecksumWriter } from "../../packet/checksum-writer.js";
import { KeyLog } from "../../packet/tls/key-log.js";
import { DumpRows } from "./dump-rows.js";
import { FrameRedaction } from "./frame-redaction.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactMessage } from "./redact-message.js";
import { CopyKeys } from "./redact-records.js";

/** In place of text that is no message. */
const FILLING = 0x78;

const IGNORED: TraceSink = {
  transmission: () => undefined,
  signal: () => undefined,
  comment: () => undefined,
  problem: () => undefined,
};

/** @param target has the log without the digits of its dumps. */
export function* redactDumps(
  source: ByteSource,
  target: ByteTarget,
  pseudonyms: Pseudonyms,
  options: ReadLogOptions,
): Generator<Progress, void, StopReading | undefined> {
  const redaction = new DumpRedaction(new DumpRows(target, pseudonyms.tally), pseudonyms);
  yield* readLog(source, 0, IGNORED, { ...options, dumps: redaction });
  redaction.finish();
  const rows = new DumpRows(target, pseudonyms.tally);
  const checksums = new ChecksumWriter((offset, octets) => rows.write(offset, octets));
  const dump = (dumped: DumpedOctets) => {
    rows.add(dumped);
    const frame = frameOf(dumped);
    if (frame) checksums.frame(frame);
  };
  yield* readLog(target, 0, IGNORED, { ...options, dumps: { dump, message: () => undefined } });
}

class DumpRedaction implements DumpWatch {
  readonly #frames: FrameRedaction;

  constructor(
    private readonly rows: DumpRows,
    private readonly pseudonyms: Pseudonyms,
  ) {
    const copy = {
      frame: (frame: Frame, shown: Uint8Array) => {
        const octets = new Uint8Array(frame.end);
        octets.set(shown);
        rows.write(frame.fileOffset, octets);
        return frame.fileOffset;
      },
      patch: (offset: number, octets: Uint8Array) => rows.write(offset, octets),
    };
    this.#frames = new FrameRedaction(copy, pseudonyms, new KeyLog(), new CopyKeys(pseudonyms));
  }

  dump(dumped: DumpedOctets): void {
    this.rows.add(dumped);
    const frame = frameOf(dumped);
    if (frame) this.#frames.frame(frame);
    else this.rows.write(dumped.at, dumped.octets.map(withoutText));
  }

  message(octets: Uint8Array, { runs }: SourceMap): void {
    const redacted = redactMessage(octets, this.pseudonyms);
    for (let run = 0; run < runs.length; run += 3) {
      const start = runs[run]!;
      this.rows.write(runs[run + 1]!, redacted.subarray(start, start + runs[run + 2]!));
    }
  }

  /** What still waits is handed on. */
  finish(): void {
    this.#frames.finish();
  }
}

function frameOf({ number, at, octets, linkType }: DumpedOctets): Frame | undefined {
  if (linkType === undefined) return undefined;
  const { length } = octets;
  return {
    ...newFrame(),
    octets,
    view: viewOf(octets),
    end: length,
    originalLength: length,
    fileOffset: at,
    linkType,
    number,
  };
}

/** Line ends stay: a keep-alive is made of them. */
function withoutText(octet: number): number {
  if (octet === 0x0d || octet === 0x0a) return octet;
  return octet >= 0x20 && octet < 0x7f ? FILLING : 0;
}
