/** TCP connections: their life as signals, and the messages in their streams. */
import type { Endpoint } from "../model/endpoint.js";
import type { Signal, TraceSink } from "../model/transmission.js";
import type { EndpointTable } from "./endpoints.js";
import type { Packet } from "./packet.js";
import { SipStream } from "./sip-stream.js";
import type { BufferSlice } from "./stream-buffer.js";
import type { StreamEnd, StreamOrigin, StreamReader } from "./stream-reader.js";
import { TCP_FLAG } from "./tcp.js";
import { TcpDirection, type TcpDirectionSink } from "./tcp-direction.js";
import { isFromFirst, TcpEntry, TcpTable } from "./tcp-table.js";

/** Over all connections; when more waits, the longest unused connections are given up. */
const MAX_HELD_OCTETS = 64 * 1024 * 1024;
/** SYN sent once and repeated twice: 3 s without an answer at least (RFC 6298 §2). */
const UNANSWERED_SYNS = 3;

type TcpEvent = Extract<Signal, { kind: "tcp" }>["event"];

/** What the connections report to; shared by all. */
interface Receiver {
  readonly file: number;
  readonly sink: TraceSink;
}

/** Sends what is found in one direction with its endpoints. */
class Side implements TcpDirectionSink {
  readonly direction: TcpDirection = new TcpDirection(this);
  hasToldGap = false;

  constructor(
    readonly receiver: Receiver,
    readonly capturePoint: number,
    readonly source: Endpoint,
    readonly destination: Endpoint,
  ) {}

  /** Other protocols that carry SIP are chosen here. */
  newReader(isFromStart: boolean): StreamReader {
    return new SipStream(this, isFromStart);
  }

  message(message: BufferSlice, missingOctets: number, garbageBefore: Uint8Array | undefined): void {
    const { octets, sourceMap, atMicros, frame } = message;
    this.receiver.sink.transmission({
      atMicros,
      transport: "tcp",
      source: this.source,
      destination: this.destination,
      octets,
      place: { file: this.receiver.file, frame, line: null },
      sourceMap,
      missingOctets,
      capturePoint: this.capturePoint,
      ...(garbageBefore === undefined ? {} : { garbageBefore }),
    });
  }

  keepAlive(form: "crlf" | "double-crlf", origin: StreamOrigin): void {
    this.receiver.sink.signal({ kind: "keep-alive", form, ...this.#base(origin.frame, origin.atMicros) });
  }

  event(event: TcpEvent, frame: number, atMicros: number): void {
    this.receiver.sink.signal({ kind: "tcp", event, ...this.#base(frame, atMicros) });
  }

  gap(octets: number, frame: number, fileOffset: number): void {
    if (this.hasToldGap) return;
    this.hasToldGap = true;
    const { source, destination, receiver } = this;
    const stream = `${source.address} port ${source.port} to ${destination.address} port ${destination.port}`;
    const message = `The capture lacks ${octets} octets of the TCP stream from ${stream} before frame ${frame}.`;
    receiver.sink.problem({ file: receiver.file, offset: fileOffset, message });
  }

  #base(frame: number, atMicros: number): Omit<Extract<Signal, { kind: "tcp" }>, "kind" | "event"> {
    return {
      atMicros,
      place: { file: this.receiver.file, frame, line: null },
      transport: "tcp",
      source: this.source,
      destination: this.destination,
      capturePoint: this.capturePoint,
    };
  }
}

class TcpConnection extends TcpEntry {
  readonly #first: Side;
  readonly #second: Side;
  #syns = 0;
  #synSide: Side | undefined;
  #synFrame = 0;
  #synMicros = NaN;
  /** Something other than SYN was seen: it is not unanswered. */
  #isAnswered = false;
  #isOver = false;
  #hasFin: Side | undefined;

  constructor(packet: Packet, hash: number, receiver: Receiver, endpoints: EndpointTable) {
    super(packet, hash);
    const source = endpoints.source(packet);
    const destination = endpoints.destination(packet);
    this.#first = new Side(receiver, packet.capturePoint, source, destination);
    this.#second = new Side(receiver, packet.capturePoint, destination, source);
  }

  get heldOctets(): number {
    return this.#first.direction.heldOctets + this.#second.direction.heldOctets;
  }

  /** @returns false when the segment begins another connection with the same addresses and ports. */
  receive(packet: Packet): boolean {
    const side = isFromFirst(this, packet) ? this.#first : this.#second;
    const peer = side === this.#first ? this.#second : this.#first;
    const { tcpFlags, atMicros } = packet;
    if (tcpFlags & TCP_FLAG.syn) {
      if (!side.direction.open(packet.sequence)) return false;
      this.#syn(packet, side, peer);
      packet.sequence = (packet.sequence + 1) >>> 0;
    } else {
      // A refusal is an answer as well, but not one that opens.
      if (!(tcpFlags & TCP_FLAG.rst)) this.#isAnswered = true;
    }
    const { sequence } = packet;
    const octets = packet.end - packet.start + packet.cutOctets;
    if (tcpFlags & TCP_FLAG.ack) peer.direction.acknowledge(packet.acknowledgement, atMicros);
    if (octets > 0 && !(tcpFlags & TCP_FLAG.rst)) side.direction.receive(packet);
    if (tcpFlags & TCP_FLAG.rst) this.#reset(packet, side);
    else if (tcpFlags & TCP_FLAG.fin) this.#fin(packet, side, (sequence + octets) >>> 0);
    return true;
  }

  /** Nothing of the connection follows. */
  end(how: StreamEnd, nowMicros: number): void {
    this.#first.direction.end(how, nowMicros);
    this.#second.direction.end(how, nowMicros);
    if (this.#syns >= UNANSWERED_SYNS && !this.#isAnswered && !this.#isOver) {
      this.#synSide?.event("unanswered", this.#synFrame, this.#synMicros);
    }
  }

  #syn(packet: Packet, side: Side, peer: Side): void {
    const { frame, atMicros, tcpFlags } = packet;
    if (tcpFlags & TCP_FLAG.ack) {
      // `open` is told of the side that asked for the connection, when the other one agrees.
      if (!this.#isAnswered) peer.event("open", frame, atMicros);
      this.#isAnswered = true;
    } else if (this.#syns++ === 0) {
      this.#synSide = side;
      this.#synFrame = frame;
      this.#synMicros = atMicros;
    }
  }

  #reset(packet: Packet, side: Side): void {
    const { frame, atMicros } = packet;
    const isRefusal = !this.#isAnswered && this.#synSide !== undefined && this.#synSide !== side;
    if (!this.#isOver) {
      if (isRefusal) this.#synSide!.event("refused", frame, atMicros);
      else side.event("reset", frame, atMicros);
    }
    this.#isOver = true;
    this.#first.direction.end("closed", atMicros);
    this.#second.direction.end("closed", atMicros);
  }

  #fin(packet: Packet, side: Side, sequence: number): void {
    const { frame, atMicros } = packet;
    if (this.#hasFin !== side && !this.#isOver) side.event("closed", frame, atMicros);
    if (this.#hasFin !== undefined && this.#hasFin !== side) this.#isOver = true;
    this.#hasFin ??= side;
    side.direction.close(sequence, atMicros);
  }
}

export class TcpStreams {
  readonly #table: TcpTable<TcpConnection>;
  #heldOctets = 0;
  #nowMicros = NaN;

  constructor(file: number, sink: TraceSink, endpoints: EndpointTable) {
    const receiver = { file, sink };
    this.#table = new TcpTable(
      (packet, hash) => new TcpConnection(packet, hash, receiver, endpoints),
      (connection) => this.#forget(connection),
    );
  }

  /** The packet stands at the data of its segment. */
  read(packet: Packet): void {
    this.#nowMicros = packet.atMicros;
    let connection = this.#table.find(packet);
    let heldBefore = connection.heldOctets;
    if (!connection.receive(packet)) {
      connection = this.#table.replace(connection, packet);
      heldBefore = 0;
      connection.receive(packet);
    }
    this.#heldOctets += connection.heldOctets - heldBefore;
    while (this.#heldOctets > MAX_HELD_OCTETS && this.#table.evictOldest());
  }

  /** Nothing follows in the capture. */
  finish(nowMicros: number): void {
    this.#nowMicros = nowMicros;
    this.#table.clear();
  }

  #forget(connection: TcpConnection): void {
    this.#heldOctets -= connection.heldOctets;
    connection.end("capture ends", this.#nowMicros);
  }
}
