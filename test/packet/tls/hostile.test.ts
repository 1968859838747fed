/** However a TLS connection is cut into segments it reads the same; and however it is damaged, reading ends without harm. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { KeyLog } from "../../../src/core/packet/tls/key-log.js";
import { captureOf, type Read, readFile, register, toText } from "../packets.js";
import { ANSWER, type Conversation, converse, REQUEST } from "./conversation.js";
import { packetsOf, readFlights, readTlsPackets, SIDES, texts, tlsSignals } from "./flights.js";
import { ALL_KEYS, CONTENT, Tls13Script } from "./scripted-tls13.js";

const SHORT = new Tls13Script()
  .handshake()
  .sealed("client", "application", CONTENT.data, register(1))
  .sealed("server", "application", CONTENT.data, register(2, "v=0\r\n"))
  .sealed("client", "application", CONTENT.alert, Uint8Array.of(1, 0));

const essence = (read: Read) => ({
  messages: texts(read),
  signals: tlsSignals(read).map(({ source, step, details }) => ({ port: source.port, step, details })),
});

/** What each side says stays in order; which side is first may change with the order of the packets. */
function bySide({ messages }: Read): { client: string[]; server: string[] } {
  const said = (port: number) =>
    messages.filter(({ source }) => source?.port === port).map(({ octets }) => toText(octets));
  return { client: said(SIDES.client.port), server: said(SIDES.server.port) };
}

/** Repeats some packets between the opening and the end of the connection, and swaps others with the next one. */
function disturbed(packets: readonly Uint8Array[], dice: readonly number[]): Uint8Array[] {
  const result = packets.slice(0, 2);
  for (const [index, packet] of packets.slice(2, -2).entries()) {
    const roll = dice[index % dice.length];
    if (roll === 1) result.splice(-1, 0, packet);
    else result.push(packet);
    if (roll === 2) result.push(packet);
  }
  return [...result, ...packets.slice(-2)];
}

describe("segments", () => {
  let talks: Conversation[] = [];
  beforeAll(async () => {
    talks = [await converse({ client: { maxVersion: "TLSv1.2" } }), await converse()];
  });

  it("may be cut, repeated and reordered", () => {
    for (const { flights, keyLog } of talks) {
      const whole = bySide(readFlights(flights, keyLog));
      expect(whole).toEqual({ client: [REQUEST, REQUEST], server: [ANSWER, ANSWER] });
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 400 }),
          fc.array(fc.nat(9), { minLength: 30, maxLength: 30 }),
          (size, dice) => {
            const packets = disturbed(packetsOf(flights, size), dice);
            expect(bySide(readTlsPackets(packets, keyLog))).toEqual(whole);
          },
        ),
        { numRuns: 60 },
      );
    }
  });

  it("of one octet are enough", () => {
    const read = readTlsPackets(packetsOf(SHORT.flights, 1), ALL_KEYS);
    expect(essence(read)).toEqual(essence(readFlights(SHORT.flights, ALL_KEYS)));
  });
});

describe("a damaged connection", () => {
  const keys = new KeyLog();
  keys.add(ALL_KEYS);

  it("is read as far as it goes", () => {
    const file = captureOf(packetsOf(SHORT.flights));
    let messages = 0;
    for (let length = 0; length < file.length; length++) {
      const found = readFile(file.subarray(0, length), undefined, keys).messages.length;
      expect(found).toBeGreaterThanOrEqual(messages);
      messages = found;
    }
    expect(messages).toBe(2);
  });

  it("never hands on what was not said, whatever octet is changed", () => {
    const said = new Set(texts(readFlights(SHORT.flights, ALL_KEYS)));
    for (const [index, { octets }] of SHORT.flights.entries()) {
      for (let at = 0; at < octets.length; at++) {
        const flights = SHORT.flights.map((flight) => ({ ...flight }));
        const copy = octets.slice();
        copy[at]! ^= at % 2 === 0 ? 0xff : 0x01;
        flights[index] = { ...flights[index]!, octets: copy };
        const read = readFlights(flights, ALL_KEYS);
        for (const text of texts(read)) expect(said).toContain(text);
        expect(read.problems.length).toBeLessThanOrEqual(2);
      }
    }
  });

  it("may be noise behind a hello", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.uint8Array({ maxLength: 3000 }), (client, server) => {
        const flights = [
          SHORT.flights[0]!,
          SHORT.flights[1]!,
          { from: "client" as const, octets: client },
          { from: "server" as const, octets: server },
        ];
        expect(texts(readFlights(flights, ALL_KEYS))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
