/** One direction of a TLS connection: opens its records and hands on what they carry. */
import type { BufferSlice } from "../stream-buffer.js";
import type { StreamEnd, StreamOrigin, StreamReader } from "../stream-reader.js";
import type { StreamReporter } from "../stream-reporter.js";
import { decodeAlert } from "./alerts.js";
import { HANDSHAKE, type HandshakeMessage, HandshakeStream } from "./handshake-stream.js";
import type { OpaqueRecords } from "./opaque-records.js";
import { ALERT_OCTETS, CONTENT, RECORD_HEADER_OCTETS } from "./record.js";
import { RecordCutter, type RecordSink } from "./record-cutter.js";
import type { OpenedRecord, RecordOpener } from "./record-opener.js";
import type { DirectionWatch } from "./record-watch.js";

/** Records that come before what tells their keys, as packets of the two directions may be captured in another order. */
const MAX_HELD_OCTETS = 64 * 1024;
/** Where it is not known how many records are missing, so many are tried. */
const MAX_MISSING_RECORDS = 64;
/** So many records in a row that cannot be opened, and the rest is left. */
const MAX_FAILURES = 8;

/** The connection, as its directions see it. */
export interface DirectionOwner {
  /** What follows cannot be understood before the other side has spoken. */
  mustWait(direction: TlsDirection): boolean;
  /** Nothing more is waited for. */
  waitNoLonger(): void;
  handshake(direction: TlsDirection, message: HandshakeMessage, record: BufferSlice): void;
  changeCipherSpec(direction: TlsDirection, record: BufferSlice): void;
  /** The handshake of the direction ended. */
  finished(direction: TlsDirection): void;
  /** The first records cannot be opened. */
  keysDoNotFit(direction: TlsDirection, record: BufferSlice): void;
  /** A later one cannot. */
  recordIsLost(direction: TlsDirection, record: BufferSlice): void;
}

/** How records are protected from here on. */
export interface Protection {
  /** Undefined while only the keys that follow are known. */
  readonly opener: RecordOpener | undefined;
  /** Keys that follow, perhaps without the message that announces them being readable. */
  readonly next?: RecordOpener | undefined;
  /** Records that cannot be opened and are passed over, such as early data without its keys. */
  readonly tolerated?: number;
}

export class TlsDirection implements StreamReader, RecordSink {
  readonly reporter: StreamReporter;
  readonly #owner: DirectionOwner;
  readonly #openPlain: (reporter: StreamReporter, isFromStart: boolean) => StreamReader;
  readonly #watch: DirectionWatch | undefined;
  readonly #cutter = new RecordCutter(this);
  readonly #handshake = new HandshakeStream();
  #held: BufferSlice[] = [];
  #heldOctets = 0;
  /** The first message was a ServerHello. */
  #isAnswer: boolean | undefined;

  #isProtected = false;
  #opener: RecordOpener | undefined;
  #next: RecordOpener | undefined;
  /** Tells what it can of records that cannot be opened. */
  #opaque: OpaqueRecords | undefined;
  /** Records that the keys protected so far, and how many more there may have been. */
  #sequence = 0;
  #missing = 0;
  #tolerated = 0;
  #opened = 0;
  #failures = 0;

  #plain: StreamReader | undefined;
  #isPlainFromStart = true;
  #hasToldData = false;

  constructor(
    reporter: StreamReporter,
    owner: DirectionOwner,
    openPlain: (reporter: StreamReporter, isFromStart: boolean) => StreamReader,
    watch: DirectionWatch | undefined,
  ) {
    this.reporter = reporter;
    this.#owner = owner;
    this.#watch = watch;
    this.#openPlain = openPlain;
  }

  get heldOctets(): number {
    const own = this.#cutter.heldOctets + this.#handshake.heldOctets + this.#heldOctets;
    return own + (this.#plain?.heldOctets ?? 0);
  }

  /** What it carries is read. */
  get isRecognised(): boolean {
    return this.#opener !== undefined;
  }

  get gaveUp(): boolean {
    return this.#cutter.gaveUp;
  }

  /** It is the server's: a ClientHello must have come before it. */
  get isAnswer(): boolean {
    return this.#isAnswer === true;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    this.#cutter.append(octets, start, end, origin);
  }

  gap(octets: number): void {
    this.#cutter.gap(octets);
  }

  end(how: StreamEnd, nowMicros: number): void {
    if (this.#held.length > 0) {
      this.#owner.waitNoLonger();
      this.release();
    }
    this.#plain?.end(how, nowMicros);
    this.#plain = undefined;
    this.forget();
  }

  /** What follows is protected by these keys. */
  protect({ opener, next, tolerated }: Protection): void {
    this.#isProtected = true;
    this.#opener = opener;
    this.#next = next;
    this.#tolerated = tolerated ?? 0;
    this.#opaque = undefined;
    this.#sequence = 0;
    this.#missing = 0;
    this.#handshake.restart();
  }

  /** What follows cannot be opened. */
  leave(opaque: OpaqueRecords | undefined): void {
    this.protect({ opener: undefined });
    this.#opaque = opaque;
    this.forget();
    this.#breakPlain();
  }

  peerFinished(): void {
    this.#opaque?.peerFinished();
  }

  /** Goes on with the records that waited. */
  release(): void {
    const held = this.#held;
    this.forget();
    for (const record of held) this.record(record);
  }

  /** Lets go of the records that wait. */
  forget(): void {
    this.#held = [];
    this.#heldOctets = 0;
  }

  wants(type: number, fragmentLength: number): boolean {
    const isOpaque = this.#isProtected && this.#opener === undefined && this.#next === undefined;
    return !isOpaque || isPlainAlert(type, fragmentLength);
  }

  passed(type: number, fragmentLength: number, header: () => BufferSlice): void {
    const step = this.#opaque?.step(type, fragmentLength);
    if (step === undefined) return;
    const { frame, atMicros } = header();
    this.reporter.tls(step, { isEncrypted: true }, frame, atMicros);
    if (step === "finished") this.#owner.finished(this);
  }

  missing(records: 1 | "unknown"): void {
    if (records === 1) this.#sequence++;
    else this.#missing = MAX_MISSING_RECORDS;
    // After the handshake messages are short: none reaches over what is missing.
    if (this.#opener !== undefined && this.#next === undefined) this.#handshake.restart();
    else this.#handshake.breakOff();
    this.#breakPlain();
  }

  record(record: BufferSlice): void {
    const type = record.octets[0]!;
    const fragment = record.octets.subarray(RECORD_HEADER_OCTETS);
    if (!this.wants(type, fragment.length)) return;
    if (this.#isProtected) return this.#protectedRecord(type, fragment, record);
    this.#isAnswer ??= type === CONTENT.handshake && fragment[0] === HANDSHAKE.serverHello;
    const isClear = (type === CONTENT.handshake && !this.#isAnswer) || type === CONTENT.alert;
    if ((this.#held.length > 0 || !isClear) && this.#owner.mustWait(this)) return this.#hold(record);
    if (type === CONTENT.changeCipherSpec) this.#owner.changeCipherSpec(this, record);
    else if (type === CONTENT.handshake) this.#messages(fragment, record);
    else if (type === CONTENT.alert) this.#alert(fragment, record);
    // The record that changes keys is missing.
    else if (type === CONTENT.applicationData) this.leave(undefined);
  }

  #hold(record: BufferSlice): void {
    this.#held.push(record);
    this.#heldOctets += record.octets.length;
    if (this.#heldOctets <= MAX_HELD_OCTETS) return;
    this.#owner.waitNoLonger();
    this.release();
  }

  #protectedRecord(type: number, fragment: Uint8Array, record: BufferSlice): void {
    // A side may fail before it has keys; and TLS 1.3 sends ChangeCipherSpec without meaning.
    if (isPlainAlert(type, fragment.length)) return this.#alert(fragment, record);
    if (type === CONTENT.changeCipherSpec && fragment.length === 1) return;
    const opened = this.#open(record.octets);
    if (opened === undefined) return this.#fail(record);
    this.#opened++;
    this.#failures = 0;
    const contentAt = this.#show(opened, record);
    switch (opened.type) {
      case CONTENT.handshake:
        return this.#messages(opened.octets, record);
      case CONTENT.alert:
        return this.#alert(opened.octets, record);
      case CONTENT.changeCipherSpec:
        return this.#owner.changeCipherSpec(this, record);
      case CONTENT.applicationData:
        return this.#data(opened.octets, record, contentAt);
    }
  }

  /** @returns where the content counts as standing; undefined where nobody writes a copy. */
  #show(opened: OpenedRecord, record: BufferSlice): number | undefined {
    const sealer = this.#opener?.sealer;
    if (sealer === undefined) return undefined;
    const sequence = this.#sequence - 1;
    return this.#watch?.opened(record, opened, (content) => sealer.seal(record.octets, sequence, opened.type, content));
  }

  #open(record: Uint8Array): OpenedRecord | undefined {
    const missing = this.#missing;
    const opened = this.#tryFrom(this.#opener, record, this.#sequence, missing);
    if (opened !== undefined || this.#next === undefined) return opened;
    const next = this.#next;
    const openedByNext = this.#tryFrom(next, record, 0, missing);
    if (openedByNext === undefined) return undefined;
    const sequence = this.#sequence;
    this.protect({ opener: next });
    this.#sequence = sequence;
    return openedByNext;
  }

  /** On success the sequence goes on behind the record. */
  #tryFrom(opener: RecordOpener | undefined, record: Uint8Array, sequence: number, missing: number) {
    for (let extra = 0; opener !== undefined && extra <= missing; extra++) {
      const opened = opener.open(record, sequence + extra);
      if (opened === undefined) continue;
      this.#sequence = sequence + extra + 1;
      this.#missing = 0;
      return opened;
    }
    return undefined;
  }

  #fail(record: BufferSlice): void {
    if (this.#tolerated > 0) {
      this.#tolerated--;
      return;
    }
    if (this.#opened === 0) return this.#owner.keysDoNotFit(this, record);
    this.#sequence++;
    this.#breakPlain();
    this.#owner.recordIsLost(this, record);
    if (++this.#failures > MAX_FAILURES) this.leave(undefined);
  }

  #messages(content: Uint8Array, record: BufferSlice): void {
    for (const message of this.#handshake.append(content)) this.#owner.handshake(this, message, record);
  }

  #alert(content: Uint8Array, { frame, atMicros }: BufferSlice): void {
    const alert = decodeAlert(content);
    if (alert !== undefined) this.reporter.tls("alert", { alert }, frame, atMicros);
  }

  #data(octets: Uint8Array, { frame, atMicros, sourceMap }: BufferSlice, contentAt: number | undefined): void {
    if (octets.length === 0) return;
    if (!this.#hasToldData) this.reporter.tls("application-data", {}, frame, atMicros);
    this.#hasToldData = true;
    const plain = (this.#plain ??= this.#openPlain(this.reporter, this.#isPlainFromStart));
    // The file does not hold these octets, but the record that they came from.
    const recordAt = sourceMap.toFile(0);
    const mapOctets: StreamOrigin["mapOctets"] = (map, offset, from, to) => {
      if (contentAt === undefined) map.add(offset, recordAt, 0);
      else map.add(offset, contentAt + from, to - from);
    };
    plain.append(octets, 0, octets.length, { frame, atMicros, mapOctets });
    if (plain.gaveUp) this.leave(undefined);
  }

  /** Octets of what is carried are missing. */
  #breakPlain(): void {
    this.#plain?.end("capture ends", this.#cutter.lastMicros);
    this.#plain = undefined;
    this.#isPlainFromStart = this.#opened === 0;
  }
}

/** Alerts of two octets are in the clear, whatever protects the other records. */
function isPlainAlert(type: number, fragmentLength: number): boolean {
  return type === CONTENT.alert && fragmentLength === ALERT_OCTETS;
}
