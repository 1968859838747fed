/** A capture with pseudonyms: every frame keeps its number and time; what is not understood is not in the copy. */
import { CaptureCopy } from "../../capture/capture-copy.js";
import type { CaptureContainer } from "../../capture/detect.js";
import type { FrameSink } from "../../capture/frame.js";
import { readCapture } from "../../capture/read-capture.js";
import type { ByteSource } from "../../model/byte-source.js";
import type { ByteTarget } from "../../model/byte-target.js";
import type { Progress, StopReading } from "../../model/progress.js";
import type { TraceSink, Transmission } from "../../model/transmission.js";
import { ChecksumWriter } from "../../packet/checksum-writer.js";
import { PacketReader } from "../../packet/packet-reader.js";
import { KeyLog } from "../../packet/tls/key-log.js";
import type { RecordWatch } from "../../packet/tls/record-watch.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactFreeText } from "./free-text.js";
import { FrameRedaction } from "./frame-redaction.js";
import { redactMessage } from "./redact-message.js";
import { CopyKeys } from "./redact-records.js";

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
  const redaction = new FrameRedaction(copy, pseudonyms, given(), keys);
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
