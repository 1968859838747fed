/** SIP on a stream: cuts one direction of a connection into messages by their Content-Length (RFC 3261 §18.3). */
import { CR, LF } from "../model/ascii.js";
import { HeadReader, MAX_HEAD_OCTETS } from "./sip-framing.js";
import {
  findStartLineWithin,
  isHeaderLine,
  isPlainText,
  isStartLine,
  isUsualStartLine,
  mayBecomeStartLine,
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
/** To know whether a suspicious body ends where it says, so much of what follows is waited for. */
const MAX_DOUBT_OCTETS = 4096;
/** After so long a silence in a capture that goes on, the rest of a message was not sent: the sender declared too much. */
const STALL_MICROS = 5_000_000;
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
  #bodyStart = -1;
  /** Where the line of the body under reading begins. */
  #bodyLine = -1;
  /** The first start line within the body; -1 when there is none. */
  #innerStartLine = -1;
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
    this.#read();
    if (buffer.end - buffer.start > MAX_MESSAGE_OCTETS || buffer.parts > MAX_PARTS) this.#overflow();
    this.#settle();
  }

  gap(octets: number): void {
    if (this.#discard > 0) {
      const discarded = Math.min(this.#discard, octets);
      this.#discard -= discarded;
      if (discarded === octets) return;
    }
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
    if (this.#isSynchronised && this.#searched === start && this.#beginWhole(start)) return true;
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

  /** Of most messages the whole head is at hand, and none of its lines has to be looked for. @returns false for the others. */
  #beginWhole(start: number): boolean {
    const { octets, end } = this.#buffer;
    const head = new HeadReader(start);
    const bodyStart = head.readWhole(octets, end);
    if (bodyStart < 0) return false;
    if (head.isBodiless) {
      // Of these nothing has to be remembered.
      this.isRecognised = true;
      return this.#emit(bodyStart, 0);
    }
    this.#begin(head);
    this.#enterBody(bodyStart);
    return true;
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

  #begin(head = new HeadReader(this.#line)): true {
    // Before it stands the rest of a message that began outside of the capture, which is not garbage.
    if (!this.#isSynchronised) this.#buffer.drop(this.#line);
    this.#head = head;
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
    if (this.#bodyStart < 0) {
      const bodyStart = head.read(octets, end);
      if (bodyStart < 0) {
        if (end - this.#line > MAX_HEAD_OCTETS) this.#overflow();
        return false;
      }
      this.#enterBody(bodyStart);
    }
    if (head.endedByStartLine || head.isBodiless) return this.#emit(this.#bodyStart, 0);
    if (head.contentLength === undefined) {
      this.#scanBody(end);
      return this.#innerStartLine >= 0 && this.#emit(this.#innerStartLine, 0);
    }
    const bodyEnd = this.#bodyStart + head.contentLength;
    if (end < bodyEnd) return false;
    const messageEnd = this.#checkedEnd(bodyEnd, false);
    return messageEnd >= 0 && this.#emit(messageEnd, 0);
  }

  #enterBody(start: number): void {
    this.#bodyStart = start;
    this.#bodyLine = start;
    this.#searched = start;
  }

  /** Notes the first start line in the body up to `to`, and where its last line begins. */
  #scanBody(to: number): void {
    const octets = this.#buffer.octets;
    for (let newline = this.#findNewline(to); newline >= 0; newline = this.#findNewline(to)) {
      const line = this.#bodyLine;
      if (this.#innerStartLine < 0 && isStartLine(octets, line, withoutCr(octets, line, newline))) {
        this.#innerStartLine = line;
      }
      this.#bodyLine = newline + 1;
      this.#searched = newline + 1;
    }
  }

  /**
   * Content-Length may be wrong (a middlebox rewrote the body): then the next message begins within the body. It is
   * believed when a start line follows the body, or when nothing in the body looks like one.
   * @returns the end of the message; -1 when more octets are needed to tell.
   */
  #checkedEnd(bodyEnd: number, isLast: boolean): number {
    const { octets, end } = this.#buffer;
    this.#scanBody(bodyEnd);
    const inner = this.#head!.bodyMayHoldSip ? -1 : this.#innerStartLine;
    const lastLine = this.#bodyLine;
    const isTorn = mayBecomeStartLine(octets, lastLine, bodyEnd);
    if (inner < 0 && !isTorn) return bodyEnd;
    const following = isTorn ? bodyEnd : skipLineEnds(octets, bodyEnd, end);
    const distance = octets.subarray(following, end).indexOf(LF);
    if (distance < 0) return isLast || end - bodyEnd > MAX_DOUBT_OCTETS ? bodyEnd : -1;
    const lineEnd = withoutCr(octets, following, following + distance);
    if (isTorn && isStartLine(octets, lastLine, lineEnd)) return inner < 0 ? lastLine : inner;
    return inner >= 0 && !isStartLine(octets, following, lineEnd) ? inner : bodyEnd;
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
    if (this.#bodyStart < 0 || contentLength === undefined) return undefined;
    return Math.max(0, this.#bodyStart + contentLength - this.#buffer.end);
  }

  /** Hands on the message under reading although it is not complete. */
  #emitLast(isCut: boolean): void {
    const end = this.#buffer.end;
    const remaining = this.#remainingOctets();
    if (remaining === 0) {
      this.#emit(this.#checkedEnd(this.#bodyStart + this.#head!.contentLength!, true), 0);
      return;
    }
    if (remaining !== undefined) {
      this.#scanBody(end);
      if (this.#innerStartLine >= 0 && !this.#head!.bodyMayHoldSip) {
        this.#emit(this.#innerStartLine, 0);
        return;
      }
    }
    const isHeadCut = this.#bodyStart < 0;
    this.#emit(end, isCut ? (remaining ?? (isHeadCut ? 1 : 0)) : 0);
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
    const what = this.#bodyStart < 0 ? "has headers longer than 256 KiB" : inSegments;
    const message = `The message that begins in frame ${frame}, from ${this.#sink.ends}, ${what} and is cut there.`;
    this.#sink.problem(sourceMap.toFile(0), message);
  }

  #emit(to: number, missingOctets: number): true {
    const buffer = this.#buffer;
    const line = this.#line;
    const garbageBefore = buffer.start < line ? buffer.octets.slice(buffer.start, line) : undefined;
    this.#sink.message(buffer.lend(line, to), missingOctets, garbageBefore);
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
    this.#bodyStart = -1;
    this.#innerStartLine = -1;
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
    if (this.#bodyStart >= 0) this.#bodyStart -= distance;
    if (this.#bodyLine >= 0) this.#bodyLine -= distance;
    if (this.#innerStartLine >= 0) this.#innerStartLine -= distance;
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

function withoutCr(octets: Uint8Array, start: number, newline: number): number {
  return newline > start && octets[newline - 1] === CR ? newline - 1 : newline;
}
