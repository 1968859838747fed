/** What OpenSSL sends under a key log is read as it was said: versions, suites, resumption, and what else happens in a handshake. */
import * as tls from "node:tls";
import { describe, expect, it } from "vitest";
import { ANSWER, CERTIFICATE, converse, REQUEST, RSA_CERTIFICATE, SERVER_NAME } from "./conversation.js";
import { decodeServerHello } from "../../../src/core/packet/tls/hello.js";
import { detailsOf, type Flight, readFlights, steps, texts } from "./flights.js";

const SAID = [REQUEST, ANSWER, REQUEST, ANSWER];
/** Old versions and suites are allowed only at this level. */
const OLD = "DEFAULT@SECLEVEL=0";

/** Behind the headers of record and message. */
function serverHelloOf(flights: readonly Flight[]) {
  return decodeServerHello(flights.find(({ from }) => from === "server")!.octets.subarray(9));
}

describe("SIP over TLS", () => {
  it.each([
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA",
    "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-ECDSA-AES256-SHA384",
  ])("1.2 with %s", async (ciphers) => {
    // OpenSSL encrypts before the MAC where it can; SSL_OP_NO_ENCRYPT_THEN_MAC (1 << 19) forbids it.
    for (const secureOptions of [0, 1 << 19]) {
      const { flights, keyLog } = await converse({ client: { maxVersion: "TLSv1.2", ciphers, secureOptions } });
      const read = readFlights(flights, keyLog);
      expect(texts(read)).toEqual(SAID);
      expect(read.messages.map(({ transport }) => transport)).toEqual(["tls", "tls", "tls", "tls"]);
      expect(read.problems).toEqual([]);
      const isCbc = !/GCM|POLY/.test(ciphers);
      expect(serverHelloOf(flights)!.encryptThenMac).toBe(isCbc && secureOptions === 0);
    }
  });

  it.each(["AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA256", "DHE-RSA-AES128-GCM-SHA256"])(
    "1.2 with an RSA certificate and %s",
    async (ciphers) => {
      const server = { ...RSA_CERTIFICATE, dhparam: "auto" as const };
      const { flights, keyLog } = await converse({ server, client: { maxVersion: "TLSv1.2", ciphers } });
      const read = readFlights(flights, keyLog);
      expect(texts(read)).toEqual(SAID);
      expect(detailsOf(read, "certificate")).toMatchObject([{ certificate: { commonName: "rsa.example.com" } }]);
    },
  );

  it.each(["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"])(
    "1.3 with %s",
    async (ciphers) => {
      const { flights, keyLog } = await converse({ client: { minVersion: "TLSv1.3", ciphers } });
      const read = readFlights(flights, keyLog);
      expect(texts(read)).toEqual(SAID);
      expect(detailsOf(read, "server-hello")).toEqual([{ version: "TLS 1.3", cipher: ciphers }]);
    },
  );

  it.each(["TLSv1", "TLSv1.1"] as const)("%s, as old phones speak it", async (version) => {
    const options = { minVersion: version, ciphers: OLD };
    const { flights, keyLog } = await converse({ server: options, client: { ...options, maxVersion: version } });
    expect(texts(readFlights(flights, keyLog))).toEqual(SAID);
  });

  it("tells the steps and what they say", async () => {
    const { flights, keyLog } = await converse({ client: { maxVersion: "TLSv1.2" } });
    const read = readFlights(flights, keyLog);
    expect(steps(read)).toEqual([
      "client client-hello",
      "server server-hello",
      "server certificate",
      "client finished",
      "server finished",
      "client application-data",
      "server application-data",
      "client alert",
      ...(steps(read).length > 8 ? ["server alert"] : []),
    ]);
    const [hello] = detailsOf(read, "client-hello");
    expect(hello).toMatchObject({ sni: SERVER_NAME, versions: ["TLS 1.2"] });
    expect(hello!.ciphers).toContain("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    expect(detailsOf(read, "certificate")).toEqual([
      {
        certificate: {
          subject: "C=DE, O=Example Ltd, CN=pbx.example.com",
          issuer: "C=DE, O=Example Ltd, CN=pbx.example.com",
          commonName: "pbx.example.com",
          names: ["pbx.example.com", "*.example.com", "192.0.2.1", "sip:example.com"],
          notBeforeMicros: Date.parse("2026-11-22T11:41:23Z") * 1000,
          notAfterMicros: Date.parse("2126-10-29T11:41:23Z") * 1000,
        },
      },
    ]);
    expect(detailsOf(read, "alert")[0]).toEqual({ alert: { level: "warning", description: "close_notify" } });
  });

  it("reads a certificate that only the keys show", async () => {
    const { flights, keyLog } = await converse();
    expect(detailsOf(readFlights(flights, keyLog), "certificate")).toMatchObject([
      { certificate: { commonName: "pbx.example.com" } },
    ]);
    expect(detailsOf(readFlights(flights), "certificate")).toEqual([]);
  });

  it("reads a client that shows a certificate, and one that has none to show", async () => {
    const server = { requestCert: true, rejectUnauthorized: false };
    for (const client of [CERTIFICATE, {}]) {
      for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
        const { flights, keyLog } = await converse({ server, client: { ...client, maxVersion } });
        const read = readFlights(flights, keyLog);
        expect(texts(read)).toEqual(SAID);
        expect(steps(read)).toContain("server certificate-request");
        expect(detailsOf(read, "certificate")[1]).toEqual("cert" in client ? detailsOf(read, "certificate")[0] : {});
      }
    }
  });

  it("goes on after a HelloRetryRequest", async () => {
    const { flights, keyLog } = await converse({
      server: { ecdhCurve: "P-384" },
      client: { ecdhCurve: "X25519:P-384" },
    });
    const read = readFlights(flights, keyLog);
    expect(texts(read)).toEqual(SAID);
    expect(steps(read).slice(0, 4)).toEqual([
      "client client-hello",
      "server hello-retry-request",
      "client client-hello",
      "server server-hello",
    ]);
    expect(steps(readFlights(flights))).toContain("client finished");
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)("goes on with the session of another connection: %s", async (version) => {
    const secureContext = tls.createSecureContext({ ...CERTIFICATE, ticketKeys: Buffer.alloc(48, 7) });
    const first = await converse({ server: { secureContext }, client: { maxVersion: version } });
    expect(first.session).toBeDefined();
    const client = { maxVersion: version, session: first.session! };
    const second = await converse({ server: { secureContext }, client });
    const read = readFlights(second.flights, second.keyLog);
    expect(texts(read)).toEqual(SAID);
    expect(detailsOf(read, "server-hello")).toMatchObject([{ isResumed: true }]);
    expect(steps(read)).not.toContain("server certificate");
  });

  it("knows a resumed session although the key log has only the one before", async () => {
    const secureContext = tls.createSecureContext({ ...CERTIFICATE, ticketKeys: Buffer.alloc(48, 7) });
    const first = await converse({ server: { secureContext }, client: { maxVersion: "TLSv1.2" } });
    const client = { maxVersion: "TLSv1.2" as const, session: first.session! };
    const second = await converse({ server: { secureContext }, client });
    // The same addresses and ports: a connection after the other.
    const together = readFlights([...first.flights, ...second.flights], first.keyLog);
    expect(texts(together)).toEqual(SAID);
  });

  it("reads on after a renegotiation", async () => {
    const between = (client: tls.TLSSocket) =>
      new Promise<void>((resolve, reject) => {
        client.renegotiate({}, (error) => (error ? reject(error) : resolve()));
      });
    const { flights, keyLog } = await converse({ client: { maxVersion: "TLSv1.2" }, between });
    const read = readFlights(flights, keyLog);
    expect(texts(read)).toEqual(SAID);
    expect(steps(read).filter((step) => step === "client client-hello")).toHaveLength(2);
    expect(steps(read).filter((step) => step === "server finished")).toHaveLength(2);
    // With the keys of the first handshake alone, what follows the second stays closed, and no more is claimed.
    const [firstKeys] = keyLog.split("\n");
    expect(texts(readFlights(flights, firstKeys))).toEqual(SAID.slice(0, 2));
  });

  it("tells why a handshake fails", async () => {
    const noVersion = await converse({ server: { minVersion: "TLSv1.3" }, client: { maxVersion: "TLSv1.2" } });
    expect(detailsOf(readFlights(noVersion.flights), "alert")).toEqual([
      { alert: { level: "fatal", description: "protocol_version" } },
    ]);
    const noTrust = await converse({ client: { rejectUnauthorized: true, maxVersion: "TLSv1.2" } });
    expect(texts(readFlights(noTrust.flights, noTrust.keyLog))).toEqual([]);
  });
});
