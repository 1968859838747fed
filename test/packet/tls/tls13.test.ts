/** TLS 1.3 as stacks seldom speak it: key updates, early data, padding, missing secrets, and records that the capture lacks. */
import { describe, expect, it } from "vitest";
import { concat } from "../../capture/capture-files.js";
import { register } from "../packets.js";
import { detailsOf, packetsOf, readFlights, readTlsPackets, steps, texts } from "./flights.js";
import {
  ALL_KEYS,
  CLIENT_RANDOM,
  clientHello,
  CONTENT,
  encryptedExtensions,
  END_OF_EARLY_DATA,
  FINISHED,
  KEY_UPDATE,
  keyLine,
  message,
  serverHello,
  Tls13Script,
} from "./scripted-tls13.js";

const ONE = register(1);
const TWO = register(2, "v=0\r\n");
const THREE = register(3);
const HANDSHAKE_PACKETS = 6;

describe("TLS 1.3", () => {
  it("leaves out what clients offer without meaning it", () => {
    const read = readFlights(new Tls13Script().handshake().flights);
    expect(detailsOf(read, "client-hello")).toEqual([
      { sni: "pbx.example.com", versions: ["TLS 1.3"], ciphers: ["TLS_AES_128_GCM_SHA256"] },
    ]);
  });

  it("takes padding off, and records with nothing in them", () => {
    const script = new Tls13Script().handshake();
    script.sealed("client", "application", CONTENT.data, ONE, 100).sealed("client", "application", CONTENT.data, "", 9);
    script.sealed("client", "application", CONTENT.data, TWO);
    expect(texts(readFlights(script.flights, ALL_KEYS))).toEqual([ONE, TWO]);
  });

  it("puts a message together that comes in several records, at the frame that completes it", () => {
    const script = new Tls13Script().handshake();
    script.sealed("client", "application", CONTENT.data, TWO.slice(0, 30));
    script.sealed("client", "application", CONTENT.data, TWO.slice(30) + ONE.slice(0, 9));
    script.sealed("client", "application", CONTENT.data, ONE.slice(9));
    const { messages } = readFlights(script.flights, ALL_KEYS);
    expect(messages.map(({ place }) => place.frame)).toEqual([HANDSHAKE_PACKETS + 2, HANDSHAKE_PACKETS + 3]);
    // The file holds no octet of it, but the place where its first record lies.
    const [offset, fileOffset, length] = messages[0]!.sourceMap.runs;
    expect([offset, length]).toEqual([0, 0]);
    expect(fileOffset).toBeGreaterThan(24);
  });

  it("follows each side's key updates", () => {
    const script = new Tls13Script().handshake();
    script.sealed("client", "application", CONTENT.data, ONE);
    script.sealed("client", "application", CONTENT.handshake, KEY_UPDATE);
    script.sealed("client", "updated", CONTENT.data, TWO);
    script.sealed("server", "application", CONTENT.data, THREE);
    expect(texts(readFlights(script.flights, ALL_KEYS))).toEqual([ONE, TWO, THREE]);
  });

  it("passes over session tickets and messages in pieces", () => {
    const script = new Tls13Script().handshake();
    const ticket = message(4, new Uint8Array(300));
    script.sealed("server", "application", CONTENT.handshake, ticket.subarray(0, 50));
    script.sealed("server", "application", CONTENT.handshake, concat([ticket.subarray(50), ticket]));
    script.sealed("server", "application", CONTENT.data, ONE);
    expect(texts(readFlights(script.flights, ALL_KEYS))).toEqual([ONE]);
  });

  it("reads early data that the server takes", () => {
    const script = new Tls13Script();
    script.plain("client", CONTENT.handshake, clientHello({ earlyData: true }));
    script.plain("client", 20, Uint8Array.of(1));
    script.sealed("client", "early", CONTENT.data, ONE);
    script.plain("server", CONTENT.handshake, serverHello());
    const answer = concat([encryptedExtensions({ earlyData: true }), FINISHED]);
    script.sealed("server", "handshake", CONTENT.handshake, answer);
    script.sealed("client", "early", CONTENT.handshake, END_OF_EARLY_DATA);
    script.sealed("client", "handshake", CONTENT.handshake, FINISHED);
    script.sealed("client", "application", CONTENT.data, TWO);
    const read = readFlights(script.flights, ALL_KEYS + keyLine("client", "early"));
    expect(texts(read)).toEqual([ONE, TWO]);
    expect(read.problems).toEqual([]);
    // Its own keys may be missing.
    expect(texts(readFlights(script.flights, ALL_KEYS))).toEqual([TWO]);
  });

  it.each([
    { how: "refuses it", retry: false },
    { how: "asks for another ClientHello", retry: true },
  ])("leaves early data when the server $how, since the client sends it again", ({ retry }) => {
    const script = new Tls13Script();
    script.plain("client", CONTENT.handshake, clientHello({ earlyData: true }));
    script.sealed("client", "early", CONTENT.data, ONE);
    if (retry) {
      script.plain("server", CONTENT.handshake, serverHello({ retry }));
      script.plain("client", CONTENT.handshake, clientHello());
    }
    script.plain("server", CONTENT.handshake, serverHello());
    script.sealed("server", "handshake", CONTENT.handshake, concat([encryptedExtensions(), FINISHED]));
    script.sealed("client", "handshake", CONTENT.handshake, FINISHED);
    script.sealed("client", "application", CONTENT.data, ONE);
    const read = readFlights(script.flights, ALL_KEYS + keyLine("client", "early"));
    expect(texts(read)).toEqual([ONE]);
    expect(read.problems).toEqual([]);
  });

  it("needs the traffic secrets alone to read what is said", () => {
    const script = new Tls13Script().handshake().sealed("client", "application", CONTENT.data, ONE);
    script.sealed("server", "application", CONTENT.data, TWO);
    const read = readFlights(script.flights, keyLine("client", "application") + keyLine("server", "application"));
    expect(texts(read)).toEqual([ONE, TWO]);
    expect(read.problems).toEqual([]);
  });

  it("reads the one side whose keys are known", () => {
    const script = new Tls13Script().handshake().sealed("client", "application", CONTENT.data, ONE);
    script.sealed("server", "application", CONTENT.data, TWO);
    const keys = keyLine("server", "handshake") + keyLine("server", "application");
    expect(texts(readFlights(script.flights, keys))).toEqual([TWO]);
  });

  it("says once that the keys do not fit, and hands nothing on", () => {
    const script = new Tls13Script().handshake().sealed("client", "application", CONTENT.data, ONE);
    const wrong = (["client", "server"] as const)
      .flatMap((from) => [keyLine(from, "handshake", CLIENT_RANDOM), keyLine(from, "application", CLIENT_RANDOM)])
      .join("");
    const read = readFlights(script.flights, wrong);
    expect(texts(read)).toEqual([]);
    expect(read.problems.map(({ message }) => message)).toEqual([
      "The TLS connection from 198.51.100.1 port 5061 to 192.0.2.10 port 5062 does not open with the keys at hand, " +
        "so what it carries is not read.",
    ]);
  });

  it("goes on behind a record that cannot be opened, and says so once", () => {
    const script = new Tls13Script().handshake();
    for (const text of [ONE, TWO, THREE, ONE]) script.sealed("client", "application", CONTENT.data, text);
    const broken = script.flights.map(({ from, octets }, index) => {
      const copy = octets.slice();
      if (index === 5 || index === 6) copy[40]! ^= 1;
      return { from, octets: copy };
    });
    const read = readFlights(broken, ALL_KEYS);
    expect(texts(read)).toEqual([ONE, ONE]);
    expect(read.problems.map(({ message }) => message)).toEqual([
      "The TLS connection from 192.0.2.10 port 5062 to 198.51.100.1 port 5061 has a record in frame 8 that cannot be decrypted.",
    ]);
  });

  it("finds the number of the next record when the capture lacks some", () => {
    const script = new Tls13Script().handshake();
    for (const text of [ONE, TWO, THREE, ONE, TWO]) script.sealed("client", "application", CONTENT.data, text);
    const packets = packetsOf(script.flights);
    for (const [from, count] of [
      [HANDSHAKE_PACKETS, 1],
      [HANDSHAKE_PACKETS + 1, 2],
    ] as const) {
      const lacking = packets.filter((_, index) => index < from || index >= from + count);
      const read = readTlsPackets(lacking, ALL_KEYS);
      const said = [ONE, TWO, THREE, ONE, TWO].filter((_, index) => {
        const at = HANDSHAKE_PACKETS + index;
        return at < from || at >= from + count;
      });
      expect(texts(read)).toEqual(said);
      expect(read.problems).toHaveLength(1);
    }
  });

  it("reads on when a part of a record is lacking", () => {
    const script = new Tls13Script().handshake();
    for (const text of [ONE, TWO, THREE]) script.sealed("client", "application", CONTENT.data, text);
    const packets = packetsOf(script.flights, 60);
    const ofData = packets.length - 2 - Math.ceil((script.flights.at(-1)!.octets.length * 2) / 60);
    const lacking = packets.filter((_, index) => index !== ofData);
    const read = readTlsPackets(lacking, ALL_KEYS);
    expect(texts(read)).toContain(ONE);
    expect(texts(read)).toContain(THREE);
    expect(texts(read)).toHaveLength(2);
  });

  it("reads on when the end of the handshake is lacking", () => {
    const script = new Tls13Script().handshake().sealed("client", "application", CONTENT.data, ONE);
    const packets = packetsOf(script.flights);
    const lacking = packets.filter((_, index) => index !== HANDSHAKE_PACKETS - 1);
    expect(texts(readTlsPackets(lacking, ALL_KEYS))).toEqual([ONE]);
  });

  it("waits for the ServerHello when it was captured late", () => {
    const script = new Tls13Script().handshake().sealed("client", "application", CONTENT.data, ONE);
    const packets = packetsOf(script.flights);
    const [hello] = packets.splice(3, 1);
    packets.splice(6, 0, hello!);
    expect(texts(readTlsPackets(packets, ALL_KEYS))).toEqual([ONE]);
  });

  it("tells what the server chose when only its side is in the capture", () => {
    const script = new Tls13Script().handshake().sealed("server", "application", CONTENT.data, ONE);
    const ofServer = script.flights.filter(({ from }) => from === "server");
    expect(steps(readFlights(ofServer, ALL_KEYS))).toEqual(["server server-hello"]);
  });

  it("begins with the ClientHello when the opening of the connection is not in the capture", () => {
    const script = new Tls13Script().handshake().sealed("client", "application", CONTENT.data, ONE);
    expect(texts(readTlsPackets(packetsOf(script.flights).slice(2), ALL_KEYS))).toEqual([ONE]);
  });

  it("says nothing of a connection whose handshake is not in the capture", () => {
    const script = new Tls13Script().handshake().sealed("client", "application", CONTENT.data, ONE);
    const read = readTlsPackets(packetsOf(script.flights).slice(4), ALL_KEYS);
    expect({ messages: texts(read), steps: steps(read), problems: read.problems }).toEqual({
      messages: [],
      steps: [],
      problems: [],
    });
  });
});

describe("TLS 1.3 without keys", () => {
  const CLIENT_ALERT = Uint8Array.of(2, 48);

  it("tells that the client ended the handshake and went on", () => {
    const script = new Tls13Script().handshake().sealed("client", "application", CONTENT.data, ONE);
    script.sealed("client", "application", CONTENT.alert, Uint8Array.of(1, 0));
    const read = readFlights(script.flights);
    expect(steps(read)).toEqual([
      "client client-hello",
      "server server-hello",
      "client finished",
      "client application-data",
    ]);
    expect(detailsOf(read, "application-data")).toEqual([{ isEncrypted: true }]);
  });

  it("tells an alert in place of the client's Finished", () => {
    const script = new Tls13Script();
    script.plain("client", CONTENT.handshake, clientHello()).plain("server", CONTENT.handshake, serverHello());
    script.sealed("server", "handshake", CONTENT.handshake, concat([encryptedExtensions(), FINISHED]));
    script.sealed("client", "handshake", CONTENT.alert, CLIENT_ALERT);
    const read = readFlights(script.flights);
    expect(steps(read)).toEqual(["client client-hello", "server server-hello", "client alert"]);
    expect(detailsOf(read, "alert")).toEqual([{ isEncrypted: true }]);
    expect(detailsOf(readFlights(script.flights, ALL_KEYS), "alert")).toEqual([
      { alert: { level: "fatal", description: "unknown_ca" } },
    ]);
  });

  it("tells an alert of the server as its answer to the client's Finished", () => {
    const script = new Tls13Script().handshake();
    script.sealed("server", "application", CONTENT.alert, Uint8Array.of(2, 116));
    expect(steps(readFlights(script.flights))).toEqual([
      "client client-hello",
      "server server-hello",
      "client finished",
      "server alert",
    ]);
  });

  it("takes no short record of a working connection for an alert", () => {
    const script = new Tls13Script().handshake().sealed("server", "application", CONTENT.data, ONE);
    script.sealed("server", "application", CONTENT.data, "\r\n");
    expect(steps(readFlights(script.flights))).not.toContain("server alert");
  });
});
