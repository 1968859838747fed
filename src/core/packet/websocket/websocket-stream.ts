/** One direction of a WebSocket: the HTTP head that opens it, then frames; every message of it is one of SIP (RFC 7118 §5). */
import { SourceMap } from "../../model/source-map.js";
import type { KeepAliveForm } from "../../model/transmission.js";
import { addRuns } from "../packet.js";
import { findSipInDatagram } from "../sip-framing.js";
import { skipLineEnds } from "../sip-start-line.js";
import { MAX_MESSAGE_OCTETS } from "../sip-stream.js";
import { type BufferSlice, StreamBuffer } from "../stream-buffer.js";
import type { StreamEnd, StreamOrigin, StreamReader } from "../stream-reader.js";
import { beginsSipFrame, type FrameHeader, OPCODE, readFrameHeader, unmask } from "./frame.js";
import { beginsHttp, findHeadEnd, MAX_HTTP_HEAD_OCTETS, readHttpHead } from "./http-upgrade.js";
import { MessageInflater } from "./message-inflater.js";

/** A frame in more segments, or a message in more frames, is not worth its bookkeeping. */
const MAX_PARTS = 65_536;
/** After so much that is not SIP, on a WebSocket that was not opened for it, it is left alone. */
const MAX_OTHER_OCTETS = 64 * 1024;
/** Of octets in which no frame of SIP begins, so many may be the beginning of one: a header and a few words. */
const TORN_OCTETS = 64;
/** RFC 5626 §3.5.1: the client sends it, the server answers with one line end. */
const DOUBLE_CRLF_OCTETS = 4;

/** A WebSocket begins here, or amid one a message of SIP. Unlike `beginsHttp` it wants to see the whole head. */
export function beginsWebSocket(octets: Uint8Array, start: number, end: number): boolean {
  if (beginsSipFrame(octets, start, end)) return true;
  if (beginsHttp(octets, start, end) !== true) return false;
  const headEnd = findHeadEnd(octets, start, end);
  return headEnd >= 0 && readHttpHead(octets, start, headEnd).isUpgrade;
}

export interface WebSocketSink {
  message(message: BufferSlice, missingOctets: number, garbageBefore: Uint8Array | undefined): void;
  keepAlive(form: KeepAliveForm, origin: Pick<StreamOrigin, "frame" | "atMicros">): void;
  problem(offset: number, message: string): void;
  /** Both ends, for a sentence. */
  readonly ends: string;
}

/** What a frame of a message under way costs beside its octets, roughly. */
const PAYLOAD_OCTETS = 200;

/** A message of which not all frames have come. */
interface OpenMessage {
  readonly isCompressed: boolean;
  readonly payloads: BufferSlice[];
  octets: number;
}

export class WebSocketStream implements StreamReader {
  gaveUp = false;
  readonly #sink: WebSocketSink;
  readonly #buffer = new StreamBuffer();
  readonly #inflater = new MessageInflater(MAX_MESSAGE_OCTETS);
  /** What must begin next; `lost` while the place of the next frame is not known. */
  #expects: "head" | "frame" | "lost";
  /** Of a head, what was searched for its end. */
  #searched = 0;
  #isForSip = false;
  #hasSip = false;
  #open: OpenMessage | undefined;
  /** The frames that continue a message that is not kept. */
  #isPassingOver = false;
  /** Octets still to come of a frame that is not kept. */
  #discard = 0;
  #otherOctets = 0;
  #hasToldDamage = false;

  constructor(sink: WebSocketSink, octets: Uint8Array, start: number, end: number) {
    this.#sink = sink;
    this.#expects = beginsHttp(octets, start, end) ? "head" : "lost";
  }

  get heldOctets(): number {
    const open = this.#open === undefined ? 0 : this.#open.octets + this.#open.payloads.length * PAYLOAD_OCTETS;
    return this.#buffer.heldOctets + open + this.#inflater.heldOctets;
  }

  get isRecognised(): boolean {
    return this.#isForSip || this.#hasSip;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const discarded = Math.min(this.#discard, end - start);
    this.#discard -= discarded;
    const from = start + discarded;
    if (from === end) return;
    const buffer = this.#buffer;
    if (this.#expects === "lost" && beginsSipFrame(octets, from, end)) this.#drop(buffer.end);
    buffer.append(octets, from, end, origin);
    while (buffer.start < buffer.end && !this.gaveUp && this.#read());
    if (buffer.parts > MAX_PARTS) this.#damaged("comes in too many pieces");
    this.#searched -= buffer.settle();
  }

  gap(octets: number): void {
    const inDiscarded = Math.min(this.#discard, octets);
    this.#discard -= inDiscarded;
    if (inDiscarded === octets) return;
    const missing = this.#cutFrame(true);
    if (missing === undefined || missing < octets) this.#expects = "lost";
    else this.#discard = missing - octets;
    this.#inflater.forget();
    this.#passOver();
    this.#drop(this.#buffer.end);
    this.#buffer.settle();
  }

  end(how: StreamEnd): void {
    this.#cutFrame(how === "capture ends");
    this.#drop(this.#buffer.end);
    this.#buffer.settle();
    this.#open = undefined;
    this.#inflater.forget();
  }

  /** @returns false when more octets are needed. */
  #read(): boolean {
    if (this.#expects === "head") return this.#readHead();
    return this.#expects === "frame" ? this.#readFrame() : this.#findFrame();
  }

  #readHead(): boolean {
    const { octets, start, end } = this.#buffer;
    // The empty line may be torn: its first line end stands up to three octets back.
    const headEnd = findHeadEnd(octets, Math.max(start, this.#searched - 3), end);
    this.#searched = end;
    if (headEnd < 0) {
      this.gaveUp = end - start > MAX_HTTP_HEAD_OCTETS;
      return false;
    }
    const { isUpgrade, isForSip } = readHttpHead(octets, start, headEnd);
    this.#isForSip ||= isUpgrade && isForSip;
    this.gaveUp = !isUpgrade;
    this.#expects = "frame";
    this.#drop(headEnd);
    return true;
  }

  #readFrame(): boolean {
    const { octets, start, end } = this.#buffer;
    const header = readFrameHeader(octets, start, end);
    if (header === "incomplete") return false;
    if (header === "damaged") {
      // The server refused, and the client asks again. No frame begins with such a letter.
      if (beginsHttp(octets, start, end) === undefined) return false;
      if (beginsHttp(octets, start, end)) this.#expects = "head";
      else this.#damaged("holds what is no frame");
      return true;
    }
    const frameEnd = start + header.headerOctets + header.payloadOctets;
    if (header.payloadOctets > this.#maxPayloadOctets) {
      this.#discard = Math.max(0, frameEnd - end);
      this.#tooLong(header);
      this.#drop(Math.min(frameEnd, end));
      return true;
    }
    if (frameEnd > end) return false;
    if (header.opcode >= OPCODE.close) this.#control(header);
    else this.#data(header);
    this.#drop(frameEnd);
    return true;
  }

  /** What is not known to be SIP is not waited for. */
  get #maxPayloadOctets(): number {
    return this.isRecognised ? MAX_MESSAGE_OCTETS : MAX_OTHER_OCTETS;
  }

  #tooLong(header: FrameHeader): void {
    if (!this.isRecognised) {
      this.gaveUp = true;
      return;
    }
    this.#tell(`declares a frame of ${header.payloadOctets} octets, which is not read`);
    this.#inflater.forget();
    this.#open = undefined;
    this.#isPassingOver = !header.isFinal;
  }

  #control(header: FrameHeader): void {
    if (header.opcode === OPCODE.close) return;
    const { start } = this.#buffer;
    const form = header.opcode === OPCODE.ping ? "ping" : "pong";
    if (this.isRecognised) this.#sink.keepAlive(form, this.#buffer.slice(start, start + header.headerOctets));
  }

  #data(header: FrameHeader): void {
    if (header.opcode !== OPCODE.continuation) {
      this.#isPassingOver = false;
      this.#open = { isCompressed: header.isCompressed, payloads: [], octets: 0 };
    }
    if (this.#open !== undefined) this.#add(this.#open, this.#payload(header));
    else if (!this.#isPassingOver) this.#tell("goes on with a message that did not begin");
    if (!header.isFinal) return;
    const whole = this.#open;
    this.#open = undefined;
    this.#isPassingOver = false;
    if (whole !== undefined) this.#complete(joined(whole));
  }

  #add(open: OpenMessage, payload: BufferSlice): void {
    open.payloads.push(payload);
    open.octets += payload.octets.length;
    if (open.octets <= MAX_MESSAGE_OCTETS && open.payloads.length <= MAX_PARTS) return;
    this.#tell("holds a message that is too long to be read");
    this.#passOver();
  }

  /** The message under way is not kept, nor are the frames that continue it. */
  #passOver(): void {
    if (this.#open === undefined) return;
    this.#open = undefined;
    this.#isPassingOver = true;
    this.#inflater.forget();
  }

  /** What is there of the payload, without its mask; the map is not of the octets where the file holds them in another form. */
  #payload({ headerOctets, payloadOctets, isMasked }: FrameHeader): BufferSlice {
    const { start, end } = this.#buffer;
    const frame = this.#buffer.slice(start, Math.min(end, start + headerOctets + payloadOctets));
    const octets = frame.octets.subarray(headerOctets);
    if (isMasked) unmask(frame.octets, headerOctets, octets);
    const sourceMap = new SourceMap();
    const isAsInFile = !isMasked && this.#open?.isCompressed !== true;
    if (isAsInFile) addRuns(sourceMap, 0, frame.sourceMap, headerOctets, frame.octets.length);
    const isMapped = sourceMap.runs.length > 0;
    return { ...frame, octets, sourceMap: isMapped ? sourceMap : pointAt(frame.sourceMap.toFile(headerOctets)) };
  }

  /** Tells what a message with all its octets is. */
  #complete({ isCompressed, ...message }: BufferSlice & { readonly isCompressed: boolean }): void {
    const octets = isCompressed ? this.#inflater.message(message.octets) : message.octets;
    if (octets === undefined) {
      if (this.isRecognised) this.#tell("holds a compressed message that cannot be read");
      this.#other(message.octets.length);
      return;
    }
    const whole = { ...message, octets };
    if (!this.#tellSip(whole, 0)) this.#tellOther(whole);
  }

  /** @returns false when it is not SIP. */
  #tellSip(message: BufferSlice, missingOctets: number): boolean {
    const { octets } = message;
    const startLine = findSipInDatagram(octets, 0, octets.length);
    if (startLine < 0) return false;
    this.#hasSip = true;
    const isJunkBefore = skipLineEnds(octets, 0, startLine) < startLine;
    const sourceMap = new SourceMap();
    addRuns(sourceMap, 0, message.sourceMap, startLine, octets.length);
    if (sourceMap.runs.length === 0) sourceMap.add(0, message.sourceMap.toFile(startLine), 0);
    const garbageBefore = isJunkBefore ? octets.slice(0, startLine) : undefined;
    this.#sink.message({ ...message, octets: octets.slice(startLine), sourceMap }, missingOctets, garbageBefore);
    return true;
  }

  #tellOther(message: BufferSlice): void {
    const { octets } = message;
    const isLineEnds = octets.length > 0 && skipLineEnds(octets, 0, octets.length) === octets.length;
    if (!isLineEnds || !this.isRecognised) return this.#other(octets.length);
    this.#sink.keepAlive(octets.length >= DOUBLE_CRLF_OCTETS ? "double-crlf" : "crlf", message);
  }

  #other(octets: number): void {
    this.#otherOctets += octets;
    this.gaveUp = !this.isRecognised && this.#otherOctets > MAX_OTHER_OCTETS;
  }

  /**
   * Hands on what is there of a message whose frame does not go on.
   * @param isCut the rest was sent, but is not in the capture
   * @returns octets that the frame at hand still lacks; undefined when that is not known.
   */
  #cutFrame(isCut: boolean): number | undefined {
    const { octets, start, end } = this.#buffer;
    if (this.#expects !== "frame") return undefined;
    const header = readFrameHeader(octets, start, end);
    if (typeof header === "string") return undefined;
    const missing = header.headerOctets + header.payloadOctets - (end - start);
    const isBeginning = header.opcode === OPCODE.text || header.opcode === OPCODE.binary;
    if (!isBeginning || header.isCompressed) return missing;
    this.#open = undefined;
    this.#tellSip(this.#payload(header), isCut ? missing : 0);
    this.#isPassingOver = !header.isFinal;
    return missing;
  }

  /** Looks for a frame whose payload begins like SIP. */
  #findFrame(): boolean {
    const { octets, start, end } = this.#buffer;
    for (let at = start; at < end; at++) {
      // A compressed one is believed only at the beginning of what came together.
      if ((octets[at]! & 0x70) !== 0 && at > start) continue;
      if (!beginsSipFrame(octets, at, end)) continue;
      this.#expects = "frame";
      this.#isPassingOver = false;
      this.#drop(at);
      return true;
    }
    const passed = Math.max(0, end - start - TORN_OCTETS);
    this.#other(passed);
    this.#drop(start + passed);
    return false;
  }

  #damaged(what: string): void {
    if (this.isRecognised) this.#tell(what);
    this.#expects = "lost";
    this.#inflater.forget();
    this.#passOver();
    // The octet that is no frame's may be looked at again in a larger piece.
    this.#drop(this.#buffer.start + 1);
  }

  /** Once a stream: what is broken once is broken again and again. */
  #tell(what: string): void {
    if (this.#hasToldDamage) return;
    this.#hasToldDamage = true;
    const { start, end } = this.#buffer;
    const { frame, sourceMap } = this.#buffer.slice(start, Math.min(end, start + 1));
    this.#sink.problem(sourceMap.toFile(0), `The WebSocket from ${this.#sink.ends} ${what}, in frame ${frame}.`);
  }

  #drop(to: number): void {
    this.#buffer.drop(to);
    this.#searched = to;
  }
}

/** Of a message in several frames: all octets, and the frame that came last. */
function joined({ isCompressed, payloads, octets: length }: OpenMessage): BufferSlice & { isCompressed: boolean } {
  const [first] = payloads;
  if (payloads.length === 1) return { ...first!, isCompressed };
  const octets = new Uint8Array(length);
  const sourceMap = new SourceMap();
  let at = 0;
  for (const payload of payloads) {
    octets.set(payload.octets, at);
    addRuns(sourceMap, at, payload.sourceMap, 0, payload.octets.length);
    at += payload.octets.length;
  }
  const { frame, atMicros } = payloads.at(-1)!;
  return { octets, sourceMap: isCompressed ? pointAt(sourceMap.toFile(0)) : sourceMap, frame, atMicros, isCompressed };
}

/** States where octets come from that the file holds in another form. */
function pointAt(fileOffset: number): SourceMap {
  return SourceMap.of(fileOffset, 0);
}
