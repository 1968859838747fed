/** Keys from secrets: the pseudorandom function up to TLS 1.2 (RFC 5246 §5, RFC 2246 §5) and HKDF-Expand-Label of TLS 1.3 (RFC 8446 §7.1). */
import { expand } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { CipherSuite } from "./cipher-suites.js";
import { TLS_1_2 } from "./hello.js";

export const HASHES = { sha1, sha256, sha384 } as const;

type Hash = typeof md5 | typeof sha256 | typeof sha384;

const MASTER_SECRET_OCTETS = 48;

/** The protocol version and the hash of the suite decide which function a connection uses. */
export interface PrfOf {
  readonly version: number;
  readonly hash: CipherSuite["hash"];
}

export function prf(of: PrfOf, secret: Uint8Array, label: string, seed: Uint8Array, octets: number): Uint8Array {
  const labelledSeed = concatBytes(ascii(label), seed);
  if (of.version >= TLS_1_2) return expandHash(HASHES[of.hash], secret, labelledSeed, octets);
  const half = Math.ceil(secret.length / 2);
  const result = expandHash(md5, secret.subarray(0, half), labelledSeed, octets);
  const other = expandHash(sha1, secret.subarray(secret.length - half), labelledSeed, octets);
  return result.map((octet, index) => octet ^ other[index]!);
}

/** P_hash of RFC 5246 §5. */
function expandHash(hash: Hash, secret: Uint8Array, seed: Uint8Array, octets: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  let a = seed;
  for (let length = 0; length < octets; length += hash.outputLen) {
    a = hmac(hash, secret, a);
    blocks.push(hmac(hash, secret, concatBytes(a, seed)));
  }
  return concatBytes(...blocks).slice(0, octets);
}

export interface Randoms {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

/** @param transcript the handshake's messages up to ClientKeyExchange, where the extended master secret was agreed (RFC 7627 §4). */
export function masterSecret(
  of: PrfOf,
  premaster: Uint8Array,
  { client, server }: Randoms,
  transcript?: Uint8Array,
): Uint8Array {
  if (transcript === undefined) {
    return prf(of, premaster, "master secret", concatBytes(client, server), MASTER_SECRET_OCTETS);
  }
  const session = of.version >= TLS_1_2 ? HASHES[of.hash](transcript) : concatBytes(md5(transcript), sha1(transcript));
  return prf(of, premaster, "extended master secret", session, MASTER_SECRET_OCTETS);
}

/** What protects one direction. */
export interface DirectionKeys {
  /** Empty where the cipher authenticates itself. */
  readonly mac: Uint8Array;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/** How long each part is. */
export interface KeySizes {
  readonly mac: number;
  readonly key: number;
  readonly iv: number;
}

/** The key block of RFC 5246 §6.3, cut for both directions. */
export function connectionKeys(
  of: PrfOf,
  master: Uint8Array,
  { client, server }: Randoms,
  sizes: KeySizes,
): { readonly client: DirectionKeys; readonly server: DirectionKeys } {
  const { mac, key, iv } = sizes;
  const block = prf(of, master, "key expansion", concatBytes(server, client), 2 * (mac + key + iv));
  let at = 0;
  const cut = (octets: number) => block.subarray(at, (at += octets));
  const macs = [cut(mac), cut(mac)] as const;
  const keys = [cut(key), cut(key)] as const;
  const ivs = [cut(iv), cut(iv)] as const;
  return {
    client: { mac: macs[0], key: keys[0], iv: ivs[0] },
    server: { mac: macs[1], key: keys[1], iv: ivs[1] },
  };
}

export function expandLabel(
  hash: CipherSuite["hash"],
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  octets: number,
): Uint8Array {
  const fullLabel = ascii(`tls13 ${label}`);
  const head = Uint8Array.of(octets >> 8, octets & 0xff, fullLabel.length);
  const info = concatBytes(head, fullLabel, Uint8Array.of(context.length), context);
  return expand(HASHES[hash], secret, info, octets);
}

/** Keys of a direction from its traffic secret (RFC 8446 §7.3). */
export function trafficKeys(suite: CipherSuite, secret: Uint8Array): DirectionKeys {
  const part = (label: string, octets: number) => expandLabel(suite.hash, secret, label, new Uint8Array(0), octets);
  return { mac: new Uint8Array(0), key: part("key", suite.keyOctets), iv: part("iv", 12) };
}

/** The secret after a KeyUpdate (RFC 8446 §7.2). */
export function nextTrafficSecret({ hash }: CipherSuite, secret: Uint8Array): Uint8Array {
  return expandLabel(hash, secret, "traffic upd", new Uint8Array(0), HASHES[hash].outputLen);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
