/** `.siptrace`: what is written reads back the same, what a person writes is understood, and every octet has its place. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeSipTrace, type WritableItem, type WritableMessage } from "../../src/core/log/siptrace-writer.js";
import { formatEndpoint, type Endpoint } from "../../src/core/model/endpoint.js";
import type { Signal } from "../../src/core/model/transmission.js";
import { anyMessage, anySignal } from "./any-items.js";
import { octetsOf, outline, read, REFERENCE, textOf, texts } from "./reading.js";

const PHONE: Endpoint = { address: "192.0.2.10", port: 5060 };
const PROXY: Endpoint = { address: "2001:db8::1", port: 5061 };
const OPTIONS = "OPTIONS sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10\r\nContent-Length: 0\r\n\r\n";

function message(octets: string | Uint8Array, more: Partial<WritableMessage> = {}): WritableMessage {
  return {
    atMicros: REFERENCE,
    transport: "udp",
    source: PHONE,
    destination: PROXY,
    octets: typeof octets === "string" ? octetsOf(octets) : octets,
    frame: null,
    ...more,
  };
}

describe("what is written", () => {
  it("reads back to the same trace", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyMessage, anySignal), { maxLength: 6 }),
        fc.constantFrom("\n", "\r\n"),
        (items, lineEnd) => {
          const text = `# a comment > of ours\n# udp a > b\n\n${writeSipTrace(items).text}`;
          const reading = read(text.replaceAll("\n", lineEnd));
          const messages = items.filter((item): item is WritableMessage => !("kind" in item));
          expect(reading.messages.map(comparable)).toEqual(messages.map(comparable));
          const signals = items.filter((item): item is Signal => "kind" in item);
          expect(reading.signals.map((signal) => ({ ...signal, place: null }))).toEqual(
            signals.map((signal) => ({ ...signal, place: null })),
          );
          expect(reading.problems).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is not taken for broken lines where a long header has a line behind it that is none", () => {
    const octets = octetsOf(`OPTIONS sip:example.com SIP/2.0\r\nSubject: ${"long".repeat(25)}\r\nnot a header\r\n\r\n`);
    const { text } = writeSipTrace([message(octets)]);
    expect(read(text).messages.map((read) => read.octets)).toEqual([octets]);
    expect(read(`# of ours\n${text}`).messages.map((read) => read.octets)).toEqual([octets]);
  });

  it("is shown as text that an editor and a terminal can show", () => {
    fc.assert(
      fc.property(anyMessage, (item) => {
        const { text } = writeSipTrace([item]);
        expect(text).not.toMatch(/[^\P{C}\n\t]|[\u2028\u2029]/u);
      }),
    );
  });

  it("breaks binary bodies into lines of bearable length", () => {
    const octets = new Uint8Array(300_000).fill(0x80);
    const { text } = writeSipTrace([message(octets)]);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(20_000);
    expect(read(text).messages[0]!.octets).toEqual(octets);
  });

  it("says look-ups in words", () => {
    const line = (signal: Partial<Signal>) => {
      const place = { file: 0, frame: null, line: null };
      const item = {
        atMicros: NaN,
        transport: "udp",
        source: PHONE,
        destination: PROXY,
        capturePoint: 0,
        place,
        ...signal,
      };
      return writeSipTrace([item as Signal])
        .text.trim()
        .split("5061 ")[1];
    };
    const name = "_sip._udp.example.com";
    expect(line({ kind: "dns", dns: { id: 7, name, type: "SRV" } })).toBe(`dns query SRV "${name}" id 7`);
    const record = { name, type: "SRV", priority: 1, weight: 2, port: 5060, target: "sip.example.com" } as const;
    const answer = { rcode: "NOERROR", records: [record] };
    expect(line({ kind: "dns", dns: { id: 7, name, type: "SRV", answer } })).toBe(
      `dns answer SRV "${name}" id 7 NOERROR records "${name} SRV 1 2 5060 sip.example.com"`,
    );
    const lists = { ntpServers: ["192.0.2.1"], tftpServers: [], sipServers: [] };
    expect(line({ kind: "dhcp", dhcp: { message: "ack", client: "192.0.2.10", ...lists } })).toBe(
      'dhcp ack client "192.0.2.10" ntp "192.0.2.1"',
    );
    expect(line({ kind: "ntp", offsetMicros: -1_500_000 })).toBe("ntp offset -1.500000");
  });

  it("looks like this", () => {
    const items: WritableItem[] = [
      message(OPTIONS, { frame: 7, atMicros: REFERENCE + 123_456 }),
      {
        kind: "unreachable",
        reason: 'port "unreachable"',
        reporter: "192.0.2.1",
        quoted: new Uint8Array([1]),
        atMicros: NaN,
        place: { file: 0, frame: 8, line: null },
        transport: "udp",
        source: PHONE,
        destination: PROXY,
        capturePoint: 0,
      },
    ];
    expect(writeSipTrace(items).text).toBe(
      "2026-11-20T12:00:00.123456Z udp 192.0.2.10:5060 > [2001:db8::1]:5061 frame 7, 83 octets\n" +
        "OPTIONS sip:example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.10\nContent-Length: 0\n\n\n" +
        '- udp 192.0.2.10:5060 > [2001:db8::1]:5061 frame 8, unreachable "port \\x22unreachable\\x22" reported by 192.0.2.1 quoted "\\x01"\n',
    );
  });
});

function comparable(item: {
  atMicros: number;
  octets: Uint8Array;
  transport: unknown;
  source: Endpoint | undefined;
  destination: Endpoint | undefined;
  frame?: number | null;
  statedFrame?: number;
  missingOctets?: number;
  garbageBefore?: Uint8Array | undefined;
  capturePoint?: number;
}) {
  const side = (endpoint: Endpoint | undefined) => endpoint && formatEndpoint(endpoint);
  return [
    item.atMicros,
    item.transport,
    side(item.source),
    side(item.destination),
    [...item.octets],
    item.frame ?? item.statedFrame ?? null,
    item.missingOctets ?? 0,
    item.garbageBefore && [...item.garbageBefore],
    item.capturePoint ?? 0,
  ];
}

describe("what a person writes", () => {
  it("is described by an example that reads", () => {
    const page = readFileSync(new URL("../../docs/siptrace-format.md", import.meta.url), "utf8");
    const example = /```\n([^]*?)```/.exec(page)![1]!;
    const { messages, signals } = read(example);
    const stated = Number(/(\d+) octets/.exec(example)![1]);
    expect(messages.map((m) => [outline(m), m.octets.length, m.statedFrame])).toEqual([
      ["3 10:00:00.123456 udp 192.0.2.10:5060 > 192.0.2.1:5060", stated, 7],
    ]);
    expect(signals).toMatchObject([{ kind: "keep-alive", form: "double-crlf", place: { line: 12 } }]);
  });

  it("needs no date, no length and no blank lines", () => {
    const { messages } = read(
      "12:01:12.000 udp 192.0.2.10:5060 > 192.0.2.1:5060\nREGISTER sip:example.com SIP/2.0\nContact: <sip:alice@192.0.2.10>\n" +
        "#        ^^^^ <sip:alice@192.0.2.10> expired 12 s before this refresh.\n\n\n" +
        "12:01:13 UDP 192.0.2.1 > 192.0.2.10\nSIP/2.0 200 OK\nContent-Type: text/plain\n\nYes\n\nNo\n\n\n" +
        "tls [2001:db8::10]:5061 > ?\nSIP/2.0 100 Trying\n",
    );
    expect(messages.map((m) => textOf(m.octets))).toEqual([
      "REGISTER sip:example.com SIP/2.0\r\nContact: <sip:alice@192.0.2.10>\r\n\r\n",
      "SIP/2.0 200 OK\r\nContent-Type: text/plain\r\n\r\nYes\r\n\r\nNo\r\n",
      "SIP/2.0 100 Trying\r\n\r\n",
    ]);
    expect(messages.map(outline)).toEqual([
      "2 12:01:12.000000 udp 192.0.2.10:5060 > 192.0.2.1:5060",
      "8 12:01:13.000000 udp 192.0.2.1 > 192.0.2.10",
      "17 - tls [2001:db8::10]:5061 > ?",
    ]);
  });

  it("may change a message without counting its octets again", () => {
    const written = writeSipTrace([message(OPTIONS), message(OPTIONS, { frame: 2 })]).text;
    const longer = read(written.replace("Via:", "Subject: more\nVia:"));
    expect(texts(longer)).toEqual([OPTIONS.replace("Via:", "Subject: more\r\nVia:"), OPTIONS]);
    const shorter = read(written.replace("Via: SIP/2.0/UDP 192.0.2.10\n", ""));
    expect(texts(shorter)).toEqual([OPTIONS.replace("Via: SIP/2.0/UDP 192.0.2.10\r\n", ""), OPTIONS]);
  });

  it("may stand at the end without a line end", () => {
    const written = writeSipTrace([message(OPTIONS)]).text.trimEnd();
    expect(texts(read(written))).toEqual([OPTIONS]);
  });

  it.each([
    "192.0.2.1 udp > tcp",
    "08:44:14.588182 IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP: REGISTER",
    "udp a > b and something else",
    "Via: udp a > b",
    "> udp 192.0.2.10:5060 > 192.0.2.1:5060",
  ])("is not any line with a > in it: %s", (line) => {
    expect(read(`${line}\n\n`).messages).toEqual([]);
  });
});

describe("places", () => {
  it("tells the line and column of every octet, and the octet of every character", () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 3 }), (items) => {
        const written = writeSipTrace(items);
        const lines = written.text.split("\n");
        for (const [index, item] of items.entries()) {
          for (let octet = 0; octet < item.octets.length; octet++) {
            const { line, character } = written.positionOf(index, octet);
            expect(written.itemAt(line)).toBe(index);
            const shown = lines[line]!.slice(character);
            const value = item.octets[octet]!;
            if (shown.startsWith("\\x")) expect(shown.slice(0, 4)).toBe(`\\x${value.toString(16).padStart(2, "0")}`);
            else if (value < 0x80 && shown !== "") expect(shown.charCodeAt(0)).toBe(value);
            if (value < 0x80 && value !== 10) expect(written.octetAt(index, { line, character })).toBe(octet);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("counts characters as editors do", () => {
    const written = writeSipTrace([message("A: 😀é x\r\nB: y\r\n")]);
    const octets = octetsOf("A: 😀é x\r\nB: y\r\n");
    expect(written.lineOfMessage(0)).toBe(1);
    expect(written.positionOf(0, octets.indexOf(0x78))).toEqual({ line: 1, character: 7 });
    expect(written.positionOf(0, octets.indexOf(0x79))).toEqual({ line: 2, character: 3 });
    expect(written.positionOf(0, octets.length)).toEqual({ line: 3, character: 0 });
    expect(written.itemAt(0)).toBe(0);
  });
});
