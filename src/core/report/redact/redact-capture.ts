/** A capture with pseudonyms: every frame keeps its number and time; what is not understood is not in the copy. */
import { CaptureCopy } from "../../capture/capture-copy.js";
import type { CaptureContainer } from "../../capture/detect.js";
import type { Frame, FrameSink, PcapngBlock } from "../../capture/frame.js";
import { readCapture } from "../../capture/read-capture.js";
import type { ByteSource } from "../../model/byte-source.js";
import type { ByteTarget } from "../../model/byte-target.js";
import type { Progress, StopReading } from "../../model/progress.js";
import type { SourceMap } from "../../model/source-map.js";
import type { TraceSink, Transmission } from "../../model/transmission.js";
import { ChecksumWriter } from "../../packet/checksum-writer.js";
import { PacketReader } from "../../packet/packet-reader.js";
import { KeyLog } from "../../packet/tls/key-log.js";
import type { RecordWatch } from "../../packet/tls/record-watch.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactFreeText } from "./free-text.js";
import { FrameRedactor } from "./redact-frame.js";
import { redactMessage } from "./redact-message.js";
import { CopyKeys, RecordCopies } from "./redact-records.js";
import { RedactedStream } from "./redact-stream.js";

export interface CaptureRedactOptions {
  /** Beside those that the capture holds. A copy with keys is a pcapng, since a pcap has no place for them. */
  readonly keyLogs?: readonly Uint8Array[];
  /** Packet comments stay, as far as they name nobody that can be told; else their text is left out. */
  readonly keepsNoteText?: boolean;
}

/**
 * Reads the capture once and writes it, then goes over what was written for the checksums. Where there are keys, it is read
 * before for those that the copy needs. Yields between batches, as `analyse` does; whoever does not go on leaves a file that
 * is not whole.
 */
export function* redactCapture(
  source: ByteSource,
  container: CaptureContainer,
  target: ByteTarget,
  pseudonyms: Pseudonyms,
  { keyLogs = [], keepsNoteText = false }: CaptureRedactOptions = {},
): Generator<Progress, void, StopReading | undefined> {
  const holds = container.id === "pcapng" ? yield* surveyOf(source) : { keys: false, comments: false };
  const keys = new CopyKeys(pseudonyms);
  const given = () => {
    const keyLog = new KeyLog();
    for (const each of keyLogs) keyLog.add(each);
    return keyLog;
  };
  if (!given().isEmpty || holds.keys) yield* findKeys(source, given(), keys);
  // A comment may name what only later frames hold.
  const names = holds.comments && keepsNoteText ? pseudonyms.remember() : undefined;
  if (names) yield* findNames(source, given(), pseudonyms);
  const redactComment = (text: string) => redactFreeText(text, pseudonyms, names);
  const copy = new CaptureCopy(container, source, target, keys.keyLog, redactComment);
  const redaction = new CaptureRedaction(copy, pseudonyms, given(), keys);
  yield* readCapture(source, redaction);
  redaction.finish();
  copy.finish();
  if (copy.leftOut > 0) pseudonyms.tally.drop("pcapng blocks of names, keys, statistics and others", copy.leftOut);
  yield* writeChecksums(target);
}

const IGNORED: FrameSink & TraceSink = {
  frame: () => undefined,
  comment: () => undefined,
  secrets: () => undefined,
  problem: () => undefined,
  transmission: () => undefined,
  signal: () => undefined,
};

/** What a pcapng holds beside frames. */
interface Survey {
  keys: boolean;
  comments: boolean;
}

function* surveyOf(source: ByteSource): Generator<Progress, Survey, StopReading | undefined> {
  const survey = { keys: false, comments: false };
  yield* readCapture(source, {
    ...IGNORED,
    secrets: () => (survey.keys = true),
    comment: () => (survey.comments = true),
  });
  return survey;
}

/** Reads the messages for what they name. */
function* findNames(
  source: ByteSource,
  keyLog: KeyLog,
  pseudonyms: Pseudonyms,
): Generator<Progress, void, StopReading | undefined> {
  const transmission = ({ octets }: Transmission) => void redactMessage(octets, pseudonyms);
  const packets = new PacketReader(0, { ...IGNORED, transmission }, keyLog);
  pseudonyms.tally.isLooking = true;
  try {
    yield* readCapture(source, packets);
    packets.finish();
  } finally {
    pseudonyms.tally.isLooking = false;
  }
}

/** Decrypts what can be, for the secrets that this takes: what a premaster secret or a session of before leads to as well. */
function* findKeys(
  source: ByteSource,
  keyLog: KeyLog,
  keys: CopyKeys,
): Generator<Progress, void, StopReading | undefined> {
  const records: RecordWatch = {
    secretInstead: (label, clientRandom, secret) => keys.secretInstead(label, clientRandom, secret),
    watchDirection: () => ({ opened: () => 0 }),
  };
  const packets = new PacketReader(0, IGNORED, keyLog, { records });
  yield* readCapture(source, packets);
  packets.finish();
}

function* writeChecksums(target: ByteTarget): Generator<Progress, void, StopReading | undefined> {
  const checksums = new ChecksumWriter((offset, octets) => target.write(offset, octets));
  yield* readCapture(target, { ...IGNORED, frame: (frame) => checksums.frame(frame) });
}

/** Frames that are open: octets of the capture from `from` on stand `shift` octets further back in the copy. */
interface Shift {
  readonly from: number;
  readonly shift: number;
}

class CaptureRedaction implements FrameSink, TraceSink {
  readonly #copy: CaptureCopy;
  readonly #pseudonyms: Pseudonyms;
  readonly #frames: FrameRedactor;
  readonly #packets: PacketReader;
  readonly #records: RecordCopies;
  /** In the order of the file; one for many frames, as long as none between them becomes shorter. */
  readonly #shifts: Shift[] = [];
  /** The frame at hand, and how much of it is in the copy. */
  #current = { from: 0, to: 0, end: 0 };

  constructor(copy: CaptureCopy, pseudonyms: Pseudonyms, keyLog: KeyLog, keys: CopyKeys) {
    this.#copy = copy;
    this.#pseudonyms = pseudonyms;
    this.#frames = new FrameRedactor(pseudonyms);
    const show = (octets: Uint8Array, map: SourceMap) => this.#show(octets, map);
    this.#records = new RecordCopies(keys, pseudonyms, show);
    this.#packets = new PacketReader(0, this, keyLog, {
      stream: (reader, isFromStart) => new RedactedStream(reader, isFromStart, pseudonyms, show),
      records: this.#records,
    });
  }

  block(block: PcapngBlock): void {
    this.#copy.block(block);
  }

  frame(frame: Frame): void {
    const { octets, isOpen } = this.#frames.redact(frame);
    const to = this.#copy.frame(frame, octets);
    const from = frame.fileOffset;
    this.#current = { from, to, end: from + octets.length };
    if (isOpen && this.#shifts.at(-1)?.shift !== to - from) this.#shifts.push({ from, shift: to - from });
    this.#packets.frame(frame);
  }

  /** What still waits is handed on. */
  finish(): void {
    this.#packets.finish();
    this.#records.finish();
  }

  transmission({ octets, sourceMap }: Transmission): void {
    if (sourceMap.runs.length === 0 || sourceMap.runs[2] === 0) return;
    this.#show(redactMessage(octets, this.#pseudonyms), sourceMap);
  }

  comment(): void {
    // Written with its frame.
  }

  signal(): void {
    // What it was read from is rewritten with its frame.
  }

  /** The copy has keys of its own instead. */
  secrets(keyLog: Uint8Array): void {
    this.#packets.secrets(keyLog);
  }

  problem(): void {
    // Told when the capture is analysed.
  }

  #show(octets: Uint8Array, map: SourceMap): void {
    const { runs } = map;
    for (let run = 0; run < runs.length; run += 3) {
      const [start, from, length] = [runs[run]!, runs[run + 1]!, runs[run + 2]!];
      this.#write(from, octets.subarray(start, start + length));
    }
  }

  #write(from: number, octets: Uint8Array): void {
    if (this.#records.holds(from)) return this.#records.replace(from, octets);
    const { from: current, to, end } = this.#current;
    if (from >= current) {
      const shown = octets.subarray(0, Math.max(0, end - from));
      return this.#copy.patch(to + from - current, shown);
    }
    this.#copy.patch(from + this.#shiftAt(from), octets);
  }

  #shiftAt(from: number): number {
    const shifts = this.#shifts;
    let low = 0;
    let high = shifts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (shifts[middle]!.from <= from) low = middle;
      else high = middle - 1;
    }
    return shifts[low]?.shift ?? 0;
  }
}
