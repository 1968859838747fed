/** What is sealed opens again, in the room and with the nonce of the record that was there: by every suite, version and order of the MAC. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { cipherSuite } from "../../../src/core/packet/tls/cipher-suites.js";
import { connectionKeys, trafficKeys } from "../../../src/core/packet/tls/key-derivation.js";
import { keySizes, recordOpener } from "../../../src/core/packet/tls/record-opener.js";
import { recordSealer } from "../../../src/core/packet/tls/record-sealer.js";

const TLS_1_0 = 0x0301;
const TLS_1_1 = 0x0302;
const TLS_1_2 = 0x0303;
const TLS_1_3 = 0x0304;
const APPLICATION_DATA = 23;

/** As connections of the corpus and older ones use. */
const SUITES = [
  { title: "AES-128-CBC-SHA of TLS 1.0", suite: 0x2f, version: TLS_1_0, encryptThenMac: false },
  { title: "AES-256-CBC-SHA of TLS 1.1", suite: 0x35, version: TLS_1_1, encryptThenMac: false },
  { title: "AES-128-CBC-SHA256 of TLS 1.2", suite: 0x3c, version: TLS_1_2, encryptThenMac: false },
  { title: "AES-256-CBC-SHA384, encrypted before the MAC", suite: 0xc028, version: TLS_1_2, encryptThenMac: true },
  { title: "AES-128-GCM of TLS 1.2", suite: 0x9c, version: TLS_1_2, encryptThenMac: false },
  { title: "ChaCha20-Poly1305 of TLS 1.2", suite: 0xcca8, version: TLS_1_2, encryptThenMac: false },
  { title: "AES-256-GCM of TLS 1.3", suite: 0x1302, version: TLS_1_3, encryptThenMac: false },
  { title: "ChaCha20-Poly1305 of TLS 1.3", suite: 0x1303, version: TLS_1_3, encryptThenMac: false },
] as const;

/** Octets of the fragment that holds so much content. */
function fragmentOctets(suite: number, version: number, encryptThenMac: boolean, content: number): number {
  const { protection, mac } = cipherSuite(suite);
  const macOctets = { sha1: 20, sha256: 32, sha384: 48 }[mac];
  if (version === TLS_1_3) return content + 1 + 16;
  if (protection === "gcm") return 8 + content + 16;
  if (protection === "chacha20-poly1305") return content + 16;
  const inner = encryptThenMac ? content : content + macOctets;
  const padded = inner + 16 - (inner % 16);
  return (version > TLS_1_0 ? 16 : 0) + padded + (encryptThenMac ? macOctets : 0);
}

describe.each(SUITES)("$title", ({ suite: number, version, encryptThenMac }) => {
  const suite = cipherSuite(number);
  const secret = new Uint8Array(48).fill(7);
  const randoms = { client: new Uint8Array(32).fill(1), server: new Uint8Array(32).fill(2) };
  const keys =
    version === TLS_1_3
      ? trafficKeys(suite, secret)
      : connectionKeys({ version, hash: suite.hash }, secret, randoms, keySizes(suite)).client;

  it("opens what was sealed, record by record", () => {
    const contents = fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { minLength: 1, maxLength: 5 });
    const noise = fc.uint8Array({ minLength: 600, maxLength: 600 });
    fc.assert(
      fc.property(contents, noise, (records, octets) => {
        const sealer = recordSealer(suite, version, keys, encryptThenMac)!;
        const opener = recordOpener(suite, version, keys, encryptThenMac)!;
        records.forEach((content, sequence) => {
          const length = fragmentOctets(number, version, encryptThenMac, content.length);
          const record = Uint8Array.of(APPLICATION_DATA, 3, 3, length >> 8, length & 0xff, ...octets.slice(0, length));
          const sealed = sealer.seal(record, sequence, APPLICATION_DATA, content);
          expect(sealed.length).toBe(record.length);
          expect(opener.open(sealed, sequence)).toEqual({ type: APPLICATION_DATA, octets: content });
        });
      }),
      { numRuns: 30 },
    );
  });
});

test("nothing is sealed by a suite that is not opened", () => {
  const keys = { mac: new Uint8Array(0), key: new Uint8Array(16), iv: new Uint8Array(12) };
  expect(recordSealer(cipherSuite(0x0005), TLS_1_2, keys, false)).toBeUndefined();
});
