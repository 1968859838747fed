/** Chooses what reads a stream by its first octets: TLS, a WebSocket, DNS, HEP, else SIP in the clear. */
import { beginsDns, DnsStream } from "./dns-stream.js";
import { beginsHep, HepStream } from "./hep-stream.js";
import { addRuns } from "./packet.js";
import { SipStream } from "./sip-stream.js";
import { StreamBuffer } from "./stream-buffer.js";
import type { StreamEnd, StreamOrigin, StreamReader } from "./stream-reader.js";
import type { StreamReporter } from "./stream-reporter.js";
import { beginsTls } from "./tls/record.js";
import { beginsHttp } from "./websocket/http-upgrade.js";
import { beginsWebSocket, WebSocketStream } from "./websocket/websocket-stream.js";

export class StreamChoice implements StreamReader {
  readonly #reporter: StreamReporter;
  readonly #isFromStart: boolean;
  readonly #openTls: (() => StreamReader) | undefined;
  #reader: StreamReader | undefined;
  /** The few octets that do not tell yet. */
  #first: StreamBuffer | undefined;

  /**
   * @param isFromStart the first octets are the first of the connection
   * @param openTls undefined within TLS
   */
  constructor(reporter: StreamReporter, isFromStart: boolean, openTls: (() => StreamReader) | undefined) {
    this.#reporter = reporter;
    this.#isFromStart = isFromStart;
    this.#openTls = openTls;
  }

  get heldOctets(): number {
    return (this.#reader ?? this.#first)?.heldOctets ?? 0;
  }

  get isRecognised(): boolean {
    return this.#reader?.isRecognised ?? false;
  }

  /** A capture that begins amid a stream may show only later what it is. */
  get successor(): StreamReader | undefined {
    return this.#isFromStart || this.isRecognised ? this.#reader : undefined;
  }

  get gaveUp(): boolean {
    return this.#reader?.gaveUp ?? false;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    if (this.#reader !== undefined) {
      this.#reconsider(octets, start, end);
      return this.#reader.append(octets, start, end, origin);
    }
    if (this.#first === undefined && this.#choose(octets, start, end)) {
      return this.#reader!.append(octets, start, end, origin);
    }
    const first = (this.#first ??= new StreamBuffer());
    first.append(octets, start, end, origin);
    if (this.#choose(first.octets, first.start, first.end)) this.#replay();
    else first.settle();
  }

  gap(octets: number): void {
    this.#takeSip();
    this.#reader!.gap(octets);
  }

  end(how: StreamEnd, nowMicros: number): void {
    if (this.#first !== undefined) this.#takeSip();
    this.#reader?.end(how, nowMicros);
  }

  /** @returns false when more octets are needed. */
  #choose(octets: Uint8Array, start: number, end: number): boolean {
    const isTls = this.#openTls !== undefined && beginsTls(octets, start, end);
    const isHttp = this.#isFromStart ? beginsHttp(octets, start, end) : beginsWebSocket(octets, start, end);
    const isDns = this.#isFromStart && beginsDns(octets, start, end);
    const isHep = beginsHep(octets, start, end);
    if (isTls) this.#reader = this.#openTls();
    else if (isHttp) this.#reader = this.#openWebSocket(octets, start, end);
    else if (isDns) this.#reader = new DnsStream(this.#reporter);
    else if (isHep) this.#reader = new HepStream(this.#reporter);
    else if ([isTls, isHttp, isDns, isHep].includes(undefined)) return false;
    else this.#reader = new SipStream(this.#reporter, this.#isFromStart);
    return true;
  }

  /** A capture may begin amid a frame, with octets that tell nothing. */
  #reconsider(octets: Uint8Array, start: number, end: number): void {
    if (this.#isFromStart || this.#reader!.isRecognised || !(this.#reader instanceof SipStream)) return;
    if (beginsHep(octets, start, end)) this.#reader = new HepStream(this.#reporter);
    else if (beginsWebSocket(octets, start, end)) this.#reader = this.#openWebSocket(octets, start, end);
  }

  #openWebSocket(octets: Uint8Array, start: number, end: number): StreamReader {
    const reporter = this.#reporter.over(this.#reporter.transport === "tls" ? "wss" : "ws");
    return new WebSocketStream(reporter, octets, start, end);
  }

  #takeSip(): void {
    if (this.#reader !== undefined) return;
    this.#reader = new SipStream(this.#reporter, this.#isFromStart);
    if (this.#first !== undefined) this.#replay();
  }

  #replay(): void {
    const { start, end } = this.#first!;
    const { octets, sourceMap, frame, atMicros } = this.#first!.slice(start, end);
    this.#first = undefined;
    const mapOctets: StreamOrigin["mapOctets"] = (map, offset, from, to) => addRuns(map, offset, sourceMap, from, to);
    this.#reader!.append(octets, 0, octets.length, { frame, atMicros, mapOctets });
  }
}
