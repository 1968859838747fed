/** What opening and sealing records share: ciphers that authenticate, nonces, and what tag or MAC protect beside the content. */
import { gcm } from "@noble/ciphers/aes.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { CipherSuite } from "./cipher-suites.js";

export const BLOCK_OCTETS = 16;
export const TAG_OCTETS = 16;
/** TLS 1.2 sends these octets of the nonce with each record of AES-GCM (RFC 5288 §3). */
export const EXPLICIT_NONCE_OCTETS = 8;
export const NONCE_OCTETS = 12;

export function aead({ protection }: CipherSuite, key: Uint8Array, nonce: Uint8Array, additional: Uint8Array) {
  return protection === "gcm" ? gcm(key, nonce, additional) : chacha20poly1305(key, nonce, additional);
}

/** Sequence number, content type, version and length, which tag or MAC protect (RFC 5246 §6.2.3.3). */
export function authenticatedHeader(record: Uint8Array, sequence: number, length: number): Uint8Array {
  const header = new Uint8Array(13);
  putSequence(header, 0, sequence);
  header.set(record.subarray(0, 3), 8);
  header[11] = length >> 8;
  header[12] = length & 0xff;
  return header;
}

/** The sequence number, laid over the end of the vector (RFC 8446 §5.3, RFC 7905 §2). */
export function sequenceNonce(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = new Uint8Array(NONCE_OCTETS);
  putSequence(nonce, NONCE_OCTETS - 8, sequence);
  return nonce.map((octet, index) => octet ^ iv[index]!);
}

function putSequence(octets: Uint8Array, at: number, sequence: number): void {
  const view = new DataView(octets.buffer);
  view.setUint32(at, Math.floor(sequence / 2 ** 32));
  view.setUint32(at + 4, sequence >>> 0);
}
