/** One direction of a TCP connection: puts its segments in order and feeds them to what reads the stream (RFC 9293 §3.4). */
import { SourceMap } from "../model/source-map.js";
import type { Packet } from "./packet.js";
import { beginsMessage } from "./sip-framing.js";
import { skipLineEnds } from "./sip-start-line.js";
import { SparseOctets } from "./sparse-octets.js";
import type { StreamEnd, StreamOrigin, StreamReader } from "./stream-reader.js";
import { beginsTls } from "./tls/record.js";
import { beginsWebSocket } from "./websocket/websocket-stream.js";

/** Windows of SIP connections are far smaller; a sequence number further off belongs to another connection. */
const MAX_AHEAD_OCTETS = 16 * 1024 * 1024;
/** A hole that so much has overtaken is not filled any more. */
const MAX_WAITING_OCTETS = 1024 * 1024;
const MAX_WAITING_SEGMENTS = 4096;
/** The peer has what it acknowledged: the capture missed it. Packets of the two directions may be captured in another order. */
const ACKNOWLEDGED_GAP_MICROS = 1_000_000;
/** TCP repeats a lost segment within this time, or gives up the connection. */
const GAP_MICROS = 30_000_000;
/** At a connection whose beginning is not in the capture, so much is held while a start line is looked for. */
const MAX_SEARCHED_OCTETS = 64 * 1024;
const MAX_SEARCHED_SEGMENTS = 256;
/** Segments from before the place where reading began, reordered or repeated, are read up to this far back. */
const MAX_EARLIER_OCTETS = 64 * 1024;
/** How often that may nest. */
const MAX_EARLIER = 3;

export interface TcpDirectionSink {
  /** A reader for the stream; `isFromStart` when it begins with the connection. */
  newReader(isFromStart: boolean): StreamReader;
  /** Octets of a recognised stream are not in the capture; `fileOffset` is where what follows them lies. */
  gap(octets: number, frame: number, fileOffset: number): void;
}

export class TcpDirection {
  /** Whether the capture holds any segment of this direction. */
  isSeen = false;
  readonly #sink: TcpDirectionSink;
  readonly #depth: number;
  #reader: StreamReader | undefined;
  /**
   * Out of order, or held while the place in the stream is not known; undefined when nothing waits. Offsets count from
   * the first segment seen.
   */
  #waiting: SparseOctets | undefined;
  /** What comes next, as sequence number and as offset. */
  #nextSequence = 0;
  #nextOffset = 0;
  /** Where reading began. */
  #startOffset = 0;
  #state: "new" | "searching" | "reading" | "quiet" | "ended" = "new";
  /** Reading began with the first octet of the connection. */
  #isFromStart = false;
  #acknowledged: number | undefined;
  /** The first acknowledgement seen while no segment of the direction itself was. */
  #acknowledgedAtFirst: number | undefined;
  #finOffset: number | undefined;
  #hasGap = false;
  /** Of a connection that did not begin in the capture: what lies before the place where reading began. */
  #earlier: TcpDirection | undefined;
  /** What it held when that was counted last. */
  #countedOctets = 0;

  constructor(sink: TcpDirectionSink, depth = 0) {
    this.#sink = sink;
    this.#depth = depth;
  }

  private get heldOctets(): number {
    return (this.#waiting?.heldOctets ?? 0) + (this.#reader?.heldOctets ?? 0) + (this.#earlier?.heldOctets ?? 0);
  }

  /** By how many octets more it holds than when it was asked last. */
  takeGrowth(): number {
    const { heldOctets } = this;
    const growth = heldOctets - this.#countedOctets;
    this.#countedOctets = heldOctets;
    return growth;
  }

  /**
   * SYN: the first octet has the next sequence number.
   * @returns false when it belongs to another connection than what was seen so far.
   */
  open(synSequence: number): boolean {
    const sequence = (synSequence + 1) | 0;
    if (this.#state === "new") {
      this.#nextSequence = sequence;
      this.#begin(sequence, true);
      return true;
    }
    const offset = this.#offsetOf(sequence);
    if (this.#state === "searching" && Math.abs(offset) < MAX_AHEAD_OCTETS) {
      this.#begin(sequence, true);
      return true;
    }
    if (this.#state === "ended" || this.#state === "quiet") return this.#isFromStart && offset === this.#startOffset;
    // Repeated, or captured after the first data.
    return this.#isFromStart
      ? offset === this.#startOffset
      : offset <= this.#startOffset && offset > this.#startOffset - MAX_EARLIER_OCTETS;
  }

  /** The packet stands at the data of a segment, which is not empty. */
  receive(packet: Packet): void {
    if (this.#state === "ended") return;
    const { sequence } = packet;
    if (this.#state === "new") {
      this.#nextSequence = sequence;
      this.#state = "searching";
    }
    let offset = this.#offsetOf(sequence);
    if (Math.abs(offset - this.#nextOffset) > MAX_AHEAD_OCTETS) {
      this.#startOver(packet);
      offset = 0;
    }
    if (this.#state !== "reading") {
      const lead = findMessage(packet);
      if (lead < 0 && this.#state === "quiet") return;
      if (lead < 0) return this.#search(packet, offset);
      this.#begin((sequence + lead) | 0, false);
    }
    if (offset < this.#startOffset && !this.#isFromStart) this.#receiveEarlier(packet, offset);
    this.#accept(packet, offset);
    this.#drain();
    this.#skipGaps(packet.atMicros);
    this.#checkFin(packet.atMicros);
  }

  /** The other side has everything before this sequence number. @returns true when something was handed on for it. */
  acknowledge(sequence: number, nowMicros: number): boolean {
    this.#acknowledged = sequence;
    if (this.#state === "new") this.#acknowledgedAtFirst ??= sequence;
    if (this.#state !== "reading" || this.#waiting === undefined) return false;
    this.#skipGaps(nowMicros);
    this.#checkFin(nowMicros);
    return true;
  }

  /** FIN stands at this sequence number; what precedes it may still come. */
  close(sequence: number, nowMicros: number): void {
    if (this.#state !== "reading" || this.#finOffset !== undefined) return;
    this.#finOffset = this.#offsetOf(sequence);
    this.#checkFin(nowMicros);
  }

  /** Whether octets before this sequence number, or some that the other side has acknowledged, are not in the capture. */
  lacksOctets(sequence?: number): boolean {
    // The acknowledgement counts the FIN as an octet.
    if (this.#state === "new") return (((this.#acknowledged ?? 0) - (this.#acknowledgedAtFirst ?? 0)) | 0) > 1;
    if (this.#hasGap || this.#state !== "reading") return this.#hasGap;
    const sent = sequence === undefined ? -Infinity : this.#offsetOf(sequence);
    const taken = this.#acknowledged === undefined ? -Infinity : this.#offsetOf(this.#acknowledged);
    return Math.max(sent, Math.min(taken, this.#finOffset ?? Infinity)) > this.#nextOffset;
  }

  /** Nothing follows: hands on what waits. */
  end(how: StreamEnd, nowMicros: number): void {
    this.#earlier?.end(how, nowMicros);
    if (this.#state === "searching") this.#beginAtFirst();
    while (this.#state === "reading" && this.#waiting !== undefined) this.#skipGap(this.#waiting);
    if (this.#state === "reading") this.#reader?.end(this.#finOffset === undefined ? how : "closed", nowMicros);
    this.#state = "ended";
    this.#reader = undefined;
    this.#waiting = undefined;
  }

  /** Offset of a sequence number, which wraps around; it is taken as near to what comes next. */
  #offsetOf(sequence: number): number {
    return this.#nextOffset + ((sequence - this.#nextSequence) | 0);
  }

  /** Reads from this sequence number on. */
  #begin(sequence: number, isFromStart: boolean): void {
    const offset = this.#offsetOf(sequence);
    this.#state = "reading";
    this.#isFromStart = isFromStart;
    this.#nextSequence = sequence;
    this.#nextOffset = offset;
    this.#startOffset = offset;
    this.#reader = undefined;
    if (this.#waiting !== undefined) {
      const earlier = new TcpDirection(this.#sink, this.#depth + 1);
      earlier.#takeOver(this, this.#waiting, offset);
      if (this.#waiting.isEmpty) this.#waiting = undefined;
      if (!isFromStart && this.#depth < MAX_EARLIER) this.#earlier = earlier;
    }
    this.#drain();
  }

  /** Takes over what another direction held before an offset while it searched. */
  #takeOver(other: TcpDirection, waiting: SparseOctets, end: number): void {
    this.#state = "searching";
    this.#nextSequence = other.#nextSequence;
    this.#nextOffset = other.#nextOffset;
    this.#waiting = waiting.takeBefore(end);
  }

  /** Holds a segment until a start line is seen, or too much is held to be worth it. */
  #search(packet: Packet, offset: number): void {
    this.#hold(packet, offset);
    const { heldOctets, pieces } = this.#waiting!;
    if (heldOctets > MAX_SEARCHED_OCTETS || pieces.length > MAX_SEARCHED_SEGMENTS) this.#beginAtFirst();
  }

  #beginAtFirst(): void {
    if (this.#waiting === undefined) return;
    const first = this.#waiting.pieces[0]!;
    this.#begin((this.#nextSequence + first.start - this.#nextOffset) | 0, false);
  }

  /** The sequence numbers jumped: the connection's ports were taken by another one. */
  #startOver(packet: Packet): void {
    this.end("capture ends", packet.atMicros);
    this.#nextSequence = packet.sequence;
    this.#nextOffset = 0;
    this.#startOffset = 0;
    this.#isFromStart = false;
    this.#finOffset = undefined;
    this.#acknowledged = undefined;
    this.#earlier = undefined;
    this.#state = "searching";
  }

  #receiveEarlier(packet: Packet, offset: number): void {
    const length = this.#startOffset - offset;
    if (length > MAX_EARLIER_OCTETS || this.#depth >= MAX_EARLIER) return;
    const { start, end, cutOctets } = packet;
    this.#earlier ??= new TcpDirection(this.#sink, this.#depth + 1);
    packet.limit(Math.min(length, end - start + cutOctets));
    this.#earlier.receive(packet);
    packet.start = start;
    packet.end = end;
    packet.cutOctets = cutOctets;
  }

  /** Hands on or holds what is new in the segment. */
  #accept(packet: Packet, offset: number): void {
    const captured = packet.end - packet.start;
    const old = Math.max(0, this.#nextOffset - offset);
    if (old >= captured + packet.cutOctets) return;
    packet.start += Math.min(old, captured);
    packet.cutOctets -= Math.max(0, old - captured);
    if (offset + old > this.#nextOffset || this.#waiting !== undefined || packet.cutOctets > 0) {
      this.#hold(packet, offset + old);
    } else {
      this.#deliver(packet.octets, packet.start, packet.end, packet);
    }
  }

  #hold(packet: Packet, offset: number): void {
    this.#waiting ??= new SparseOctets();
    this.#waiting.add(packet, offset);
  }

  #deliver(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    this.#reader ??= this.#sink.newReader(this.#isFromStart);
    this.#advance(end - start);
    this.#reader.append(octets, start, end, origin);
    this.#reader = this.#reader.successor ?? this.#reader;
    if (!this.#reader.gaveUp) return;
    this.#state = "quiet";
    this.#reader = undefined;
    this.#waiting = undefined;
  }

  /** Hands on what is in order. */
  #drain(): void {
    while (this.#state === "reading" && this.#waiting?.pieces[0]!.start === this.#nextOffset) {
      const piece = this.#waiting.shift()!;
      if (this.#waiting.isEmpty) this.#waiting = undefined;
      if (piece.octets !== undefined) {
        this.#deliver(piece.octets, 0, piece.octets.length, piece);
      } else {
        this.#advance(piece.end - piece.start);
        this.#reader?.gap(piece.end - piece.start);
      }
    }
  }

  #advance(octets: number): void {
    this.#nextOffset += octets;
    this.#nextSequence = (this.#nextSequence + octets) | 0;
  }

  /** Goes over the holes that will not be filled any more. */
  #skipGaps(nowMicros: number): void {
    while (this.#state === "reading" && this.#waiting !== undefined) {
      const { pieces, coveredOctets } = this.#waiting;
      const first = pieces[0]!;
      const hole = first.start - this.#nextOffset;
      const acknowledged = this.#acknowledged === undefined ? 0 : (this.#acknowledged - this.#nextSequence) | 0;
      const patience = acknowledged >= hole ? ACKNOWLEDGED_GAP_MICROS : GAP_MICROS;
      const isOver = nowMicros - first.atMicros > patience;
      if (!isOver && coveredOctets <= MAX_WAITING_OCTETS && pieces.length <= MAX_WAITING_SEGMENTS) return;
      this.#skipGap(this.#waiting);
    }
  }

  #skipGap(waiting: SparseOctets): void {
    const first = waiting.pieces[0]!;
    const hole = first.start - this.#nextOffset;
    if (hole > 0) {
      this.#hasGap = true;
      if (this.#reader?.isRecognised) this.#sink.gap(hole, first.frame, fileOffsetOf(first));
      this.#reader ??= this.#sink.newReader(this.#isFromStart);
      this.#advance(hole);
      this.#reader.gap(hole);
    }
    this.#drain();
  }

  #checkFin(nowMicros: number): void {
    if (this.#finOffset === undefined || this.#nextOffset < this.#finOffset || this.#state !== "reading") return;
    this.#reader?.end("closed", nowMicros);
    this.#reader = undefined;
    this.#state = "ended";
    this.#waiting = undefined;
  }
}

/**
 * Octets of the segment before the start line that it begins with, which are line ends; none before the first record
 * of a TLS connection and before a WebSocket; -1 when it begins otherwise.
 */
function findMessage({ octets, start, end }: Packet): number {
  if (beginsTls(octets, start, end) || beginsWebSocket(octets, start, end)) return 0;
  return beginsMessage(octets, start, end) ? skipLineEnds(octets, start, end) - start : -1;
}

function fileOffsetOf(origin: StreamOrigin): number {
  const map = new SourceMap();
  origin.mapOctets(map, 0, 0, 1);
  return map.toFile(0);
}
