/** HEP 3 over TCP: a server or capture agent sends one packet after the other to its collector. */
import { viewOf } from "../model/octets.js";
import { decodeHep3, HEP3_HEADER_OCTETS, hep3Octets, type HepPacket, isHep3 } from "./hep.js";
import { type BufferSlice, StreamBuffer } from "./stream-buffer.js";
import type { StreamOrigin, StreamReader } from "./stream-reader.js";

const MAGIC = [0x48, 0x45, 0x50, 0x33] as const;
/** After a gap the next packet is looked for so far: a packet has at most 64 KiB. */
const MAX_SKIPPED_OCTETS = 128 * 1024;

export interface HepSink {
  hep(packet: HepPacket, payload: BufferSlice): void;
  problem(offset: number, message: string): void;
  /** Both ends, for a sentence. */
  readonly ends: string;
}

/** @returns undefined while there are too few octets to tell. */
export function beginsHep(octets: Uint8Array, start: number, end: number): boolean | undefined {
  for (const [index, octet] of MAGIC.entries()) {
    if (start + index >= end) return undefined;
    if (octets[start + index] !== octet) return false;
  }
  return true;
}

export class HepStream implements StreamReader {
  readonly isRecognised = true;
  gaveUp = false;
  readonly #sink: HepSink;
  readonly #buffer = new StreamBuffer();
  #skippedOctets = 0;

  constructor(sink: HepSink) {
    this.#sink = sink;
  }

  get heldOctets(): number {
    return this.#buffer.heldOctets;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const buffer = this.#buffer;
    buffer.append(octets, start, end, origin);
    const view = viewOf(buffer.octets);
    while (!this.gaveUp && this.#read(view));
    if (this.gaveUp) buffer.drop(buffer.end);
    buffer.settle();
  }

  gap(): void {
    this.#buffer.drop(this.#buffer.end);
    this.#buffer.settle();
  }

  end(): void {
    this.gap();
  }

  /** @returns false when more octets are needed. */
  #read(view: DataView): boolean {
    const { start, end } = this.#buffer;
    if (end - start < HEP3_HEADER_OCTETS) return false;
    if (!isHep3(view, start, end)) return this.#skip();
    const packetEnd = start + Math.max(hep3Octets(view, start), HEP3_HEADER_OCTETS);
    if (end < packetEnd) return false;
    const hep = decodeHep3(view, start, packetEnd);
    if (hep !== undefined) this.#sink.hep(hep, this.#buffer.slice(hep.payload.start, hep.payload.end));
    this.#buffer.drop(packetEnd);
    this.#skippedOctets = 0;
    return true;
  }

  #tellLost(): void {
    const { frame, sourceMap } = this.#buffer.lend(this.#buffer.start, this.#buffer.start + 1);
    const message = `The TCP stream from ${this.#sink.ends} holds no HEP packet in ${MAX_SKIPPED_OCTETS / 1024} KiB before frame ${frame}; the rest of it is not read.`;
    this.#sink.problem(sourceMap.toFile(0), message);
  }

  /** Goes on at the next magic number. */
  #skip(): boolean {
    const { octets, start, end } = this.#buffer;
    let at = start + 1;
    while (at < end && beginsHep(octets, at, end) === false) at++;
    this.#skippedOctets += at - start;
    this.gaveUp = this.#skippedOctets > MAX_SKIPPED_OCTETS;
    if (this.gaveUp) this.#tellLost();
    this.#buffer.drop(at);
    return at < end;
  }
}
