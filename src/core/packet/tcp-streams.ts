/** TCP connections: their life as signals, and the messages in their streams. */
import type { TraceSink } from "../model/transmission.js";
import type { EndpointTable } from "./endpoints.js";
import type { Packet } from "./packet.js";
import { StreamChoice } from "./stream-choice.js";
import type { StreamEnd, StreamReader, StreamWatch } from "./stream-reader.js";
import { type Receiver, StreamReporter } from "./stream-reporter.js";
import { TCP_FLAG } from "./tcp.js";
import { TcpDirection, type TcpDirectionSink } from "./tcp-direction.js";
import { TcpTable } from "./tcp-table.js";
import type { KeyLog } from "./tls/key-log.js";
import { TlsConnection } from "./tls/tls-connection.js";
import { TlsContext } from "./tls/tls-handshake.js";
import type { Watches } from "./watches.js";

/** Over all connections; when more waits, the longest unused connections are given up. */
const MAX_HELD_OCTETS = 64 * 1024 * 1024;
/** SYN sent once and repeated twice: 3 s without an answer at least (RFC 6298 §2). */
const UNANSWERED_SYNS = 3;

/** What all connections of a capture share. */
interface Surroundings {
  readonly receiver: Receiver;
  readonly tls: TlsContext;
  readonly watch: StreamWatch | undefined;
}

/** One direction of a connection, and what reads it. */
class Side implements TcpDirectionSink {
  readonly direction: TcpDirection = new TcpDirection(this);
  hasToldGap = false;

  constructor(
    readonly reporter: StreamReporter,
    private readonly openTls: (side: Side) => StreamReader,
    private readonly watch: StreamWatch | undefined,
  ) {}

  newReader(isFromStart: boolean): StreamReader {
    return watched(new StreamChoice(this.reporter, isFromStart, () => this.openTls(this)), isFromStart, this.watch);
  }

  gap(octets: number, frame: number, fileOffset: number): void {
    if (this.hasToldGap) return;
    this.hasToldGap = true;
    const message = `The capture lacks ${octets} octets of the TCP stream from ${this.reporter.ends} before frame ${frame}.`;
    this.reporter.problem(fileOffset, message);
  }
}

class TcpConnection {
  /** Octets held after its last packet. */
  heldOctets = 0;
  readonly #first: Side;
  readonly #second: Side;
  /** Theirs, so that a segment does not wait for its side as well. */
  readonly #firstDirection: TcpDirection;
  readonly #secondDirection: TcpDirection;
  #syns = 0;
  #synSide: Side | undefined;
  #synFrame = 0;
  #synMicros = NaN;
  /** Something other than SYN was seen: it is not unanswered. */
  #isAnswered = false;
  #isOver = false;
  #hasFin: Side | undefined;
  readonly #surroundings: Surroundings;
  #tls: TlsConnection | undefined;
  /** The sides whose direction of it is read. */
  readonly #tlsSides = new Set<Side>();

  constructor(packet: Packet, surroundings: Surroundings, endpoints: EndpointTable) {
    this.#surroundings = surroundings;
    const source = endpoints.source(packet);
    const destination = endpoints.destination(packet);
    const { receiver, watch } = surroundings;
    const openTls = (side: Side) => this.#openTls(side);
    this.#first = new Side(
      new StreamReporter(receiver, "tcp", packet.capturePoint, source, destination),
      openTls,
      watch,
    );
    this.#second = new Side(
      new StreamReporter(receiver, "tcp", packet.capturePoint, destination, source),
      openTls,
      watch,
    );
    this.#firstDirection = this.#first.direction;
    this.#secondDirection = this.#second.direction;
  }

  /** @returns false when the segment begins another connection with the same addresses and ports. */
  receive(packet: Packet, isFromFirst: boolean): boolean {
    const direction = isFromFirst ? this.#firstDirection : this.#secondDirection;
    const opposite = isFromFirst ? this.#secondDirection : this.#firstDirection;
    const { tcpFlags, atMicros } = packet;
    direction.isSeen = true;
    if (tcpFlags & TCP_FLAG.syn) {
      if (!direction.open(packet.sequence)) return false;
      this.#syn(packet, isFromFirst);
      packet.sequence = (packet.sequence + 1) | 0;
    } else {
      // A refusal is an answer as well, but not one that opens.
      if (!(tcpFlags & TCP_FLAG.rst)) this.#isAnswered = true;
    }
    const { sequence } = packet;
    const octets = packet.end - packet.start + packet.cutOctets;
    const isOppositeChanged = (tcpFlags & TCP_FLAG.ack) !== 0 && opposite.acknowledge(packet.acknowledgement, atMicros);
    if (octets > 0 && !(tcpFlags & TCP_FLAG.rst)) direction.receive(packet);
    if (tcpFlags & TCP_FLAG.rst) this.#reset(packet, isFromFirst);
    else if (tcpFlags & TCP_FLAG.fin) this.#fin(packet, isFromFirst, (sequence + octets) | 0);
    this.heldOctets += direction.takeGrowth();
    // What one side of TLS sends may open what the other one has sent.
    if (isOppositeChanged || this.#isOver || this.#tls !== undefined) this.heldOctets += opposite.takeGrowth();
    return true;
  }

  /** Nothing of the connection follows. */
  end(how: StreamEnd, nowMicros: number): void {
    this.#first.direction.end(how, nowMicros);
    this.#second.direction.end(how, nowMicros);
    if (this.#syns >= UNANSWERED_SYNS && !this.#isAnswered && !this.#isOver) {
      this.#synSide?.reporter.tcp("unanswered", this.#synFrame, this.#synMicros);
    }
  }

  /** A side that begins TLS once more begins another connection of it. */
  #openTls(side: Side): StreamReader {
    if (this.#tls === undefined || this.#tlsSides.has(side)) {
      this.#tlsSides.clear();
      this.#tls = new TlsConnection(
        this.#surroundings.tls,
        this.#first.reporter.over("tls"),
        this.#second.reporter.over("tls"),
        (reporter, isFromStart) =>
          watched(new StreamChoice(reporter, isFromStart, undefined), isFromStart, this.#surroundings.watch),
      );
    }
    this.#tlsSides.add(side);
    return side === this.#first ? this.#tls.first : this.#tls.second;
  }

  #sides(isFromFirst: boolean): readonly [side: Side, peer: Side] {
    return isFromFirst ? [this.#first, this.#second] : [this.#second, this.#first];
  }

  #syn(packet: Packet, isFromFirst: boolean): void {
    const [side, peer] = this.#sides(isFromFirst);
    const { frame, atMicros, tcpFlags } = packet;
    if (tcpFlags & TCP_FLAG.ack) {
      // `open` is told of the side that asked for the connection, when the other one agrees.
      if (!this.#isAnswered) peer.reporter.tcp("open", frame, atMicros);
      this.#isAnswered = true;
    } else if (this.#syns++ === 0) {
      this.#synSide = side;
      this.#synFrame = frame;
      this.#synMicros = atMicros;
    }
  }

  #reset(packet: Packet, isFromFirst: boolean): void {
    const [side, peer] = this.#sides(isFromFirst);
    const { frame, atMicros } = packet;
    const isRefusal = !this.#isAnswered && this.#synSide !== undefined && this.#synSide !== side;
    if (!this.#isOver) {
      if (isRefusal) this.#synSide!.reporter.tcp("refused", frame, atMicros);
      else side.reporter.tcp("reset", frame, atMicros, lacksAny(side, peer));
    }
    this.#isOver = true;
    this.#first.direction.end("closed", atMicros);
    this.#second.direction.end("closed", atMicros);
  }

  #fin(packet: Packet, isFromFirst: boolean, sequence: number): void {
    const [side, peer] = this.#sides(isFromFirst);
    const { frame, atMicros } = packet;
    if (this.#hasFin !== side && !this.#isOver) {
      side.reporter.tcp("closed", frame, atMicros, lacksAny(side, peer, sequence));
    }
    if (this.#hasFin !== undefined && this.#hasFin !== side) this.#isOver = true;
    this.#hasFin ??= side;
    side.direction.close(sequence, atMicros);
  }
}

function watched(reader: StreamReader, isFromStart: boolean, watch: StreamWatch | undefined): StreamReader {
  return watch === undefined ? reader : watch(reader, isFromStart);
}

/** Whether the capture misses anything of a connection that one side ends at a sequence number. */
function lacksAny(side: Side, peer: Side, sequence?: number): boolean {
  return !peer.direction.isSeen || side.direction.lacksOctets(sequence) || peer.direction.lacksOctets();
}

export class TcpStreams {
  readonly #table: TcpTable<TcpConnection>;
  readonly #receiver: Receiver;
  #heldOctets = 0;
  #nowMicros = NaN;
  /** Connections that waited for the rest of something when they were given up for others. */
  #crowdedOut = 0;
  /** Where in the file the packet lies that the first of them was given up for. */
  #firstCrowdedOffset = 0;
  /** The packet that others may have to be given up for; undefined while a connection ends for another reason. */
  #newcomer: Packet | undefined;

  constructor(file: number, sink: TraceSink, endpoints: EndpointTable, keyLog: KeyLog, watches: Watches) {
    this.#receiver = { file, sink };
    const surroundings = {
      receiver: this.#receiver,
      tls: new TlsContext(keyLog, watches.records),
      watch: watches.stream,
    };
    this.#table = new TcpTable(
      (packet) => new TcpConnection(packet, surroundings, endpoints),
      (connection) => this.#forget(connection),
    );
  }

  /** The packet stands at the data of its segment. */
  read(packet: Packet): void {
    this.#nowMicros = packet.atMicros;
    this.#newcomer = packet;
    const table = this.#table;
    let connection = table.find(packet);
    let heldBefore = connection.heldOctets;
    if (!connection.receive(packet, table.isFromFirst)) {
      this.#newcomer = undefined;
      connection = table.replaceFound(packet);
      this.#newcomer = packet;
      heldBefore = 0;
      connection.receive(packet, true);
    }
    this.#heldOctets += connection.heldOctets - heldBefore;
    while (this.#heldOctets > MAX_HELD_OCTETS && this.#table.evictOldest());
  }

  /** Nothing follows in the capture. */
  finish(nowMicros: number): void {
    this.#nowMicros = nowMicros;
    this.#newcomer = undefined;
    this.#table.clear();
    if (this.#crowdedOut === 0) return;
    const offset = this.#firstCrowdedOffset;
    const message = `More TCP connections than are kept waited for the rest of a message; ${this.#crowdedOut} were cut where they were, from offset ${offset} on.`;
    this.#receiver.sink.problem({ file: this.#receiver.file, offset, message });
  }

  #noteCrowded(packet: Packet): void {
    if (this.#crowdedOut++ === 0) this.#firstCrowdedOffset = packet.fileOffset;
  }

  #forget(connection: TcpConnection): void {
    if (this.#newcomer !== undefined && connection.heldOctets > 0) this.#noteCrowded(this.#newcomer);
    this.#heldOctets -= connection.heldOctets;
    connection.end("capture ends", this.#nowMicros);
  }
}
