/** The mathematics of TLS against what others published: the PRF of TLS 1.2, and every record of the trace in RFC 8448. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cipherSuite } from "../../../src/core/packet/tls/cipher-suites.js";
import { prf, trafficKeys } from "../../../src/core/packet/tls/key-derivation.js";
import { recordOpener } from "../../../src/core/packet/tls/record-opener.js";
import { fromHex, toHex } from "../../capture/capture-files.js";
import { detailsOf, type Flight, readFlights, steps } from "./flights.js";

const TLS_1_2 = 0x0303;
const TLS_1_3 = 0x0304;

/** Sections of the file by their headings. */
const trace = new Map<string, Uint8Array>();
for (const section of readFileSync(join(import.meta.dirname, "rfc8448.txt"), "utf8").split(/\n\n+/)) {
  const [heading, ...lines] = section.split("\n").filter((line) => !line.startsWith("#"));
  if (heading) trace.set(heading, fromHex(lines.join("")));
}
const of = (heading: string) => trace.get(heading)!;

describe("the pseudorandom function of TLS 1.2", () => {
  // The vectors that the mailing list of the TLS working group published with RFC 5246.
  it.each([
    {
      hash: "sha256" as const,
      secret: "9bbe436ba940f017b17652849a71db35",
      seed: "a0ba9f936cda311827a6f796ffd5198c",
      output:
        "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17" +
        "abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66",
    },
    {
      hash: "sha384" as const,
      secret: "b80b733d6ceefcdc71566ea48e5567df",
      seed: "cd665cf6a8447dd6ff8b27555edb7465",
      output:
        "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0e534cb400fed2700" +
        "884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d9184259b5bf8cd4d90fa0d31e2dec479e4f1a2" +
        "6066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e0990703d73e56f",
    },
  ])("with $hash", ({ hash, secret, seed, output }) => {
    const result = prf({ version: TLS_1_2, hash }, fromHex(secret), "test label", fromHex(seed), output.length / 2);
    expect(toHex(result)).toBe(output);
  });
});

describe("RFC 8448 §3", () => {
  const suite = cipherSuite(0x1301);

  it.each(["client", "server"])("derives the %s's handshake keys", (from) => {
    const { key, iv } = trafficKeys(suite, of(`${from} handshake traffic secret`));
    expect(toHex(key) + toHex(iv)).toBe(toHex(of(`${from} handshake key and iv`)));
  });

  it("opens the application data", () => {
    for (const from of ["client", "server"]) {
      const keys = trafficKeys(suite, of(`${from} application traffic secret`));
      // The server sent its session ticket before.
      const sequence = from === "server" ? 1 : 0;
      const opened = recordOpener(suite, TLS_1_3, keys, false)!.open(of(`${from}: application data`), sequence);
      expect(opened).toEqual({ type: 23, octets: Uint8Array.from({ length: 50 }, (_, index) => index) });
    }
  });

  it("reads the whole connection", () => {
    const flights: Flight[] = [];
    for (const [heading, octets] of trace) {
      const from = /^(client|server): /.exec(heading)?.[1];
      if (from === "client" || from === "server") flights.push({ from, octets });
    }
    const random = toHex(of("client: ClientHello").subarray(11, 43));
    const line = (label: string, secret: string) => `${label} ${random} ${toHex(of(secret))}\n`;
    const keyLog = [
      line("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "client handshake traffic secret"),
      line("SERVER_HANDSHAKE_TRAFFIC_SECRET", "server handshake traffic secret"),
      line("CLIENT_TRAFFIC_SECRET_0", "client application traffic secret"),
      line("SERVER_TRAFFIC_SECRET_0", "server application traffic secret"),
    ].join("");
    const read = readFlights(flights, keyLog);
    expect(steps(read)).toEqual([
      "client client-hello",
      "server server-hello",
      "server certificate",
      "server finished",
      "client finished",
      "client application-data",
      "server application-data",
      "client alert",
      "server alert",
    ]);
    expect(detailsOf(read, "client-hello")).toMatchObject([{ sni: "server", versions: ["TLS 1.3"] }]);
    expect(detailsOf(read, "certificate")).toMatchObject([
      { certificate: { subject: "CN=rsa", issuer: "CN=rsa", names: [] } },
    ]);
    expect(detailsOf(read, "alert")).toEqual(
      Array(2).fill({ alert: { level: "warning", description: "close_notify" } }),
    );
    expect(read.problems).toEqual([]);
  });
});
