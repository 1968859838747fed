/** Protects records of a copy, each in the room that it had, with its nonce or vector: what `record-opener.ts` opens. */
import { cbc } from "@noble/ciphers/aes.js";
import { hmac } from "@noble/hashes/hmac.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { CipherSuite } from "./cipher-suites.js";
import { TLS_1_0, TLS_1_3 } from "./hello.js";
import { type DirectionKeys, HASHES } from "./key-derivation.js";
import { RECORD_HEADER_OCTETS } from "./record.js";
import {
  aead,
  authenticatedHeader,
  BLOCK_OCTETS,
  EXPLICIT_NONCE_OCTETS,
  sequenceNonce,
  TAG_OCTETS,
} from "./record-protection.js";

export interface RecordSealer {
  /**
   * Records of a direction are given in their order.
   * @param record as it was, with its header
   * @param type content type, which TLS 1.3 hides within
   * @param content as long as what was opened
   * @returns a record of the same length.
   */
  seal(record: Uint8Array, sequence: number, type: number, content: Uint8Array): Uint8Array;
}

/** @returns undefined for a suite that cannot be opened either. */
export function recordSealer(
  suite: CipherSuite,
  version: number,
  keys: DirectionKeys,
  encryptThenMac: boolean,
): RecordSealer | undefined {
  if (suite.protection === undefined) return undefined;
  if (suite.protection === "cbc") return new CbcSealer(suite, version, keys, encryptThenMac);
  return version >= TLS_1_3 ? new Tls13Sealer(suite, keys) : new AeadSealer(suite, keys);
}

/** RFC 8446 §5.2. */
class Tls13Sealer implements RecordSealer {
  constructor(
    private readonly suite: CipherSuite,
    private readonly keys: DirectionKeys,
  ) {}

  seal(record: Uint8Array, sequence: number, type: number, content: Uint8Array): Uint8Array {
    const { key, iv } = this.keys;
    const header = record.subarray(0, RECORD_HEADER_OCTETS);
    // What is left behind the type is padding.
    const inner = new Uint8Array(record.length - RECORD_HEADER_OCTETS - TAG_OCTETS);
    inner.set(content);
    inner[content.length] = type;
    return concatBytes(header, aead(this.suite, key, sequenceNonce(iv, sequence), header).encrypt(inner));
  }
}

/** RFC 5288 and RFC 7905. */
class AeadSealer implements RecordSealer {
  constructor(
    private readonly suite: CipherSuite,
    private readonly keys: DirectionKeys,
  ) {}

  seal(record: Uint8Array, sequence: number, _type: number, content: Uint8Array): Uint8Array {
    const { key, iv } = this.keys;
    const isGcm = this.suite.protection === "gcm";
    const start = RECORD_HEADER_OCTETS + (isGcm ? EXPLICIT_NONCE_OCTETS : 0);
    const head = record.subarray(0, start);
    const nonce = isGcm ? concatBytes(iv, head.subarray(RECORD_HEADER_OCTETS)) : sequenceNonce(iv, sequence);
    const additional = authenticatedHeader(record, sequence, content.length);
    return concatBytes(head, aead(this.suite, key, nonce, additional).encrypt(content));
  }
}

/** RFC 5246 §6.2.3.2, and RFC 7366 where encryption comes before the MAC. */
class CbcSealer implements RecordSealer {
  readonly #hash;
  readonly #ivOctets: number;
  /** TLS 1.0 goes on with the last block of the record before (RFC 2246 §6.2.3.2). */
  #chainedIv: Uint8Array;

  constructor(
    suite: CipherSuite,
    version: number,
    private readonly keys: DirectionKeys,
    private readonly encryptThenMac: boolean,
  ) {
    this.#hash = HASHES[suite.mac];
    this.#ivOctets = version > TLS_1_0 ? BLOCK_OCTETS : 0;
    this.#chainedIv = keys.iv;
  }

  seal(record: Uint8Array, sequence: number, _type: number, content: Uint8Array): Uint8Array {
    const start = RECORD_HEADER_OCTETS + this.#ivOctets;
    const head = record.subarray(0, start);
    const end = this.encryptThenMac ? record.length - this.#hash.outputLen : record.length;
    const inner = this.encryptThenMac ? content : concatBytes(content, this.#mac(record, sequence, content));
    const padded = new Uint8Array(end - start).fill(end - start - inner.length - 1);
    padded.set(inner);
    const iv = this.#ivOctets > 0 ? head.subarray(RECORD_HEADER_OCTETS) : this.#chainedIv;
    const encrypted = cbc(this.keys.key, iv, { disablePadding: true }).encrypt(padded);
    this.#chainedIv = encrypted.slice(-BLOCK_OCTETS);
    const sealed = concatBytes(head, encrypted);
    if (!this.encryptThenMac) return sealed;
    return concatBytes(sealed, this.#mac(record, sequence, sealed.subarray(RECORD_HEADER_OCTETS)));
  }

  #mac(record: Uint8Array, sequence: number, content: Uint8Array): Uint8Array {
    const header = authenticatedHeader(record, sequence, content.length);
    return hmac(this.#hash, this.keys.mac, concatBytes(header, content));
  }
}
