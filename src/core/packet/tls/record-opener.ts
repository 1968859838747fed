/** Opens protected records: AES-GCM and ChaCha20-Poly1305 of TLS 1.2 and 1.3, AES-CBC with MAC up to TLS 1.2. */
import { cbc, gcm } from "@noble/ciphers/aes.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hmac } from "@noble/hashes/hmac.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { CipherSuite } from "./cipher-suites.js";
import { TLS_1_0, TLS_1_3 } from "./hello.js";
import { type DirectionKeys, HASHES, type KeySizes } from "./key-derivation.js";
import { RECORD_HEADER_OCTETS } from "./record.js";

const BLOCK_OCTETS = 16;
const TAG_OCTETS = 16;
/** TLS 1.2 sends these octets of the nonce with each record of AES-GCM (RFC 5288 §3). */
const EXPLICIT_NONCE_OCTETS = 8;
const NONCE_OCTETS = 12;

export interface OpenedRecord {
  /** Content type; TLS 1.3 hides it within the record. */
  readonly type: number;
  readonly octets: Uint8Array;
}

export interface RecordOpener {
  /**
   * @param record with its header
   * @param sequence records of the direction that these keys protected before it
   * @returns undefined when the record does not prove to be protected by these keys.
   */
  open(record: Uint8Array, sequence: number): OpenedRecord | undefined;
}

/** Parts of the key block that a suite takes up to TLS 1.2. */
export function keySizes({ protection, keyOctets, mac }: CipherSuite): KeySizes {
  if (protection === "cbc") return { mac: HASHES[mac].outputLen, key: keyOctets, iv: BLOCK_OCTETS };
  return { mac: 0, key: keyOctets, iv: protection === "gcm" ? NONCE_OCTETS - EXPLICIT_NONCE_OCTETS : NONCE_OCTETS };
}

/** @returns undefined for a suite that cannot be opened. */
export function recordOpener(
  suite: CipherSuite,
  version: number,
  keys: DirectionKeys,
  encryptThenMac: boolean,
): RecordOpener | undefined {
  switch (suite.protection) {
    case "cbc":
      return new CbcOpener(suite, version, keys, encryptThenMac);
    case "gcm":
    case "chacha20-poly1305":
      return version >= TLS_1_3 ? new Tls13Opener(suite, keys) : new AeadOpener(suite, keys);
    case undefined:
      return undefined;
  }
}

function decrypt(
  { protection }: CipherSuite,
  key: Uint8Array,
  nonce: Uint8Array,
  additional: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < TAG_OCTETS) return undefined;
  const cipher = protection === "gcm" ? gcm(key, nonce, additional) : chacha20poly1305(key, nonce, additional);
  try {
    return cipher.decrypt(sealed);
  } catch {
    // The library says so when the tag does not fit.
    return undefined;
  }
}

/** RFC 8446 §5.2. */
class Tls13Opener implements RecordOpener {
  constructor(
    private readonly suite: CipherSuite,
    private readonly keys: DirectionKeys,
  ) {}

  open(record: Uint8Array, sequence: number): OpenedRecord | undefined {
    const header = record.subarray(0, RECORD_HEADER_OCTETS);
    const { key, iv } = this.keys;
    const sealed = record.subarray(RECORD_HEADER_OCTETS);
    const inner = decrypt(this.suite, key, sequenceNonce(iv, sequence), header, sealed);
    if (inner === undefined) return undefined;
    // Zeros may follow the content type as padding (§5.4).
    let end = inner.length - 1;
    while (end >= 0 && inner[end] === 0) end--;
    return { type: inner[end] ?? 0, octets: inner.subarray(0, Math.max(0, end)) };
  }
}

/** RFC 5288 and RFC 7905. */
class AeadOpener implements RecordOpener {
  constructor(
    private readonly suite: CipherSuite,
    private readonly keys: DirectionKeys,
  ) {}

  open(record: Uint8Array, sequence: number): OpenedRecord | undefined {
    const { key, iv } = this.keys;
    const isGcm = this.suite.protection === "gcm";
    const start = RECORD_HEADER_OCTETS + (isGcm ? EXPLICIT_NONCE_OCTETS : 0);
    const length = record.length - start - TAG_OCTETS;
    if (length < 0) return undefined;
    const nonce = isGcm ? concatBytes(iv, record.subarray(RECORD_HEADER_OCTETS, start)) : sequenceNonce(iv, sequence);
    const additional = authenticatedHeader(record, sequence, length);
    const octets = decrypt(this.suite, key, nonce, additional, record.subarray(start));
    return octets && { type: record[0]!, octets };
  }
}

/** RFC 5246 §6.2.3.2, and RFC 7366 where encryption comes before the MAC. */
class CbcOpener implements RecordOpener {
  readonly #hash;
  readonly #hasExplicitIv: boolean;
  /** TLS 1.0 goes on with the last block of the record before (RFC 2246 §6.2.3.2). */
  #chainedIv: Uint8Array;

  constructor(
    suite: CipherSuite,
    version: number,
    private readonly keys: DirectionKeys,
    private readonly encryptThenMac: boolean,
  ) {
    this.#hash = HASHES[suite.mac];
    this.#hasExplicitIv = version > TLS_1_0;
    this.#chainedIv = keys.iv;
  }

  open(record: Uint8Array, sequence: number): OpenedRecord | undefined {
    const macOctets = this.#hash.outputLen;
    const end = this.encryptThenMac ? record.length - macOctets : record.length;
    const start = RECORD_HEADER_OCTETS + (this.#hasExplicitIv ? BLOCK_OCTETS : 0);
    if (end - start < BLOCK_OCTETS || (end - start) % BLOCK_OCTETS !== 0) return undefined;
    if (this.encryptThenMac && !this.#isAuthentic(record, sequence, record.subarray(RECORD_HEADER_OCTETS, end), end)) {
      return undefined;
    }
    const iv = this.#hasExplicitIv ? record.subarray(RECORD_HEADER_OCTETS, start) : this.#chainedIv;
    const padded = cbc(this.keys.key, iv, { disablePadding: true }).decrypt(record.subarray(start, end));
    this.#chainedIv = record.slice(end - BLOCK_OCTETS, end);
    const contentEnd = withoutPadding(padded);
    if (contentEnd < 0) return undefined;
    if (this.encryptThenMac) return { type: record[0]!, octets: padded.subarray(0, contentEnd) };
    if (contentEnd < macOctets) return undefined;
    const octets = padded.subarray(0, contentEnd - macOctets);
    const mac = padded.subarray(contentEnd - macOctets, contentEnd);
    return this.#isMac(record, sequence, octets, mac) ? { type: record[0]!, octets } : undefined;
  }

  #isAuthentic(record: Uint8Array, sequence: number, content: Uint8Array, macAt: number): boolean {
    return this.#isMac(record, sequence, content, record.subarray(macAt));
  }

  #isMac(record: Uint8Array, sequence: number, content: Uint8Array, mac: Uint8Array): boolean {
    const header = authenticatedHeader(record, sequence, content.length);
    const expected = hmac(this.#hash, this.keys.mac, concatBytes(header, content));
    return expected.length === mac.length && expected.every((octet, index) => octet === mac[index]);
  }
}

/** @returns where the padding begins; -1 when it is none. Its last octet tells how many of the same stand before it. */
function withoutPadding(padded: Uint8Array): number {
  const length = padded.at(-1)!;
  const end = padded.length - 1 - length;
  if (end < 0) return -1;
  for (let at = end; at < padded.length; at++) if (padded[at] !== length) return -1;
  return end;
}

/** Sequence number, content type, version and length, which tag or MAC protect (RFC 5246 §6.2.3.3). */
function authenticatedHeader(record: Uint8Array, sequence: number, length: number): Uint8Array {
  const header = new Uint8Array(13);
  putSequence(header, 0, sequence);
  header.set(record.subarray(0, 3), 8);
  header[11] = length >> 8;
  header[12] = length & 0xff;
  return header;
}

/** The sequence number, laid over the end of the vector (RFC 8446 §5.3, RFC 7905 §2). */
function sequenceNonce(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = new Uint8Array(NONCE_OCTETS);
  putSequence(nonce, NONCE_OCTETS - 8, sequence);
  return nonce.map((octet, index) => octet ^ iv[index]!);
}

function putSequence(octets: Uint8Array, at: number, sequence: number): void {
  const view = new DataView(octets.buffer);
  view.setUint32(at, Math.floor(sequence / 2 ** 32));
  view.setUint32(at + 4, sequence >>> 0);
}
