/** The packet under reading: one record for all frames, which each layer narrows to what it carries. */
import type { Frame } from "../capture/frame.js";
import { viewOf } from "../model/octets.js";
import type { SourceMap } from "../model/source-map.js";

export type IpVersion = 4 | 6;

/**
 * A layer reads its header at `start`, moves `start` behind it, and cuts `end` where its length says so. On the hot way
 * no object is made: what must outlive the frame is copied from here.
 */
export class Packet {
  octets: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(this.octets.buffer);
  /** What is still to be read. */
  start = 0;
  end = 0;
  /** Octets beyond `end` that were on the wire but not captured. */
  cutOctets = 0;

  frame = 0;
  atMicros = NaN;
  capturePoint = 0;

  /** What stands at `start` after the link layer (an EtherType) ... */
  etherType = 0;
  /** ... and after the network layer (an IP protocol number). */
  protocol = 0;

  version: IpVersion = 4;
  /** The frame's octets, where the addresses stay readable when `octets` has become a reassembled datagram. */
  addressView: DataView = this.view;
  sourceAddressAt = 0;
  destinationAddressAt = 0;

  identification = 0;
  /** Octets; 0 with `moreFragments` false is a whole datagram. */
  fragmentOffset = 0;
  moreFragments = false;

  /** After UDP and TCP. */
  sourcePort = 0;
  destinationPort = 0;
  /** After TCP. Signed, as engines hold 32 bits without an object. */
  sequence = 0;
  acknowledgement = 0;
  tcpFlags = 0;

  /** Where the next of several frames in one begins (802.11 aggregates); 0 when there is none. */
  subframesAt = 0;

  /** Where `octets[0]` lies in the file. */
  #fileBase = 0;
  /** For a reassembled datagram: where each of its octets lies in the file. */
  #fragmentMap: SourceMap | undefined;
  /** Fragments the datagram came in; 1 when it was not fragmented. */
  fragments = 1;
  /** Some of its fragments are not in the capture. */
  lacksFragments = false;

  /** Begins with a frame. */
  enter(frame: Frame): void {
    this.octets = frame.octets;
    this.view = frame.view;
    this.start = frame.start;
    this.end = frame.end;
    this.cutOctets = Math.max(0, frame.originalLength - (frame.end - frame.start));
    this.frame = frame.number;
    this.atMicros = frame.atMicros;
    this.capturePoint = frame.interfaceIndex;
    this.#fileBase = frame.fileOffset - frame.start;
    this.#fragmentMap = undefined;
    this.fragments = 1;
    this.lacksFragments = false;
    this.subframesAt = 0;
  }

  /** Goes on with the datagram that this packet's fragment completed. */
  enterReassembled(payload: Uint8Array, map: SourceMap, fragments: number): void {
    this.octets = payload;
    this.view = viewOf(payload);
    this.start = 0;
    this.end = payload.length;
    this.cutOctets = 0;
    this.#fragmentMap = map;
    this.fragments = fragments;
  }

  /**
   * Keeps `length` octets from `start`, as a header declares: what is beyond is padding, what is not there was cut by
   * the snapshot length.
   */
  limit(length: number): void {
    const declaredEnd = this.start + length;
    this.cutOctets = Math.max(0, declaredEnd - this.end);
    this.end = Math.min(this.end, declaredEnd);
  }

  /** Where in the file the octet at `start` lies. */
  get fileOffset(): number {
    return this.#fragmentMap?.toFile(this.start) ?? this.#fileBase + this.start;
  }

  /** Adds to `map`, at `offset`, where the octets between `start` and `end` lie in the file. */
  mapOctets(map: SourceMap, offset: number, start: number, end: number): void {
    const fragments = this.#fragmentMap;
    if (fragments === undefined) {
      map.add(offset, this.#fileBase + start, end - start);
      return;
    }
    addRuns(map, offset, fragments, start, end);
  }
}

/**
 * Adds to `map`, at `offset`, where the octets of `from` between `start` and `end` lie in the file. Runs without length
 * stay: they say where octets come from that the file holds in another form.
 */
export function addRuns(map: SourceMap, offset: number, from: SourceMap, start: number, end: number): void {
  const runs = from.runs;
  for (let run = 0; run < runs.length; run += 3) {
    const runStart = Math.max(start, runs[run]!);
    const runEnd = Math.min(end, runs[run]! + runs[run + 2]!);
    const isPoint = runs[run + 2] === 0 && start <= runs[run]! && runs[run]! < end;
    if (runStart < runEnd || isPoint)
      map.add(offset + runStart - start, runs[run + 1]! + runStart - runs[run]!, runEnd - runStart);
  }
}
