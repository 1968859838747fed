/** Makes a wrong input of valid ones, the same for the same random numbers. */
import type { Random } from "../../../tools/bench/random.mjs";
import { ascii, concat } from "../../capture/capture-files.js";
import type { Shape } from "./target.js";

/** Larger inputs take longer and find no more. */
const MAX_INPUT_OCTETS = 256 * 1024;
const MAX_RUN_OCTETS = 5000;

/** What readers look for; a mutation that makes one of them reaches further than random octets do. */
const DICTIONARY = [
  "SIP/2.0",
  " SIP/2.0\r\n",
  "SIP/2.0 200 OK\r\n",
  "REGISTER sip:example.com SIP/2.0\r\n",
  "INVITE sip:a@b;transport=tcp?x=y SIP/2.0\r\n",
  "CANCEL ",
  "ACK ",
  "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport;received=192.0.2.2\r\n",
  "v: SIP/2.0/TCP [2001:db8::1]:0\r\n",
  "Contact: *\r\n",
  'm: <sip:a@192.0.2.1>;expires=0;q=0.5;+sip.instance="<urn:uuid:1>";reg-id=1\r\n',
  "Call-ID: a\r\n",
  "CSeq: 4294967296 REGISTER\r\n",
  'From: "\\"" <sip:a@b>;tag=1\r\n',
  "t: sip:a@b;tag=\r\n",
  "Expires: 99999999999\r\n",
  "Content-Length: 99999999999999999999\r\n",
  "l: -1\r\n",
  "Content-Length: 0\r\n\r\n",
  "Route: <sip:192.0.2.1;lr>,<sip:192.0.2.2;lr>\r\n",
  'Authorization: Digest username="a", realm="\\"", nonce="", uri="sip:", response="", nc=00000001\r\n',
  'WWW-Authenticate: Digest realm="b", nonce="c", algorithm=SHA-256, qop="auth,auth-int", stale=TRUE\r\n',
  "Retry-After: 5 (busy);duration=3\r\n",
  "Service-Route: ",
  "Path: ",
  "c=IN IP4 0.0.0.0\r\n",
  "m=audio 65536 RTP/SAVP 0\r\n",
  "a=rtpmap:",
  ";branch=",
  ";rport=",
  "sip:",
  "sips:",
  "tel:+1",
  "%00",
  "\r\n",
  "\r\n\r\n",
  "\r\n ",
  "\0",
  '"',
  "\\",
  "<",
  ">",
  ",",
  ";",
  "=",
  "&lt;sip",
  "\\r\\n",
  "#015#012",
  "\x1b[0m",
  "\ufeff",
  "2026-11-20T10:00:00.000000Z udp 192.0.2.1:5060 > 192.0.2.2:5060",
  "HEP3",
  "GET / HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n",
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
  "\x16\x03\x03\x40\x00",
  "\x21\x12\xa4\x42",
  "\x63\x82\x53\x63",
].map(ascii);

/** Of numbers whose neighbours are treated differently. */
const EDGES = [0, 1, 2, 3, 4, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x10000];
const WIDE_EDGES = [0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0x01000000];

/** An input made of one or two of the seeds. */
export function mutate(random: Random, seeds: readonly Uint8Array[], shape?: Shape): Uint8Array {
  const pick = () => seeds[random.below(seeds.length)]!;
  let input = pick();
  const other = pick();
  if (shape !== undefined && random.happens(0.8))
    input = shape.join(mutateParts(random, shape.split(input), shape.split(other)));
  if (shape === undefined || random.happens(0.3)) input = mutateOctets(random, input, other);
  return input.length > MAX_INPUT_OCTETS ? input.subarray(0, MAX_INPUT_OCTETS) : input;
}

/** Mostly few changes: many at once only make noise. */
function changes(random: Random): number {
  return 1 + Math.floor(random.next() ** 3 * 8);
}

function mutateParts(random: Random, from: readonly Uint8Array[], other: readonly Uint8Array[]): Uint8Array[] {
  const parts = [...from];
  for (let left = changes(random); left > 0 && parts.length > 0; left--) {
    const at = random.below(parts.length);
    const place = random.below(parts.length + 1);
    const strange = other[random.below(Math.max(1, other.length))] ?? parts[at]!;
    switch (random.below(9)) {
      case 0:
        parts.splice(at, 1);
        break;
      case 1:
        parts.splice(place, 0, parts[at]!);
        break;
      case 2:
        parts.splice(random.below(parts.length), 0, ...parts.splice(at, 1));
        break;
      case 3:
        parts.splice(place, 0, strange);
        break;
      case 4:
        parts.splice(place, parts.length, ...other.slice(random.below(other.length + 1)));
        break;
      default:
        parts[at] = mutateOctets(random, parts[at]!, strange);
    }
  }
  return parts;
}

function mutateOctets(random: Random, from: Uint8Array, other: Uint8Array): Uint8Array {
  let octets: Uint8Array = from.slice();
  for (let left = changes(random); left > 0; left--) octets = changeOnce(random, octets, other);
  return octets;
}

/** May change `octets` in place. */
function changeOnce(random: Random, octets: Uint8Array, other: Uint8Array): Uint8Array {
  const at = random.below(octets.length + 1);
  const end = Math.min(octets.length, at + 1 + Math.floor(random.next() ** 3 * octets.length));
  switch (random.below(12)) {
    case 0:
    case 1:
      if (at < octets.length) octets[at] = octets[at]! ^ (1 << random.below(8));
      return octets;
    case 2:
      if (at < octets.length) octets[at] = random.below(256);
      return octets;
    case 3:
    case 4:
      return writeNumber(random, octets, at);
    case 5:
      return octets.subarray(0, at);
    case 6:
      return splice(octets, at, end, new Uint8Array(0));
    case 7:
      return splice(octets, at, at, octets.slice(at, end));
    case 8:
      return splice(octets, at, random.happens(0.5) ? at : end, DICTIONARY[random.below(DICTIONARY.length)]!);
    case 9:
      return splice(octets, at, random.happens(0.5) ? at : end, stretchOf(random, other));
    case 10:
      return splice(octets, at, at, runOf(random, octets[at] ?? 0));
    default:
      return repeated(random, octets, at, end);
  }
}

/** Over a field that may be a length, in either byte order. */
function writeNumber(random: Random, octets: Uint8Array, at: number): Uint8Array {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const littleEndian = random.happens(0.5);
  const near = octets.length - at + random.below(9) - 4;
  const value = random.happens(0.3) ? near : EDGES[random.below(EDGES.length)]!;
  const size = [1, 2, 4][random.below(3)]!;
  if (at + size > octets.length) return octets;
  if (size === 1) view.setUint8(at, value & 0xff);
  else if (size === 2) view.setUint16(at, value & 0xffff, littleEndian);
  else view.setUint32(at, random.happens(0.4) ? WIDE_EDGES[random.below(WIDE_EDGES.length)]! : value, littleEndian);
  return octets;
}

function runOf(random: Random, octet: number): Uint8Array {
  return new Uint8Array(Math.floor(random.next() ** 4 * MAX_RUN_OCTETS)).fill(
    random.happens(0.7) ? octet : random.below(256),
  );
}

function stretchOf(random: Random, other: Uint8Array): Uint8Array {
  const start = random.below(other.length + 1);
  return other.slice(start, start + random.below(200));
}

function repeated(random: Random, octets: Uint8Array, at: number, end: number): Uint8Array {
  const piece = octets.slice(at, Math.min(end, at + 100));
  return splice(octets, at, at, concat(Array<Uint8Array>(1 + random.below(50)).fill(piece)));
}

function splice(octets: Uint8Array, start: number, end: number, put: Uint8Array): Uint8Array {
  return concat([octets.subarray(0, start), put, octets.subarray(end)]);
}
