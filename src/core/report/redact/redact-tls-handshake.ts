/** Messages of the TLS handshake (RFC 5246 §7.4, RFC 8446 §4): names of servers and owners replaced. */
import { octetsOf, viewOf } from "../../model/octets.js";
import type { StreamOrigin } from "../../packet/stream-reader.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactDer } from "./redact-der.js";
import { textOf } from "./redact-message.js";
import { keepsNothing, scrub } from "./scrub.js";
import { type ShowOctets, StreamPiece } from "./stream-piece.js";

const HEADER_OCTETS = 4;
/** A certificate chain has a few thousand octets. */
const MAX_MESSAGE_OCTETS = 256 * 1024;
const MESSAGE = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  sessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
} as const;
const SERVER_NAME = 0;
/** Extensions of numbers and words of the protocol: status request, groups, point formats, signatures, ALPN, SCT asked for ... */
const PLAIN_EXTENSIONS = new Set([
  1, 5, 10, 11, 13, 14, 15, 16, 17, 18, 22, 23, 27, 28, 43, 45, 49, 50, 51, 0xff01, 17513,
]);
const RANDOM_END = HEADER_OCTETS + 34;

/** The messages in the records of one side, of which one may come in several. */
export class HandshakeRedactor {
  /** The message at hand. */
  readonly #message = new StreamPiece();
  #isLost = false;

  constructor(
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {}

  /** The next content of records that hold messages. */
  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const message = this.#message;
    for (let at = start; at < end && !this.#isLost;) {
      const wanted = message.length < HEADER_OCTETS ? HEADER_OCTETS : this.#messageOctets();
      const next = Math.min(end, at + wanted - message.length);
      message.add(octets, at, next, origin);
      at = next;
      if (message.length < HEADER_OCTETS) continue;
      if (this.#messageOctets() > MAX_MESSAGE_OCTETS) return this.gap();
      if (message.length < this.#messageOctets()) continue;
      this.show(redactHandshakeMessage(message.octets.slice(), this.pseudonyms), message.mapOf(0, message.length));
      message.clear();
    }
  }

  /** Octets are missing: no message can be found any more. */
  gap(): void {
    this.#isLost = true;
    this.#message.clear();
  }

  #messageOctets(): number {
    const { octets } = this.#message;
    return HEADER_OCTETS + octets[1]! * 65_536 + octets[2]! * 256 + octets[3]!;
  }
}

/** @param octets a whole message, changed in place and given back */
function redactHandshakeMessage(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  switch (octets[0]) {
    case MESSAGE.clientHello:
      redactHello(octets, true, pseudonyms);
      return octets;
    case MESSAGE.serverHello:
      redactHello(octets, false, pseudonyms);
      return octets;
    case MESSAGE.encryptedExtensions:
      redactExtensions(octets, HEADER_OCTETS + 2, pseudonyms);
      return octets;
    case MESSAGE.certificateVerify:
      // Behind the algorithm and the length stands the signature.
      pseudonyms.opaque(octets.subarray(HEADER_OCTETS + 4));
      return octets;
    case MESSAGE.certificate:
      redactCertificates(octets, pseudonyms);
      return octets;
    case MESSAGE.certificateRequest:
      redactAuthorities(octets, pseudonyms);
      return octets;
    case MESSAGE.helloRequest:
    case MESSAGE.serverHelloDone:
    case MESSAGE.serverKeyExchange:
    case MESSAGE.clientKeyExchange:
      return octets;
    case MESSAGE.sessionTicket:
      octets.fill(0, HEADER_OCTETS + 6);
      return octets;
    default:
      return octets.fill(0, HEADER_OCTETS);
  }
}

/** Version and random number, session, suites, compression, then extensions. */
function redactHello(octets: Uint8Array, isClient: boolean, pseudonyms: Pseudonyms): void {
  const view = viewOf(octets);
  const u16 = (at: number) => (at + 2 <= octets.length ? view.getUint16(at) : 0);
  const session = octets[RANDOM_END] ?? 0;
  pseudonyms.opaque(octets.subarray(RANDOM_END + 1, Math.min(octets.length, RANDOM_END + 1 + session)));
  let at = RANDOM_END + 1 + session;
  at += isClient ? 2 + u16(at) : 2;
  at += isClient ? 1 + (octets[at] ?? 0) : 1;
  redactExtensions(octets, at + 2, pseudonyms);
}

/** @param at where the first of them begins */
function redactExtensions(octets: Uint8Array, at: number, pseudonyms: Pseudonyms): void {
  const view = viewOf(octets);
  const u16 = (offset: number) => view.getUint16(offset);
  while (at + 4 <= octets.length) {
    const end = Math.min(octets.length, at + 4 + u16(at + 2));
    const value = octets.subarray(at + 4, end);
    if (u16(at) === SERVER_NAME) redactServerNames(value, pseudonyms);
    else if (!PLAIN_EXTENSIONS.has(u16(at))) redactOpaque(value, pseudonyms);
    at = end;
  }
}

/** Lengths that extensions begin with are lost in most cases, but no reader of ours asks for them. */
function redactOpaque(value: Uint8Array, pseudonyms: Pseudonyms): void {
  if (value.length > 0) pseudonyms.opaque(value);
}

/** A list of a type, a length and a name (RFC 6066 §3). */
function redactServerNames(value: Uint8Array, pseudonyms: Pseudonyms): void {
  for (let at = 2; at + 3 <= value.length;) {
    const end = Math.min(value.length, at + 3 + value[at + 1]! * 256 + value[at + 2]!);
    value.set(octetsOf(scrub(textOf(value.subarray(at + 3, end)), pseudonyms, keepsNothing)), at + 3);
    at = end;
  }
}

function redactCertificates(octets: Uint8Array, pseudonyms: Pseudonyms): void {
  const u16 = (at: number) => (octets[at] ?? 0) * 256 + (octets[at + 1] ?? 0);
  const u24 = (at: number) => u16(at) * 256 + (octets[at + 2] ?? 0);
  // Up to TLS 1.2 the list fills the message; in TLS 1.3 a context stands before it, and extensions behind each certificate.
  const isTls13 = HEADER_OCTETS + 3 + u24(HEADER_OCTETS) !== octets.length;
  const start = isTls13 ? HEADER_OCTETS + 1 + (octets[HEADER_OCTETS] ?? 0) + 3 : HEADER_OCTETS + 3;
  for (let at = start; at + 3 <= octets.length;) {
    const end = Math.min(octets.length, at + 3 + u24(at));
    redactDer(octets.subarray(at + 3, end), pseudonyms);
    pseudonyms.tally.count("certificates");
    const extensionsEnd = isTls13 ? Math.min(octets.length, end + 2 + u16(end)) : end;
    pseudonyms.opaque(octets.subarray(Math.min(end + 2, extensionsEnd), extensionsEnd));
    at = extensionsEnd;
  }
}

/** Types, algorithms, then the names of authorities, each with its length (RFC 5246 §7.4.4). */
function redactAuthorities(octets: Uint8Array, pseudonyms: Pseudonyms): void {
  const types = octets[HEADER_OCTETS] ?? 0;
  const algorithms = HEADER_OCTETS + 1 + types;
  const u16 = (at: number) => (octets[at] ?? 0) * 256 + (octets[at + 1] ?? 0);
  // Before TLS 1.2 there are no algorithms: then the list fills the message exactly.
  const fits = algorithms + 2 + u16(algorithms) === octets.length && u16(algorithms) !== 0;
  let at = fits ? algorithms + 2 : algorithms + 2 + u16(algorithms) + 2;
  while (at + 2 <= octets.length) {
    const end = Math.min(octets.length, at + 2 + u16(at));
    redactDer(octets.subarray(at + 2, end), pseudonyms);
    at = end;
  }
}
