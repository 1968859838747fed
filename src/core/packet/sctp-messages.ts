/** SIP over SCTP (RFC 4168): every user message is a SIP message, in one DATA chunk or in parts. */
import { SourceMap } from "../model/source-map.js";
import type { TraceSink } from "../model/transmission.js";
import type { EndpointTable } from "./endpoints.js";
import type { Packet } from "./packet.js";
import { DataChunk, readSctp } from "./sctp.js";
import { findSipInDatagram, looksLikeSip } from "./sip-framing.js";
import { Piece } from "./sparse-octets.js";

/** Parts held of one direction of an association, and directions that hold any: the oldest go first. */
const MAX_PARTS = 512;
const MAX_DIRECTIONS = 1024;
const MAX_HELD_OCTETS = 16 * 1024 * 1024;
/** Chunks are repeated within seconds: so many messages of all associations are remembered. */
const MAX_RECENT = 4096;

/** A first part of this size holds a whole start line, or is not SIP. */
const TELLING_OCTETS = 500;

interface Part {
  readonly piece: Piece;
  readonly begins: boolean;
  readonly ends: boolean;
}

export class SctpReader {
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #endpoints: EndpointTable;
  readonly #chunk = new DataChunk();
  /** By direction of an association, the parts of messages by TSN. */
  readonly #parts = new Map<string, Map<number, Part>>();
  #heldOctets = 0;
  readonly #recent = new Set<string>();
  #hasToldCut = false;

  constructor(file: number, sink: TraceSink, endpoints: EndpointTable) {
    this.#file = file;
    this.#sink = sink;
    this.#endpoints = endpoints;
  }

  /** The packet stands behind its IP header. */
  read(packet: Packet): void {
    if (!readSctp(packet)) return;
    const chunk = this.#chunk;
    for (let next = chunk.read(packet, packet.start); next >= 0; next = chunk.read(packet, next)) {
      if (chunk.begins && chunk.ends) this.#whole(packet, chunk);
      else this.#part(packet, chunk);
    }
  }

  #whole(packet: Packet, chunk: DataChunk): void {
    const end = Math.min(chunk.end, packet.end);
    const startLine = findSipInDatagram(packet.octets, chunk.start, end);
    if (startLine < 0 || this.#isRepeated(directionOf(packet), chunk.tsn)) return;
    const sourceMap = new SourceMap();
    packet.mapOctets(sourceMap, 0, startLine, end);
    this.#send(packet, packet.octets.slice(startLine, end), sourceMap, chunk.end - end);
  }

  #part(packet: Packet, chunk: DataChunk): void {
    // What the snapshot length cut can never become whole.
    if (chunk.end > packet.end) return;
    const { tsn, begins, ends } = chunk;
    const isTelling = begins && chunk.end - chunk.start >= TELLING_OCTETS;
    if (isTelling && findSipInDatagram(packet.octets, chunk.start, chunk.end) < 0) return;
    const direction = directionOf(packet);
    const parts = this.#parts.get(direction) ?? this.#open(direction);
    if (parts.has(tsn)) return;
    parts.set(tsn, { piece: Piece.of(packet, 0, chunk.start, chunk.end), begins, ends });
    this.#heldOctets += chunk.end - chunk.start;
    const first = edge(parts, tsn, -1);
    const last = first === undefined ? undefined : edge(parts, tsn, 1);
    if (first !== undefined && last !== undefined) this.#assemble(packet, direction, parts, first, last);
    this.#keepWithinBounds(packet, direction, parts);
  }

  #open(direction: string): Map<number, Part> {
    const parts = new Map<number, Part>();
    this.#parts.set(direction, parts);
    return parts;
  }

  #assemble(packet: Packet, direction: string, parts: Map<number, Part>, first: number, last: number): void {
    const pieces: Piece[] = [];
    for (let tsn = first; ; tsn = (tsn + 1) >>> 0) {
      pieces.push(this.#take(parts, tsn));
      if (tsn === last) break;
    }
    if (parts.size === 0) this.#parts.delete(direction);
    const octets = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.end, 0));
    const sourceMap = new SourceMap();
    let at = 0;
    for (const piece of pieces) {
      octets.set(piece.octets!, at);
      piece.mapOctets(sourceMap, at, 0, piece.end);
      at += piece.end;
    }
    if (!looksLikeSip(octets, 0, octets.length) || this.#isRepeated(direction, first)) return;
    this.#send(packet, octets, sourceMap, 0);
  }

  #take(parts: Map<number, Part>, tsn: number): Piece {
    const { piece } = parts.get(tsn)!;
    parts.delete(tsn);
    this.#heldOctets -= piece.end;
    return piece;
  }

  #keepWithinBounds(packet: Packet, direction: string, parts: Map<number, Part>): void {
    if (parts.size > MAX_PARTS) {
      this.#take(parts, firstKey(parts));
      this.#tellCut(packet);
    }
    while (this.#parts.size > MAX_DIRECTIONS || this.#heldOctets > MAX_HELD_OCTETS) {
      const oldest = firstKey(this.#parts);
      const oldestParts = this.#parts.get(oldest)!;
      for (const { piece } of oldestParts.values()) this.#heldOctets -= piece.end;
      this.#parts.delete(oldest);
      this.#tellCut(packet);
      if (oldest === direction) return;
    }
  }

  #tellCut(packet: Packet): void {
    if (this.#hasToldCut) return;
    this.#hasToldCut = true;
    const message = `More parts of SCTP messages than are kept wait for the others at frame ${packet.frame}; the oldest are left out.`;
    this.#sink.problem({ file: this.#file, offset: packet.fileOffset, message });
  }

  /** SCTP repeats a chunk under the number it had, when its acknowledgement is lost or late. */
  #isRepeated(direction: string, tsn: number): boolean {
    const key = `${direction}${tsn}`;
    if (this.#recent.has(key)) return true;
    if (this.#recent.size >= MAX_RECENT) this.#recent.delete(firstKey(this.#recent));
    this.#recent.add(key);
    return false;
  }

  #send(packet: Packet, octets: Uint8Array, sourceMap: SourceMap, missingOctets: number): void {
    this.#sink.transmission({
      atMicros: packet.atMicros,
      transport: "sctp",
      source: this.#endpoints.source(packet),
      destination: this.#endpoints.destination(packet),
      octets,
      place: { file: this.#file, frame: packet.frame, line: null },
      sourceMap,
      missingOctets,
      capturePoint: packet.capturePoint,
    });
  }
}

/** The TSN where the message of a part begins (`step` -1) or ends (1); undefined while parts on the way are missing. */
function edge(parts: ReadonlyMap<number, Part>, tsn: number, step: 1 | -1): number | undefined {
  for (let at = tsn; ; at = (at + step) >>> 0) {
    const part = parts.get(at);
    if (part === undefined) return undefined;
    if (step < 0 ? part.begins : part.ends) return at;
    // Behind its beginning another message ends, or the other way round: parts of this one are missing.
    if (at !== tsn && (step < 0 ? part.ends : part.begins)) return undefined;
  }
}

/** Ports and verification tag say which association; its addresses may change, since both sides may have several. */
function directionOf({ capturePoint, sourcePort, destinationPort, identification }: Packet): string {
  return `${capturePoint} ${sourcePort} ${destinationPort} ${identification} `;
}

function firstKey<Key>(held: ReadonlyMap<Key, unknown> | ReadonlySet<Key>): Key {
  return held.keys().next().value as Key;
}
