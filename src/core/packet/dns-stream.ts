/** DNS over TCP (RFC 7766): each message after two octets with its length; used where an answer does not fit a datagram. */
import type { DnsMessage } from "../model/dns.js";
import { decodeDns, mayBeDns } from "./dns.js";
import { StreamBuffer } from "./stream-buffer.js";
import type { StreamOrigin, StreamReader } from "./stream-reader.js";

const LENGTH_OCTETS = 2;
const HEADER_OCTETS = 12;
/** A length below it begins neither with a letter nor with a line end, as SIP does. */
const TELLING_OCTETS = 0x0a00;
/** A phone closes the connection after a few; more is the way between two resolvers. */
const MAX_MESSAGES = 1000;

export interface DnsSink {
  dns(message: DnsMessage, origin: Pick<StreamOrigin, "frame" | "atMicros">): void;
  problem(offset: number, message: string): void;
  /** Both ends, for a sentence. */
  readonly ends: string;
}

/** @returns undefined while there are too few octets to tell. */
export function beginsDns(octets: Uint8Array, start: number, end: number): boolean | undefined {
  if (end - start < LENGTH_OCTETS) return octets[start]! < TELLING_OCTETS >> 8 ? undefined : false;
  const length = octets[start]! * 256 + octets[start + 1]!;
  if (length <= HEADER_OCTETS) return false;
  const message = start + LENGTH_OCTETS;
  if (end - message <= HEADER_OCTETS) return length < TELLING_OCTETS ? undefined : false;
  if (!mayBeDns(octets, message, end)) return false;
  return end - message < length || decodeDns(octets, message, message + length)?.isWhole === true;
}

export class DnsStream implements StreamReader {
  readonly isRecognised = false;
  gaveUp = false;
  readonly #sink: DnsSink;
  readonly #buffer = new StreamBuffer();
  #messages = 0;

  constructor(sink: DnsSink) {
    this.#sink = sink;
  }

  get heldOctets(): number {
    return this.#buffer.heldOctets;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    this.#buffer.append(octets, start, end, origin);
    while (!this.gaveUp && this.#read());
    this.#buffer.settle();
  }

  /** The place of the next message is not known any more. */
  gap(): void {
    this.gaveUp = true;
  }

  end(): void {
    this.#buffer.drop(this.#buffer.end);
    this.#buffer.settle();
  }

  /** @returns false when more octets are needed. */
  #read(): boolean {
    const { octets, start, end } = this.#buffer;
    const message = start + LENGTH_OCTETS;
    if (end < message) return false;
    const messageEnd = message + octets[start]! * 256 + octets[start + 1]!;
    if (end < messageEnd) return false;
    const decoded = mayBeDns(octets, message, messageEnd) ? decodeDns(octets, message, messageEnd) : undefined;
    if (decoded !== undefined && this.#messages < MAX_MESSAGES)
      this.#sink.dns(decoded.message, this.#buffer.slice(message, messageEnd));
    this.gaveUp = ++this.#messages > MAX_MESSAGES;
    if (this.gaveUp) this.#tellCut();
    this.#buffer.drop(messageEnd);
    return true;
  }

  #tellCut(): void {
    const { sourceMap } = this.#buffer.lend(this.#buffer.start, this.#buffer.start + 1);
    const message = `More than ${MAX_MESSAGES} DNS messages in the TCP stream from ${this.#sink.ends}; those from here on are left out.`;
    this.#sink.problem(sourceMap.toFile(0), message);
  }
}
