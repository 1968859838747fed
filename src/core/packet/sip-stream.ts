/** SIP on a stream: cuts one direction of a connection into messages by their Content-Length (RFC 3261 §18.3). */
import { CR, LF } from "../model/ascii.js";
import { SipBody, withoutCr } from "./sip-body.js";
import { HeadReader, MAX_HEAD_OCTETS, takeUsual } from "./sip-framing.js";
import {
  findStartLineWithin,
  isHeaderLine,
  isPlainText,
  isStartLine,
  isUsualStartLine,
  skipLineEnds,
} from "./sip-start-line.js";
import { type BufferSlice, StreamBuffer } from "./stream-buffer.js";
import type { StreamEnd, StreamOrigin, StreamReader } from "./stream-reader.js";

/** Servers refuse messages of a hundredth of it; a larger Content-Length is a fault and stalls until here. */
export const MAX_MESSAGE_OCTETS = 4 * 1024 * 1024;
/** A message in more segments than this is not worth its bookkeeping. */
const MAX_PARTS = 65_536;
/** After so much that is no message, a stream is not SIP; and of garbage between messages no more is kept. */
const MAX_GARBAGE_OCTETS = 64 * 1024;
/** After so long a silence in a capture that goes on, the rest of a message was not sent: the sender declared too much. */
const STALL_MICROS = 5_000_000;
/** A message that came in more segments than this is read piece by piece, so that no octet is looked at again and again. */
const MOST_LOOKS = 3;
/** The buffer of all streams in which nothing waits; nothing is put there. */
const NOTHING = new StreamBuffer();

export interface SipStreamSink {
  message(message: BufferSlice, missingOctets: number, garbageBefore: Uint8Array | undefined): void;
  /** RFC 5626 §3.5.1: the client sends a double CRLF, the server answers with one. */
  keepAlive(form: "crlf" | "double-crlf", origin: StreamOrigin): void;
  problem(offset: number, message: string): void;
  /** Both ends, for a sentence. */
  readonly ends: string;
}

export class SipStream implements StreamReader {
  gaveUp = false;
  isRecognised = false;
  readonly #sink: SipStreamSink;
  #buffer = NOTHING;
  /** False while the place in the stream is not known: at a capture that starts in it, and after a gap. */
  #isSynchronised: boolean;
  /** Where the line under reading begins; before it, from `buffer.start`, is garbage. */
  #line = 0;
  #searched = 0;
  /** While not synchronised: the line after a start line, which must be a header; -1 otherwise. */
  #header = -1;
  #head: HeadReader | undefined;
  /** How often the message under reading may still be looked at as a whole. */
  #looks = MOST_LOOKS;
  /** Once the head is read. */
  #body: SipBody | undefined;
  #passedOctets = 0;
  /** Octets still to come of a message that a gap cut. */
  #discard = 0;

  /** @param isFromStart the first octets are the first of the connection */
  constructor(sink: SipStreamSink, isFromStart: boolean) {
    this.#sink = sink;
    this.#isSynchronised = isFromStart;
  }

  get heldOctets(): number {
    return this.#buffer.heldOctets;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const discarded = Math.min(this.#discard, end - start);
    this.#discard -= discarded;
    const from = start + discarded;
    if (from === end) return;
    if (this.#buffer === NOTHING) {
      if (this.#keepAlive(octets, from, end, origin)) return;
      this.#buffer = StreamBuffer.take();
      this.#restart(from);
    }
    const buffer = this.#buffer;
    buffer.append(octets, from, end, origin);
    if (this.#head === undefined || this.#takeUsual() !== "incomplete") this.#read();
    if (buffer.end - buffer.start > MAX_MESSAGE_OCTETS || buffer.parts > MAX_PARTS) this.#overflow();
    this.#settle();
  }

  gap(octets: number): void {
    if (this.#discard > 0) {
      const discarded = Math.min(this.#discard, octets);
      this.#discard -= discarded;
      if (discarded === octets) return;
    }
    this.#readHead();
    const buffer = this.#buffer;
    let isPlaceKnown = false;
    if (this.#head === undefined && this.#isAtStartLine()) {
      this.#emit(buffer.end, octets);
    } else if (this.#head !== undefined) {
      const remaining = this.#remainingOctets();
      if (remaining !== undefined && remaining >= octets) {
        this.#discard = remaining - octets;
        isPlaceKnown = true;
      }
      this.#emit(buffer.end, remaining ?? octets);
    }
    buffer.drop(buffer.end);
    this.#restart(buffer.end);
    this.#settle();
    this.#isSynchronised = isPlaceKnown;
  }

  end(how: StreamEnd, nowMicros: number): void {
    this.#readHead();
    const buffer = this.#buffer;
    // A stall is a fault on the wire; a message that the end of the capture cut in two is not.
    const isCut = how === "capture ends" && !(nowMicros - buffer.lastMicros > STALL_MICROS);
    while (buffer.start < buffer.end) {
      if (this.#head !== undefined) this.#emitLast(isCut);
      else if (this.#isAtStartLine()) this.#emit(buffer.end, isCut ? 1 : 0);
      else break;
      this.#read();
    }
    buffer.drop(buffer.end);
    this.#restart(buffer.end);
    this.#settle();
  }

  /** Of a message whose rest was waited for, and does not come. */
  #readHead(): void {
    if (this.#head !== undefined && this.#body === undefined) this.#read();
  }

  /** Reads on as far as the octets allow. */
  #read(): void {
    while (this.#head === undefined ? this.#findMessage() : this.#readMessage());
  }

  /** Looks for a start line. @returns true when there is more to do. */
  #findMessage(): boolean {
    const { octets, end } = this.#buffer;
    if (this.#header >= 0) return this.#findHeader();
    const start = skipLineEnds(octets, this.#line, end);
    if (start > this.#line) {
      if (this.#line === this.#buffer.start) this.#buffer.drop(start);
      this.#line = start;
      this.#searched = Math.max(this.#searched, start);
    }
    if (start === end) return false;
    if (this.#isSynchronised && this.#searched === start) {
      const found = this.#takeUsual();
      if (found === "taken") return true;
      // The rest tells more.
      if (found === "incomplete") return !this.#begin();
    }
    const newline = this.#findNewline(end);
    if (newline < 0) {
      if (end - start > MAX_GARBAGE_OCTETS) this.#passOver(end);
      return false;
    }
    const startLine = this.#startLineIn(start, withoutCr(octets, start, newline));
    if (startLine < 0) {
      this.#passOver(newline + 1);
      return true;
    }
    this.#line = startLine;
    if (!this.#isSynchronised) {
      this.#header = newline + 1;
      return true;
    }
    return this.#begin();
  }

  /**
   * Hands on the message that begins at the line, if it is as usual and all there, as most are: of these the kernel tells all at
   * one look. "incomplete" when the rest may make it such a message; undefined for any other.
   */
  #takeUsual(): "taken" | "incomplete" | undefined {
    if (this.#looks === 0) return undefined;
    this.#looks--;
    const message = takeUsual(this.#buffer.octets, this.#line, this.#buffer.end);
    if (message === undefined || message === "incomplete") return message;
    this.isRecognised = true;
    this.#emit(this.#line + message.length, 0, message);
    return "taken";
  }

  /** Where a start line begins in the line, perhaps behind the rest of a body; -1 when there is none. */
  #startLineIn(line: number, end: number): number {
    const { octets } = this.#buffer;
    if (isUsualStartLine(octets, line, end)) return line;
    const within = this.isRecognised || !this.#isSynchronised ? findStartLineWithin(octets, line, end) : -1;
    // In a stream that may be anything, binary octets before it are the frame of another protocol.
    if (within >= 0 && (this.isRecognised || isPlainText(octets, line, within))) return within;
    return this.#isSynchronised && isStartLine(octets, line, end) ? line : -1;
  }

  /** Amid a stream a start line may stand in a body (message/sipfrag); a header after it decides. */
  #findHeader(): boolean {
    const { octets, end } = this.#buffer;
    this.#searched = Math.max(this.#searched, this.#header);
    const newline = this.#findNewline(end);
    if (newline < 0 && end - this.#header < MAX_GARBAGE_OCTETS) return false;
    if (newline >= 0 && isHeaderLine(octets, this.#header, newline)) return this.#begin();
    this.#passOver(this.#header);
    return true;
  }

  #begin(): true {
    // Before it stands the rest of a message that began outside of the capture, which is not garbage.
    if (!this.#isSynchronised) this.#buffer.drop(this.#line);
    this.#head = new HeadReader(this.#line);
    this.#header = -1;
    this.isRecognised = true;
    return true;
  }

  #findNewline(end: number): number {
    const octets = this.#buffer.octets;
    for (let at = this.#searched; at < end; at++) {
      if (octets[at] !== LF) continue;
      this.#searched = at;
      return at;
    }
    this.#searched = end;
    return -1;
  }

  /** What stands before `next` is no message. */
  #passOver(next: number): void {
    const buffer = this.#buffer;
    this.#line = next;
    this.#searched = next;
    this.#header = -1;
    const passed = next - buffer.start;
    if (this.#isSynchronised && passed <= MAX_GARBAGE_OCTETS) return;
    buffer.drop(next);
    this.#passedOctets += passed;
    this.gaveUp = !this.isRecognised && this.#passedOctets > MAX_GARBAGE_OCTETS;
  }

  /** Reads the message that begins at the line. @returns true when there is more to do. */
  #readMessage(): boolean {
    const head = this.#head!;
    const { octets, end } = this.#buffer;
    if (this.#body === undefined) {
      const bodyStart = head.read(octets, end);
      if (bodyStart < 0) {
        if (end - this.#line > MAX_HEAD_OCTETS) this.#overflow();
        return false;
      }
      this.#body = new SipBody(bodyStart);
    }
    const body = this.#body;
    if (head.endedByStartLine || head.isBodiless) return this.#emit(body.start, 0);
    if (head.contentLength === undefined) {
      body.read(octets, end);
      return body.startLine >= 0 && this.#emit(body.startLine, 0);
    }
    const bodyEnd = body.start + head.contentLength;
    if (end < bodyEnd) return false;
    const messageEnd = body.checkedEnd(octets, bodyEnd, end, false, head.bodyMayHoldSip);
    return messageEnd >= 0 && this.#emit(messageEnd, 0);
  }

  #isAtStartLine(): boolean {
    const { octets, end } = this.#buffer;
    if (this.#line >= end) return false;
    const lineEnd = octets[end - 1] === CR ? end - 1 : end;
    return this.#isSynchronised
      ? isStartLine(octets, this.#line, lineEnd)
      : isUsualStartLine(octets, this.#line, lineEnd);
  }

  /** Octets that the message under reading still lacks; undefined when that is not known. */
  #remainingOctets(): number | undefined {
    const contentLength = this.#head?.contentLength;
    if (this.#body === undefined || contentLength === undefined) return undefined;
    return Math.max(0, this.#body.start + contentLength - this.#buffer.end);
  }

  /** Hands on the message under reading although it is not complete. */
  #emitLast(isCut: boolean): void {
    const { octets, end } = this.#buffer;
    const head = this.#head!;
    const body = this.#body;
    const remaining = this.#remainingOctets();
    if (body && remaining === 0) {
      const bodyEnd = body.start + head.contentLength!;
      this.#emit(body.checkedEnd(octets, bodyEnd, end, true, head.bodyMayHoldSip), 0);
      return;
    }
    if (body && remaining !== undefined) {
      body.read(octets, end);
      if (body.startLine >= 0 && !head.bodyMayHoldSip) {
        this.#emit(body.startLine, 0);
        return;
      }
    }
    this.#emit(end, isCut ? (remaining ?? (body ? 0 : 1)) : 0);
  }

  /** More is at hand than a message may have: what is there is handed on, and the next start line is looked for. */
  #overflow(): void {
    if (this.#head === undefined) {
      this.#isSynchronised = false;
      this.#passOver(this.#buffer.end);
      return;
    }
    this.#tellOverflow();
    this.#emitLast(false);
    this.#isSynchronised = false;
    this.#read();
  }

  #tellOverflow(): void {
    const { parts } = this.#buffer;
    const { sourceMap, frame } = this.#buffer.lend(this.#line, this.#line + 1);
    const inSegments = parts > MAX_PARTS ? `comes in more than ${MAX_PARTS} segments` : "is longer than 4 MiB";
    const what = this.#body === undefined ? "has headers longer than 256 KiB" : inSegments;
    const message = `The message that begins in frame ${frame}, from ${this.#sink.ends}, ${what} and is cut there.`;
    this.#sink.problem(sourceMap.toFile(0), message);
  }

  /** @param octets the message, where it was taken already */
  #emit(to: number, missingOctets: number, octets?: Uint8Array): true {
    const buffer = this.#buffer;
    const line = this.#line;
    const garbageBefore = buffer.start < line ? buffer.octets.slice(buffer.start, line) : undefined;
    this.#sink.message(buffer.lend(line, to, octets), missingOctets, garbageBefore);
    buffer.drop(to);
    this.#isSynchronised = true;
    this.#restart(to);
    return true;
  }

  /** Looks for the next message from `line` on. */
  #restart(line: number): void {
    this.#line = line;
    this.#searched = line;
    this.#header = -1;
    this.#head = undefined;
    this.#looks = MOST_LOOKS;
    this.#body = undefined;
  }

  #settle(): void {
    const buffer = this.#buffer;
    const distance = buffer.settle();
    if (buffer.isEmpty) {
      if (buffer !== NOTHING) buffer.release();
      this.#buffer = NOTHING;
      return;
    }
    if (distance === 0) return;
    this.#line -= distance;
    this.#searched -= distance;
    if (this.#header >= 0) this.#header -= distance;
    this.#body?.move(distance);
    this.#head?.move(distance);
  }

  /** Line ends alone keep the connection open. @returns false when there is more than that. */
  #keepAlive(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): boolean {
    if (skipLineEnds(octets, start, end) < end) return false;
    const lines = octets.subarray(start, end).filter((octet) => octet === LF).length;
    if (lines > 0 && this.#passedOctets === 0) this.#sink.keepAlive(lines > 1 ? "double-crlf" : "crlf", origin);
    return true;
  }
}
