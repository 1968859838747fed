/** The small parts of TLS: key logs, helloes, alerts, certificates, suites, and where a connection begins. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAlert } from "../../../src/core/packet/tls/alerts.js";
import { CertificateReader, firstCertificate } from "../../../src/core/packet/tls/certificate.js";
import { cipherSuite, cipherSuiteName } from "../../../src/core/packet/tls/cipher-suites.js";
import { HandshakeStream } from "../../../src/core/packet/tls/handshake-stream.js";
import { decodeClientHello, decodeServerHello, versionName } from "../../../src/core/packet/tls/hello.js";
import { isKeyLog, KeyLog } from "../../../src/core/packet/tls/key-log.js";
import { beginsTls } from "../../../src/core/packet/tls/record.js";
import { ascii, concat, fromHex, toHex } from "../../capture/capture-files.js";
import { clientHello, message, serverHello } from "./scripted-tls13.js";

const RANDOM = new Uint8Array(32).fill(0xab);
const SECRET = "0123456789abcdef".repeat(6);

describe("a key log", () => {
  const keys = new KeyLog();
  const understood = keys.add(
    [
      "# comment",
      `CLIENT_RANDOM ${"ab".repeat(32)} ${SECRET}`,
      `client_handshake_traffic_secret ${"AB".repeat(32)} ${SECRET.toUpperCase()}\r`,
      `RSA 1122334455667788 ${SECRET}`,
      `RSA Session-ID:0102 Master-Key:${SECRET}`,
      `EXPORTER_SECRET ${"ab".repeat(32)} ${SECRET}`,
      `CLIENT_RANDOM ${"ab".repeat(32)} ${SECRET}0`,
      `CLIENT_RANDOM ${"ab".repeat(32)}`,
      `SERVER_TRAFFIC_SECRET_0 ${"xy".repeat(32)} ${SECRET}`,
      "x".repeat(100_000),
      `PMS_CLIENT_RANDOM ${"cd".repeat(32)} ${SECRET}`,
    ].join("\n"),
  );

  it("gives its secrets by what it names them by, whatever the case of letters", () => {
    expect(understood).toBe(5);
    expect(toHex(keys.master(RANDOM)!)).toBe(SECRET);
    expect(toHex(keys.traffic("CLIENT_HANDSHAKE_TRAFFIC_SECRET", RANDOM)!)).toBe(SECRET);
    expect(toHex(keys.premaster(RANDOM, fromHex("1122334455667788990011"))!)).toBe(SECRET);
    expect(toHex(keys.premaster(new Uint8Array(32).fill(0xcd), fromHex("00"))!)).toBe(SECRET);
    expect(toHex(keys.masterOfSession(fromHex("0102"))!)).toBe(SECRET);
  });

  it("has nothing for other names", () => {
    expect(keys.master(new Uint8Array(32))).toBeUndefined();
    expect(keys.traffic("SERVER_TRAFFIC_SECRET_0", RANDOM)).toBeUndefined();
    expect(keys.masterOfSession(new Uint8Array(0))).toBeUndefined();
    expect(new KeyLog().hasPremasters).toBe(false);
    expect(keys.hasPremasters).toBe(true);
  });

  it("is told from other texts", () => {
    expect(isKeyLog(ascii(`CLIENT_RANDOM ${"ab".repeat(32)} ${SECRET}`))).toBe(true);
    expect(isKeyLog(ascii("REGISTER sip:example.com SIP/2.0\r\n"))).toBe(false);
    expect(isKeyLog(new Uint8Array(0))).toBe(false);
  });
});

describe("a hello", () => {
  const body = (octets: Uint8Array) => octets.subarray(4);

  it("of TLS 1.2 offers the version of its field", () => {
    const hello = concat([fromHex("0303"), RANDOM, fromHex("00 0002 c02f 01 00")]);
    expect(decodeClientHello(hello)).toMatchObject({ versions: [0x0303], suites: [0xc02f], sni: undefined });
  });

  it("keeps what is readable before an extension that is cut", () => {
    const whole = body(clientHello());
    expect(decodeClientHello(whole.subarray(0, whole.length - 3))).toMatchObject({
      suites: [0x1301],
      versions: [0x0303],
    });
    expect(decodeClientHello(whole.subarray(0, 40))).toBeUndefined();
  });

  it("is one or none, whatever the octets", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (noise, at) => {
        for (const hello of [body(clientHello()), body(serverHello())]) {
          const copy = hello.slice();
          copy.set(noise.subarray(0, Math.max(0, copy.length - at)), Math.min(at, copy.length));
          const client = decodeClientHello(copy);
          if (client) expect(client.random).toHaveLength(32);
          const server = decodeServerHello(copy);
          if (server) expect(server.random).toHaveLength(32);
        }
      }),
    );
  });

  it.each([
    [0x0300, "SSL 3.0"],
    [0x0301, "TLS 1.0"],
    [0x0304, "TLS 1.3"],
    [0x7f1c, "0x7f1c"],
  ])("calls version %i %s", (version, name) => {
    expect(versionName(version)).toBe(name);
  });
});

describe("a cipher suite", () => {
  it.each([
    [0x1301, "TLS_AES_128_GCM_SHA256", { protection: "gcm", keyOctets: 16, hash: "sha256" }],
    [0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", { protection: "gcm", keyOctets: 32, hash: "sha384" }],
    [0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", { protection: "cbc", keyOctets: 16, hash: "sha256", mac: "sha1" }],
    [0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", { protection: "cbc", hash: "sha384", mac: "sha384" }],
    [0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", { protection: "chacha20-poly1305", keyOctets: 32 }],
    [0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", { protection: undefined }],
    [0xc0ac, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM", { protection: undefined }],
    [0xfefe, "0xfefe", { protection: undefined }],
  ])("%i is %s", (suite, name, parts) => {
    expect(cipherSuiteName(suite)).toBe(name);
    expect(cipherSuite(suite)).toMatchObject(parts);
  });
});

describe("an alert", () => {
  it("is of two octets", () => {
    expect(decodeAlert(Uint8Array.of(2, 48))).toEqual({ level: "fatal", description: "unknown_ca" });
    expect(decodeAlert(Uint8Array.of(1, 201))).toEqual({ level: "warning", description: "alert_201" });
    expect(decodeAlert(Uint8Array.of(2))).toBeUndefined();
    expect(decodeAlert(new Uint8Array(0))).toBeUndefined();
  });
});

describe("a handshake message", () => {
  it("is the same however the records cut it", () => {
    const messages = [
      message(1, ascii("hello")),
      message(11, new Uint8Array(700).fill(7)),
      message(20, new Uint8Array(0)),
    ];
    const all = concat(messages);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (sizes) => {
        const stream = new HandshakeStream();
        const found: Uint8Array[] = [];
        for (let at = 0, piece = 0; at < all.length; piece++) {
          const size = sizes[piece % sizes.length]!;
          found.push(...stream.append(all.subarray(at, at + size)).map(({ octets }) => octets));
          at += size;
        }
        expect(found).toEqual(messages);
        expect(stream.heldOctets).toBe(0);
      }),
    );
  });

  it("that declares too much ends the reading", () => {
    const stream = new HandshakeStream();
    expect(stream.append(fromHex("0b ff ff ff 00"))).toEqual([]);
    expect(stream.append(message(1, ascii("hello")))).toEqual([]);
    expect(stream.heldOctets).toBe(0);
  });
});

describe("a certificate", () => {
  const pem = readFileSync(join(import.meta.dirname, "certificates", "pbx.pem"), "utf8");
  const der = new Uint8Array(Buffer.from(pem.replaceAll(/-----.*-----|\s/g, ""), "base64"));

  it("says whose it is and until when", () => {
    const reader = new CertificateReader();
    expect(reader.read(der)).toMatchObject({ commonName: "pbx.example.com" });
    expect(reader.read(der)!.names).toContain("192.0.2.1");
    expect(reader.read(der)).toBe(reader.read(der.slice()));
  });

  it("that is damaged says nothing wrong and throws nothing", () => {
    const reader = new CertificateReader();
    for (let at = 0; at < der.length; at++) {
      const copy = der.slice();
      copy[at]! ^= 0xff;
      const certificate = reader.read(copy);
      if (certificate) expect(certificate.names.length).toBeLessThanOrEqual(100);
      expect(reader.read(der.subarray(0, at))).toBeUndefined();
    }
    expect(reader.read(new Uint8Array(100_000).fill(0x30))).toBeUndefined();
  });

  it("stands first in its message, in both forms", () => {
    const entry = concat([Uint8Array.of(0, der.length >> 8, der.length), der]);
    const list = concat([Uint8Array.of(0, entry.length >> 8, entry.length), entry]);
    expect(firstCertificate(list, false)).toEqual(der);
    expect(firstCertificate(concat([Uint8Array.of(0), list]), true)).toEqual(der);
    expect(firstCertificate(fromHex("000000"), false)).toBeUndefined();
    expect(firstCertificate(fromHex("00"), true)).toBeUndefined();
  });
});

describe("TLS", () => {
  it.each([
    ["16 03 01 00 c4 01", true],
    ["16 03 03 00 5a 02", true],
    ["15 03 03 00 02 02 46", true],
    ["16 03", undefined],
    ["16", undefined],
    ["", undefined],
    ["16 03 01 00 c4 0b", false],
    ["15 03 03 00 20 02", false],
    ["17 03 03 00 20 01", false],
    ["16 02", false],
    ["16 03 01 ff ff 01", false],
    ["52 45 47", false],
  ])("begins with %s: %s", (hex, begins) => {
    const octets = fromHex(hex);
    expect(beginsTls(octets, 0, octets.length)).toBe(begins);
  });
});
