/** Frames of a WebSocket (RFC 6455 §5.2): headers and masks stay, SIP in them is rewritten under its mask, the rest is not shown. */
import { SPACE } from "../../model/ascii.js";
import { findSipInDatagram } from "../../packet/sip-framing.js";
import { MAX_MESSAGE_OCTETS } from "../../packet/sip-stream.js";
import type { StreamOrigin } from "../../packet/stream-reader.js";
import { type FrameHeader, OPCODE, readFrameHeader, unmask } from "../../packet/websocket/frame.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactMessage } from "./redact-message.js";
import { type ShowOctets, StreamPiece, type StreamRedactor } from "./stream-piece.js";

const LARGEST_HEADER_OCTETS = 14;
/** First octet: the extension bit of a compressed message. */
const COMPRESSED = 0x40;
const CLOSE_CODE_OCTETS = 2;

/** One frame of a message under way. */
interface Part {
  readonly piece: StreamPiece;
  readonly header: FrameHeader;
}

export class WebSocketRedactor implements StreamRedactor {
  #piece = new StreamPiece();
  #parts: Part[] = [];
  #heldOctets = 0;
  #isLost = false;

  constructor(
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {}

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    for (let at = start; at < end && !this.#isLost;) {
      const header = readFrameHeader(this.#piece.octets, 0, this.#piece.length);
      if (header === "damaged") this.#isLost = true;
      const wanted =
        typeof header === "string"
          ? Math.min(this.#piece.length + 1, LARGEST_HEADER_OCTETS)
          : header.headerOctets + header.payloadOctets;
      if (wanted > MAX_MESSAGE_OCTETS) this.#isLost = true;
      const next = Math.min(end, at + wanted - this.#piece.length);
      this.#piece.add(octets, at, next, origin);
      at = next;
      const read = readFrameHeader(this.#piece.octets, 0, this.#piece.length);
      if (typeof read !== "string" && this.#piece.length === read.headerOctets + read.payloadOctets) this.#frame(read);
    }
  }

  gap(): void {
    this.#isLost = true;
    this.#parts = [];
    this.#piece.clear();
  }

  #frame(header: FrameHeader): void {
    const piece = this.#piece;
    this.#piece = new StreamPiece();
    if (header.opcode >= OPCODE.close) return this.#control(piece, header);
    if (header.opcode !== OPCODE.continuation) this.#parts = [];
    this.#parts.push({ piece, header });
    this.#heldOctets = this.#parts.reduce((sum, part) => sum + part.piece.length, 0);
    if (this.#heldOctets > MAX_MESSAGE_OCTETS) return this.gap();
    if (!header.isFinal) return;
    const parts = this.#parts;
    this.#parts = [];
    this.#message(parts);
  }

  #control(piece: StreamPiece, header: FrameHeader): void {
    const payload = payloadOf({ piece, header });
    payload.fill(0, header.opcode === OPCODE.close ? CLOSE_CODE_OCTETS : 0);
    this.#write({ piece, header }, payload);
  }

  #message(parts: readonly Part[]): void {
    const payloads = parts.map(payloadOf);
    const whole = new Uint8Array(payloads.reduce((sum, payload) => sum + payload.length, 0));
    let at = 0;
    for (const payload of payloads) {
      whole.set(payload, at);
      at += payload.length;
    }
    const redacted = this.#redact(whole, parts[0]!.header.isCompressed);
    at = 0;
    for (const part of parts) {
      this.#write(part, redacted.subarray(at, at + part.header.payloadOctets));
      at += part.header.payloadOctets;
    }
  }

  #redact(octets: Uint8Array, isCompressed: boolean): Uint8Array {
    const blank = () => new Uint8Array(octets.length).fill(SPACE);
    if (isCompressed) {
      this.pseudonyms.tally.drop("compressed messages of WebSockets");
      return blank();
    }
    const start = findSipInDatagram(octets, 0, octets.length);
    if (start >= 0) {
      const result = blank();
      result.set(redactMessage(octets.subarray(start), this.pseudonyms), start);
      return result;
    }
    // Line ends are a keep-alive.
    return octets.every((octet) => octet === 0x0d || octet === 0x0a) ? octets : blank();
  }

  #write({ piece, header }: Part, payload: Uint8Array): void {
    const frame = piece.octets.slice();
    frame[0]! &= ~COMPRESSED;
    if (header.isMasked) {
      const masked = frame.subarray(header.headerOctets);
      masked.set(payload);
      unmask(frame, header.headerOctets, masked);
    } else {
      frame.set(payload, header.headerOctets);
    }
    this.show(frame, piece.mapOf(0, piece.length));
  }
}

function payloadOf({ piece, header }: Part): Uint8Array {
  const payload = piece.octets.slice(header.headerOctets);
  if (header.isMasked) unmask(piece.octets, header.headerOctets, payload);
  return payload;
}
