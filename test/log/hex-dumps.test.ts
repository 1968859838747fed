/** Hex dumps as tools print them: packets and messages alone, streams, several views of one packet, and rows that are hard to read. */
import { describe, expect, it } from "vitest";
import { readHexRow } from "../../src/core/log/hex-row.js";
import { digitsOf, ethernetFrameOf, hexOf, ipPacketOf, rowsOf, shownAs, tsharkRows } from "./hex.js";
import { printedBy, printerOf } from "./printers.js";
import { octetsOf, outline, read, textOf, texts } from "./reading.js";
import { MESSAGES } from "./registration.js";

const OCTETS = MESSAGES.map(({ octets }) => octets);
const any = () => true;

describe("a row", () => {
  it.each([
    ["tshark", "0020  53 49 50 2f 32 2e 30 20 34 30 31 20 55 6e 61 75   SIP/2.0 401 Unau", 16],
    ["a last row", "0020  61 62 63 64                                       abcd", 4],
    ["text of hexadecimal digits", "0020  61 62 63 64 65 66 30 31 61 62 63 64 65 66 30 31   abcdef01abcdef01", 16],
    ["digits right behind the gap", "00000020  61 62 63 64 65 66 30 31  61 62  |abcdef01ab|", 10],
    ["bars in the text", "00000020  7c 61 7c 7c 7c 7c 7c 7c  7c 7c 7c 7c 7c 7c 7c 7c  ||a|||||||||||||||", 16],
    ["xxd", "00000020: 6162 6364 6566 3031 6162 6364 6566 3031  abcdef01abcdef01", 16],
    ["an odd octet", "00000020: 6162 63                                  abc", 3],
    ["tcpdump", "\t0x0020:  6162 6364                                abcd", 4],
    ["no text", "000020 61 62 63 64", 4],
    ["OpenSSL", "0020 - 53 49 50 2f 32 2e 30 20-34 30 31 20 55 6e 61 75   SIP/2.0 401 Unau", 16],
    [
      "text in another character set",
      "0020  53 c3 a9 2f 32 2e 30 20 34 30 31 20 55 6e 61 75   S\u00e9/2.0 401 Unau",
      16,
    ],
    ["the prefix of a log", "Nov 20 10:00:00 host app[77]: 0020  61 62 63 64   abcd", 4],
  ])("of %s has its octets", (_, line, octets) => {
    const row = readHexRow(line, (offset) => parseInt(offset, 16) === 0x20);
    expect(row?.octets).toBe(octets);
    const digits = line.slice(row!.start, row!.end).replaceAll(/[ -]/g, "");
    expect(digits).toHaveLength(2 * octets);
  });

  it.each(["", "0020", "0020  ", "0020  zz", "10:00:00.000000 IP 192.0.2.1", "x0020  61 62 63", "0020  61 6"])(
    "is not %j",
    (line) => {
      expect(readHexRow(line, any)).toBeUndefined();
    },
  );
});

/** What Wireshark and tshark print of packets in full: details, then octets. */
const bothViews = (messages = MESSAGES) =>
  messages.map(
    (item, index) =>
      printerOf("tshark-details").print(item, index).trimEnd() + "\n\n" + tsharkRows(ethernetFrameOf(item)),
  );

it("reads a packet once that is shown both dissected and as octets, with the time of the first", () => {
  const reading = read(bothViews().join(""));
  expect(texts(reading)).toEqual(OCTETS);
  expect(reading.summary.formats.map(({ id }) => id)).toEqual(["hex-dump"]);
  expect(reading.messages.map(outline)[1]).toMatch(/ 10:00:01.001234 udp 192.0.2.1:5060 > 192.0.2.10:5060$/);
});

it("reads the dissection where the octets hold a part of the message only", () => {
  const [first, second] = bothViews().slice(0, 2);
  const cut =
    second!.slice(0, second!.indexOf("\n\n0000")) + "\n\n" + tsharkRows(octetsOf("\x01\x02the rest of it: 1\r\n\r\n"));
  const reading = read(first! + cut);
  expect(texts(reading)).toEqual(OCTETS.slice(0, 2));
  expect(reading.summary.formats.map(({ id }) => id).sort()).toEqual(["hex-dump", "tshark-details"]);
});

it("passes over further views of a packet's octets", () => {
  const frame = tsharkRows(ethernetFrameOf(MESSAGES[0]!));
  const log = `Frame (400 bytes):\n${frame}Reassembled TCP (358 bytes):\n${tsharkRows(octetsOf(OCTETS[0]!))}`;
  expect(texts(read(log))).toEqual(OCTETS.slice(0, 1));
});

it("does not read the octets of a message again that a log prints below its text", () => {
  const log = MESSAGES.map(({ octets }) => `sent:\n${octets}\n${tsharkRows(octetsOf(octets))}`).join("");
  expect(texts(read(log))).toEqual(OCTETS);
});

it.each([
  ["Linux's any device", [0, 0, 3, 4, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0]],
  ["a VLAN", [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x81, 0, 0, 5, 8, 0]],
  ["the loopback device", [2, 0, 0, 0]],
  ["no link layer", []],
])("finds the addresses behind %s", (_, header) => {
  const log = MESSAGES.map((item) => tsharkRows(new Uint8Array([...header, ...ipPacketOf(item)]))).join("");
  const reading = read(log);
  expect(texts(reading)).toEqual(OCTETS);
  expect(outline(reading.messages[0]!)).toMatch(/ - udp 192.0.2.10:5060 > 192.0.2.1:5060$/);
});

it("finds the message behind the header of a protocol that is not known", () => {
  const log = MESSAGES.map(({ octets }) => tsharkRows(octetsOf(`\x01\x02\x00HDR\x00${octets}`))).join("");
  expect(texts(read(log))).toEqual(OCTETS);
});

it("keeps line ends as they were sent", () => {
  const octets = "OPTIONS sip:example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.10\r\nContent-Length: 4\n\na\rb\n";
  expect(texts(read(tsharkRows(octetsOf(octets))))).toEqual([octets]);
});

it("says how much is missing where the rows end too soon", () => {
  const rows = tsharkRows(octetsOf(OCTETS[4]!)).trimEnd().split("\n");
  const [message] = read(`${rows.slice(0, -2).join("\n")}\nnothing\n`).messages;
  expect(OCTETS[4]!.startsWith(textOf(message!.octets))).toBe(true);
  expect(message!.missingOctets).toBe(OCTETS[4]!.length - message!.octets.length);
});

it("joins a message whose octets come in several dumps", () => {
  const [octets] = [OCTETS[4]!];
  const log = [octets.slice(0, 100), octets.slice(100, 333), octets.slice(333)].map((part) =>
    tsharkRows(octetsOf(part)),
  );
  const reading = read(`${log.join("read more\n")}${tsharkRows(octetsOf(OCTETS[1]!))}`);
  expect(texts(reading)).toEqual([octets, OCTETS[1]]);
  expect(reading.messages.map(({ place }) => place.line)).toEqual([1, expect.any(Number)]);
});

it("repeats the rows for which a line with an asterisk stands, and reads octal offsets", () => {
  const body = "=".repeat(64);
  const octets = `MESSAGE sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10\r\nContent-Type: text/plain\r\nContent-Length: 64\r\n\r\n${body}`;
  const rows = rowsOf(octetsOf(octets)).map(({ offset, octets }) => ({ offset, digits: hexOf(octets).join(" ") }));
  const equal = (row: number) => row > 0 && rows[row]!.digits === rows[row - 1]!.digits;
  const squeezed = rows.flatMap(({ offset, digits }, row) =>
    equal(row) ? (equal(row - 1) ? [] : ["*"]) : [`${digitsOf(offset, 8)}  ${digits}`],
  );
  expect(squeezed).toContain("*");
  expect(texts(read([...squeezed, digitsOf(octets.length, 8)].join("\n")))).toEqual([octets]);
  const octal = rows.map(({ offset, digits }) => `${offset.toString(8).padStart(7, "0")} ${digits}`);
  expect(texts(read(octal.join("\n")))).toEqual([octets]);
});

it("reads a stream whose sides take turns, cut anywhere", () => {
  const turn = (state: { at: number }, indent: string, octets: Uint8Array) => {
    const at = state.at;
    state.at += octets.length;
    return rowsOf(octets)
      .map(
        ({ offset, octets }) =>
          `${indent}${digitsOf(at + offset, 8).toUpperCase()}  ${hexOf(octets.subarray(0, 8)).join(" ")}  ${hexOf(octets.subarray(8)).join(" ")}`.padEnd(
            60 + indent.length,
          ) + `${shownAs(octets)}\n`,
      )
      .join("");
  };
  const [invite, answer, register] = [OCTETS[4]!, OCTETS[5]!, OCTETS[0]!].map(octetsOf);
  const [client, server] = [{ at: 0 }, { at: 0 }];
  const log = [
    "Follow: tcp,hex",
    "Filter: tcp.stream eq 0",
    "Node 0: 192.0.2.10:40112",
    "Node 1: 192.0.2.1:5060\n",
  ].join("\n");
  const turns = [
    turn(client, "", octetsOf("\r\n\r\n")),
    turn(server, "\t", octetsOf("\r\n")),
    turn(client, "", invite!.subarray(0, 200)),
    turn(server, "\t", answer!.subarray(0, 90)),
    turn(client, "", new Uint8Array([...invite!.subarray(200), ...register!])),
    turn(server, "\t", answer!.subarray(90)),
  ];
  const reading = read(log + turns.join(""));
  expect(texts(reading)).toEqual([OCTETS[4], OCTETS[0], OCTETS[5]]);
  expect(reading.messages.map((message) => outline(message).replace(/^\d+ /, ""))).toEqual([
    "- tcp 192.0.2.10:40112 > 192.0.2.1:5060",
    "- tcp 192.0.2.10:40112 > 192.0.2.1:5060",
    "- tcp 192.0.2.1:5060 > 192.0.2.10:40112",
  ]);
  expect(reading.signals).toMatchObject([{ form: "double-crlf", place: { line: 5 } }, { form: "crlf" }]);
});

it("passes over dumps without SIP", () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 7) & 255);
  const reading = read(`key:\n${tsharkRows(bytes)}${printedBy("sngrep")}${tsharkRows(bytes)}`);
  expect(texts(reading)).toEqual(OCTETS);
  expect(reading.problems).toEqual([]);
});
