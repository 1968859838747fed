/** WebSocket frames (RFC 6455 §5.2): a header of two to fourteen octets, then the payload, which clients mask. */
import { CR, LF } from "../../model/ascii.js";
import { isUsualStartLine, lineEnd, skipLineEnds } from "../sip-start-line.js";
import { inflateBeginning } from "./message-inflater.js";

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
/** Set on the first frame of a compressed message (RFC 7692 §6). */
const COMPRESSED = 0x40;
const RESERVED = 0x30;
const MASKED = 0x80;
const LENGTH_OF_16_BITS = 126;
const LENGTH_OF_64_BITS = 127;
const LARGEST_CONTROL_OCTETS = 125;
const MASK_OCTETS = 4;

/** Enough of a payload for its start line to be known. */
const PEEKED_OCTETS = 512;
const peeked = new Uint8Array(PEEKED_OCTETS);

export interface FrameHeader {
  readonly isFinal: boolean;
  readonly isCompressed: boolean;
  readonly opcode: number;
  readonly headerOctets: number;
  readonly payloadOctets: number;
  readonly isMasked: boolean;
}

/** @returns `incomplete` when more octets are needed, `damaged` when no frame begins so. */
export function readFrameHeader(
  octets: Uint8Array,
  start: number,
  end: number,
): FrameHeader | "incomplete" | "damaged" {
  if (end - start < 2) return "incomplete";
  const [first, second] = [octets[start]!, octets[start + 1]!];
  const opcode = first & 0x0f;
  const isControl = opcode >= OPCODE.close;
  if ((first & RESERVED) !== 0 || opcode > OPCODE.pong || (opcode > OPCODE.binary && !isControl)) return "damaged";
  const isFinal = (first & FINAL) !== 0;
  const isCompressed = (first & COMPRESSED) !== 0;
  const length = second & 0x7f;
  if (isControl && (!isFinal || isCompressed || length > LARGEST_CONTROL_OCTETS)) return "damaged";
  if (isCompressed && opcode === OPCODE.continuation) return "damaged";
  const lengthOctets = length === LENGTH_OF_64_BITS ? 8 : length === LENGTH_OF_16_BITS ? 2 : 0;
  const isMasked = (second & MASKED) !== 0;
  const headerOctets = 2 + lengthOctets + (isMasked ? MASK_OCTETS : 0);
  if (end - start < headerOctets) return "incomplete";
  let payloadOctets = lengthOctets === 0 ? length : 0;
  for (let at = start + 2; at < start + 2 + lengthOctets; at++) payloadOctets = payloadOctets * 256 + octets[at]!;
  // The length has 63 bits; what does not fit in a number is no frame's.
  if (payloadOctets > Number.MAX_SAFE_INTEGER) return "damaged";
  return { isFinal, isCompressed, opcode, headerOctets, payloadOctets, isMasked };
}

/** Puts the payload without its mask into `into`, which may be the payload itself. The key stands before it. */
export function unmask(octets: Uint8Array, payload: number, into: Uint8Array): void {
  const key = payload - MASK_OCTETS;
  for (let index = 0; index < into.length; index++) {
    into[index] = octets[payload + index]! ^ octets[key + (index & 3)]!;
  }
}

/** A frame begins here whose payload begins like SIP, compressed only if it fills the octets exactly. */
export function beginsSipFrame(octets: Uint8Array, start: number, end: number): boolean {
  if (!mayBeginSipFrame(octets, start, end)) return false;
  const header = readFrameHeader(octets, start, end);
  if (typeof header === "string") return false;
  const payload = start + header.headerOctets;
  if (header.isCompressed && payload + header.payloadOctets !== end) return false;
  const payloadEnd = Math.min(end, payload + header.payloadOctets, payload + PEEKED_OCTETS);
  let beginning = octets.subarray(payload, payloadEnd);
  if (header.isMasked) {
    const clear = peeked.subarray(0, beginning.length);
    unmask(octets, payload, clear);
    beginning = clear;
  }
  if (header.isCompressed) beginning = inflateBeginning(beginning);
  const line = skipLineEnds(beginning, 0, beginning.length);
  return line < beginning.length && isUsualStartLine(beginning, line, lineEnd(beginning, line, beginning.length));
}

/** Looks at the fixed octets and at the first one of the payload, since most segments of other protocols are asked. */
function mayBeginSipFrame(octets: Uint8Array, start: number, end: number): boolean {
  const first = octets[start]!;
  const opcode = first & 0x0f;
  if (end - start < 2 || (first & RESERVED) !== 0 || (opcode !== OPCODE.text && opcode !== OPCODE.binary)) return false;
  const second = octets[start + 1]!;
  const length = second & 0x7f;
  const lengthOctets = length === LENGTH_OF_64_BITS ? 8 : length === LENGTH_OF_16_BITS ? 2 : 0;
  const isMasked = (second & MASKED) !== 0;
  const payload = start + 2 + lengthOctets + (isMasked ? MASK_OCTETS : 0);
  if (payload >= end) return false;
  if ((first & COMPRESSED) !== 0) return true;
  const beginning = octets[payload]! ^ (isMasked ? octets[payload - MASK_OCTETS]! : 0);
  const letter = beginning | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || beginning === CR || beginning === LF;
}
