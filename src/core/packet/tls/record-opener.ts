/** Opens protected records: AES-GCM and ChaCha20-Poly1305 of TLS 1.2 and 1.3, AES-CBC with MAC up to TLS 1.2. */
import { cbc } from "@noble/ciphers/aes.js";
import { hmac } from "@noble/hashes/hmac.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { CipherSuite } from "./cipher-suites.js";
import { TLS_1_0, TLS_1_3 } from "./hello.js";
import { type DirectionKeys, HASHES, type KeySizes } from "./key-derivation.js";
import { RECORD_HEADER_OCTETS } from "./record.js";
import {
  aead,
  authenticatedHeader,
  BLOCK_OCTETS,
  EXPLICIT_NONCE_OCTETS,
  NONCE_OCTETS,
  sequenceNonce,
  TAG_OCTETS,
} from "./record-protection.js";
import type { RecordSealer } from "./record-sealer.js";

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
  /** Where a copy is made: protects its records under the keys that it has instead. */
  readonly sealer?: RecordSealer | undefined;
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
  suite: CipherSuite,
  key: Uint8Array,
  nonce: Uint8Array,
  additional: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < TAG_OCTETS) return undefined;
  try {
    return aead(suite, key, nonce, additional).decrypt(sealed);
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
