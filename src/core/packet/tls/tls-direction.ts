/** One direction of a TLS connection: cuts the stream into records, opens them, and hands on what they carry. */
import { type BufferSlice, StreamBuffer } from "../stream-buffer.js";
import type { StreamEnd, StreamOrigin, StreamReader } from "../stream-reader.js";
import type { StreamReporter } from "../stream-reporter.js";
import { decodeAlert } from "./alerts.js";
import { type HandshakeMessage, HandshakeStream } from "./handshake-stream.js";
import type { OpaqueRecords } from "./opaque-records.js";
import { ALERT_OCTETS, CONTENT, fragmentOctets, RECORD_HEADER_OCTETS } from "./record.js";
import type { OpenedRecord, RecordOpener } from "./record-opener.js";

/** Records that come before what tells their keys, as packets of the two directions may be captured in another order. */
const MAX_HELD_OCTETS = 64 * 1024;
/** After a gap of unknown records, so many are tried to be the number of those lost. */
const MAX_LOST_RECORDS = 64;
/** So many records in a row that cannot be opened, and the rest is left. */
const MAX_FAILURES = 8;

/** The connection, as its directions see it. */
export interface RecordsOf {
  /** What follows cannot be understood before the other side has answered. */
  mustWait(direction: TlsDirection): boolean;
  handshake(direction: TlsDirection, message: HandshakeMessage, record: BufferSlice): void;
  changeCipherSpec(direction: TlsDirection, record: BufferSlice): void;
  finished(direction: TlsDirection): void;
  /** The first records cannot be opened. */
  keysDoNotFit(direction: TlsDirection, record: BufferSlice): void;
  /** A later one cannot. */
  recordIsLost(direction: TlsDirection, record: BufferSlice): void;
}

/** How records are protected from here on. */
export interface Protection {
  /** Undefined while none of the keys is known, but those of the next epoch are. */
  readonly opener: RecordOpener | undefined;
  /** Keys that follow without being announced where a handshake message was lost or cannot be read. */
  readonly next?: RecordOpener | undefined;
  /** Records that cannot be opened and are passed over, such as early data without its keys. */
  readonly tolerated?: number;
}

export class TlsDirection implements StreamReader {
  gaveUp = false;
  readonly reporter: StreamReporter;
  readonly #connection: RecordsOf;
  readonly #openPlain: (reporter: StreamReporter, isFromStart: boolean) => StreamReader;
  readonly #buffer = new StreamBuffer();
  readonly #handshake = new HandshakeStream();
  /** Octets of a record that is passed over. */
  #skip = 0;
  /** It is not known where the next record begins. */
  #isLost = false;
  #hasRecords = false;
  #held: BufferSlice[] = [];
  #heldOctets = 0;

  #isProtected = false;
  #opener: RecordOpener | undefined;
  #next: RecordOpener | undefined;
  #opaque: OpaqueRecords | undefined;
  #sequence = 0;
  #lostRecords = 0;
  #tolerated = 0;
  #opened = 0;
  #failures = 0;

  #plain: StreamReader | undefined;
  #isPlainFromStart = true;
  #hasToldData = false;
  #lastMicros = NaN;

  constructor(
    reporter: StreamReporter,
    connection: RecordsOf,
    openPlain: (reporter: StreamReporter, isFromStart: boolean) => StreamReader,
  ) {
    this.reporter = reporter;
    this.#connection = connection;
    this.#openPlain = openPlain;
  }

  get heldOctets(): number {
    const own = this.#buffer.heldOctets + this.#handshake.heldOctets + this.#heldOctets;
    return own + (this.#plain?.heldOctets ?? 0);
  }

  /** What it carries is read. */
  get isRecognised(): boolean {
    return this.#opener !== undefined;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const skipped = Math.min(this.#skip, end - start);
    this.#skip -= skipped;
    const from = start + skipped;
    if (from === end) return;
    if (this.#isLost) {
      // Records mostly begin with a segment.
      if (end - from < RECORD_HEADER_OCTETS || fragmentOctets(octets, from) < 0) return;
      this.#isLost = false;
    }
    this.#lastMicros = origin.atMicros;
    this.#buffer.append(octets, from, end, origin);
    this.#read();
    this.#buffer.settle();
  }

  gap(octets: number): void {
    const buffer = this.#buffer;
    const held = buffer.end - buffer.start;
    const whole = held < RECORD_HEADER_OCTETS ? 0 : RECORD_HEADER_OCTETS + fragmentOctets(buffer.octets, buffer.start);
    const missing = this.#skip > 0 ? this.#skip : Math.max(0, whole - held);
    buffer.drop(buffer.end);
    buffer.settle();
    this.#isLost = octets > missing;
    if (!this.#isLost && this.#skip > 0) {
      this.#skip -= octets;
      return;
    }
    this.#skip = this.#isLost ? 0 : missing - octets;
    if (this.#isLost) this.#lostRecords = MAX_LOST_RECORDS;
    else if (this.#opener !== undefined) this.#sequence++;
    if (!this.#isProtected) this.#handshake.breakOff();
    this.#breakPlain();
  }

  end(how: StreamEnd, nowMicros: number): void {
    this.#plain?.end(how, nowMicros);
    this.#plain = undefined;
    this.#held = [];
    this.#heldOctets = 0;
  }

  /** What follows is protected by other keys. */
  protect({ opener, next, tolerated }: Protection): void {
    this.#isProtected = true;
    this.#opener = opener;
    this.#next = next;
    this.#tolerated = tolerated ?? 0;
    this.#opaque = undefined;
    this.#sequence = 0;
    this.#lostRecords = 0;
    this.#handshake.restart();
  }

  /** What follows cannot be opened; the headers of its records are all there is. */
  leave(opaque: OpaqueRecords | undefined): void {
    this.#isProtected = true;
    this.#opener = undefined;
    this.#next = undefined;
    this.#opaque = opaque;
    this.#held = [];
    this.#heldOctets = 0;
    this.#handshake.restart();
    this.#breakPlain();
  }

  /** The other direction ended its handshake. */
  peerFinished(): void {
    this.#opaque?.peerFinished();
  }

  /** Goes on with the records that waited. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    this.#heldOctets = 0;
    for (const record of held) this.#record(record);
  }

  /** Lets go of the records that wait. */
  forget(): void {
    this.#held = [];
    this.#heldOctets = 0;
  }

  get #isOpaque(): boolean {
    return this.#isProtected && this.#opener === undefined && this.#next === undefined;
  }

  /** Reads the records that are complete. */
  #read(): void {
    const buffer = this.#buffer;
    while (buffer.end - buffer.start >= RECORD_HEADER_OCTETS) {
      const { octets, start } = buffer;
      const fragment = fragmentOctets(octets, start);
      if (fragment < 0) return this.#lose();
      this.#hasRecords = true;
      const end = start + RECORD_HEADER_OCTETS + fragment;
      if (this.#isOpaque && !isPlainAlert(octets[start]!, fragment)) {
        this.#watch(octets[start]!, fragment);
        this.#skip = Math.max(0, end - buffer.end);
        buffer.drop(Math.min(end, buffer.end));
        continue;
      }
      if (end > buffer.end) return;
      const record = buffer.slice(start, end);
      buffer.drop(end);
      this.#record(record);
    }
  }

  /** No record begins where one must. */
  #lose(): void {
    this.#buffer.drop(this.#buffer.end);
    this.gaveUp = !this.#hasRecords;
    this.#isLost = true;
    this.#lostRecords = MAX_LOST_RECORDS;
    this.#breakPlain();
  }

  #watch(type: number, fragment: number): void {
    const step = this.#opaque?.step(type, fragment);
    if (step === undefined) return;
    const { start } = this.#buffer;
    const { frame, atMicros } = this.#buffer.slice(start, start + RECORD_HEADER_OCTETS);
    this.reporter.tls(step, { isEncrypted: true }, frame, atMicros);
    if (step === "finished") this.#connection.finished(this);
  }

  #record(record: BufferSlice): void {
    if (this.#isOpaque && !isPlainAlert(record.octets[0]!, record.octets.length - RECORD_HEADER_OCTETS)) return;
    if (this.#isProtected) return this.#protectedRecord(record);
    const type = record.octets[0]!;
    const mayGoOn = type === CONTENT.handshake || type === CONTENT.alert;
    if ((this.#held.length > 0 || !mayGoOn) && this.#connection.mustWait(this)) return this.#hold(record);
    const fragment = record.octets.subarray(RECORD_HEADER_OCTETS);
    if (type === CONTENT.changeCipherSpec) this.#connection.changeCipherSpec(this, record);
    else if (type === CONTENT.handshake) this.#messages(fragment, record);
    else if (type === CONTENT.alert) this.#alert(fragment, record);
    // Without its beginning the handshake said nothing of keys.
    else if (type === CONTENT.applicationData) this.leave(undefined);
  }

  #hold(record: BufferSlice): void {
    if (this.#heldOctets + record.octets.length > MAX_HELD_OCTETS) return this.leave(undefined);
    this.#held.push(record);
    this.#heldOctets += record.octets.length;
  }

  #protectedRecord(record: BufferSlice): void {
    const type = record.octets[0]!;
    const fragment = record.octets.subarray(RECORD_HEADER_OCTETS);
    // A side may fail before it has keys; and TLS 1.3 sends an empty ChangeCipherSpec for the sake of middleboxes.
    if (isPlainAlert(type, fragment.length)) return this.#alert(fragment, record);
    if (type === CONTENT.changeCipherSpec && fragment.length === 1) return;
    const opened = this.#open(record.octets);
    if (opened === undefined) return this.#fail(record);
    this.#opened++;
    this.#failures = 0;
    switch (opened.type) {
      case CONTENT.handshake:
        return this.#messages(opened.octets, record);
      case CONTENT.alert:
        return this.#alert(opened.octets, record);
      case CONTENT.changeCipherSpec:
        return this.#connection.changeCipherSpec(this, record);
      case CONTENT.applicationData:
        return this.#data(opened.octets, record);
    }
  }

  #open(record: Uint8Array): OpenedRecord | undefined {
    for (let lost = 0; lost <= this.#lostRecords; lost++) {
      const opened = this.#opener?.open(record, this.#sequence + lost);
      if (opened === undefined) continue;
      this.#sequence += lost + 1;
      this.#lostRecords = 0;
      return opened;
    }
    for (let lost = 0; this.#next !== undefined && lost <= this.#lostRecords; lost++) {
      const opened = this.#next.open(record, lost);
      if (opened === undefined) continue;
      this.protect({ opener: this.#next });
      this.#sequence = lost + 1;
      return opened;
    }
    return undefined;
  }

  #fail(record: BufferSlice): void {
    if (this.#tolerated > 0) {
      this.#tolerated--;
      return;
    }
    if (this.#opened === 0) return this.#connection.keysDoNotFit(this, record);
    this.#sequence++;
    this.#breakPlain();
    this.#connection.recordIsLost(this, record);
    if (++this.#failures > MAX_FAILURES) this.leave(undefined);
  }

  #messages(content: Uint8Array, record: BufferSlice): void {
    for (const message of this.#handshake.append(content)) this.#connection.handshake(this, message, record);
  }

  #alert(content: Uint8Array, { frame, atMicros }: BufferSlice): void {
    const alert = decodeAlert(content);
    if (alert !== undefined) this.reporter.tls("alert", { alert }, frame, atMicros);
  }

  #data(octets: Uint8Array, record: BufferSlice): void {
    if (octets.length === 0) return;
    const { frame, atMicros, sourceMap } = record;
    if (!this.#hasToldData) this.reporter.tls("application-data", {}, frame, atMicros);
    this.#hasToldData = true;
    this.#plain ??= this.#openPlain(this.reporter, this.#isPlainFromStart);
    // The file does not hold the octets themselves, but where the record lies that they came from.
    const recordAt = sourceMap.toFile(0);
    const mapOctets: StreamOrigin["mapOctets"] = (map, offset) => map.add(offset, recordAt, 0);
    this.#plain.append(octets, 0, octets.length, { frame, atMicros, mapOctets });
    if (!this.#plain.gaveUp) return;
    this.#plain = undefined;
    this.leave(undefined);
  }

  /** Octets of what is carried are missing. */
  #breakPlain(): void {
    this.#plain?.end("capture ends", this.#lastMicros);
    this.#plain = undefined;
    this.#isPlainFromStart = this.#opened === 0;
  }
}

/** Alerts of two octets are in the clear, whatever protects the other records. */
function isPlainAlert(type: number, fragmentLength: number): boolean {
  return type === CONTENT.alert && fragmentLength === ALERT_OCTETS;
}
