/** What reads the octets of one direction of a stream, in order: SIP in the clear; other protocols that carry SIP fit the same place. */
import type { SourceMap } from "../model/source-map.js";

/** The packet that octets of a stream came in. */
export interface StreamOrigin {
  readonly frame: number;
  readonly atMicros: number;
  /** Adds to `map`, at `offset`, where the octets between `start` and `end` lie in the file. */
  mapOctets(map: SourceMap, offset: number, start: number, end: number): void;
}

/** Why a stream ends: its side closed it, or nothing of it follows in the capture. */
export type StreamEnd = "closed" | "capture ends";

export interface StreamReader {
  /** The next octets; copied if they are kept. */
  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void;
  /** So many octets are not in the capture. */
  gap(octets: number): void;
  /** Nothing follows: hands on what waits. */
  end(how: StreamEnd, nowMicros: number): void;
  /** Memory held, for the bound over all streams. */
  readonly heldOctets: number;
  /** The stream has been told to be of this protocol. */
  readonly isRecognised: boolean;
  /** What reads in its place from here on, when it only had to choose that. */
  readonly successor?: StreamReader | undefined;
  /** Enough was seen to know that the stream is not of this protocol. */
  readonly gaveUp: boolean;
}

/**
 * Puts a reader of its own around the one of a direction of TCP, and around the one of what TLS carries in it: it is given the octets in their order, with their places in
 * the file, and hands them on.
 */
export type StreamWatch = (reader: StreamReader, isFromStart: boolean) => StreamReader;
