/** ClientHello and ServerHello: what is offered and what is chosen (RFC 8446 §4.1, RFC 5246 §7.4.1). */
import { bytesToHex } from "@noble/hashes/utils.js";
import { FieldReader, numbersOf } from "./field-reader.js";

export const TLS_1_0 = 0x0301;
export const TLS_1_2 = 0x0303;
export const TLS_1_3 = 0x0304;

const RANDOM_OCTETS = 32;
/** More than anyone sends; each costs an entry. */
const MAX_EXTENSIONS = 200;

const EXTENSION = {
  serverName: 0,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  sessionTicket: 35,
  preSharedKey: 41,
  earlyData: 42,
  supportedVersions: 43,
} as const;

/** Random of a ServerHello that is a HelloRetryRequest: the SHA-256 of that word (RFC 8446 §4.1.3). */
const RETRY_RANDOM = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

export interface ClientHello {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suites: readonly number[];
  /** The favourite first. */
  readonly versions: readonly number[];
  readonly sni: string | undefined;
  /** Ticket of the session to resume (RFC 5077); empty when there is none. */
  readonly ticket: Uint8Array;
  readonly encryptThenMac: boolean;
  readonly offersEarlyData: boolean;
}

export interface ServerHello {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly version: number;
  readonly suite: number;
  readonly compression: number;
  /** Asks for another ClientHello. */
  readonly isRetry: boolean;
  readonly encryptThenMac: boolean;
  readonly extendedMasterSecret: boolean;
  /** TLS 1.3 resumes by a key of the session before. */
  readonly usesPreSharedKey: boolean;
}

type Extensions = ReadonlyMap<number, Uint8Array>;

/** @returns undefined when the body of the message is not one. */
export function decodeClientHello(body: Uint8Array): ClientHello | undefined {
  const fields = new FieldReader(body);
  const version = fields.number(2);
  const random = fields.octets(RANDOM_OCTETS);
  const sessionId = fields.vector(1);
  const suites = numbersOf(fields.vector(2));
  fields.vector(1);
  if (fields.isShort) return undefined;
  const extensions = readExtensions(fields);
  const supported = extensions.get(EXTENSION.supportedVersions);
  return {
    random,
    sessionId,
    suites: suites.filter(isNoGrease),
    versions: supported ? numbersOf(new FieldReader(supported).vector(1)).filter(isNoGrease) : [version],
    sni: serverName(extensions.get(EXTENSION.serverName)),
    ticket: extensions.get(EXTENSION.sessionTicket) ?? new Uint8Array(0),
    encryptThenMac: extensions.has(EXTENSION.encryptThenMac),
    offersEarlyData: extensions.has(EXTENSION.earlyData),
  };
}

/** @returns undefined when the body of the message is not one. */
export function decodeServerHello(body: Uint8Array): ServerHello | undefined {
  const fields = new FieldReader(body);
  const version = fields.number(2);
  const random = fields.octets(RANDOM_OCTETS);
  const sessionId = fields.vector(1);
  const suite = fields.number(2);
  const compression = fields.number(1);
  if (fields.isShort) return undefined;
  const extensions = readExtensions(fields);
  const selected = numbersOf(extensions.get(EXTENSION.supportedVersions) ?? new Uint8Array(0))[0];
  return {
    random,
    sessionId,
    version: selected ?? version,
    suite,
    compression,
    isRetry: bytesToHex(random) === RETRY_RANDOM,
    encryptThenMac: extensions.has(EXTENSION.encryptThenMac),
    extendedMasterSecret: extensions.has(EXTENSION.extendedMasterSecret),
    usesPreSharedKey: extensions.has(EXTENSION.preSharedKey),
  };
}

/** Whether EncryptedExtensions take the early data that the client sent (RFC 8446 §4.2.10). */
export function acceptsEarlyData(body: Uint8Array): boolean {
  return readExtensions(new FieldReader(body)).has(EXTENSION.earlyData);
}

/** The body of NewSessionTicket before TLS 1.3: a lifetime, then the ticket (RFC 5077 §3.3). */
export function decodeSessionTicket(body: Uint8Array): Uint8Array {
  const fields = new FieldReader(body);
  fields.octets(4);
  return fields.vector(2);
}

/** `TLS 1.2`; a number that no version has stays one. */
export function versionName(version: number): string {
  if (version === 0x0300) return "SSL 3.0";
  const isKnown = version >= TLS_1_0 && version <= TLS_1_3;
  return isKnown ? `TLS 1.${version - TLS_1_0}` : `0x${version.toString(16).padStart(4, "0")}`;
}

function readExtensions(fields: FieldReader): Extensions {
  const extensions = new Map<number, Uint8Array>();
  if (fields.isAtEnd) return extensions;
  const list = new FieldReader(fields.vector(2));
  while (!list.isAtEnd && !list.isShort && extensions.size < MAX_EXTENSIONS) {
    const type = list.number(2);
    const value = list.vector(2);
    if (!list.isShort) extensions.set(type, value);
  }
  return extensions;
}

/** The first host name of the list (RFC 6066 §3). */
function serverName(extension: Uint8Array | undefined): string | undefined {
  if (extension === undefined) return undefined;
  const list = new FieldReader(new FieldReader(extension).vector(2));
  while (!list.isAtEnd && !list.isShort) {
    const type = list.number(1);
    const name = list.vector(2);
    if (type === 0 && name.length > 0 && name.length <= 255) return new TextDecoder().decode(name);
  }
  return undefined;
}

/** Clients offer values without meaning to keep servers tolerant (RFC 8701). */
function isNoGrease(value: number): boolean {
  return (value & 0x0f0f) !== 0x0a0a || value >> 8 !== (value & 0xff);
}
