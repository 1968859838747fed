/** Packets in packets: whatever carries a message, it comes from its own endpoints, and lies where the file has it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Blocks, concat, fromHex } from "../capture/capture-files.js";
import { ALICE, captureOf, ip, LINK_ETHERNET, PBX, readFile, register, tcp, toText, u16, udp } from "./packets.js";

const OUTER = { address: "203.0.113.1", port: 50_000 };
const TUNNEL_END = { address: "203.0.113.2", port: 4789 };
const OUTER6 = { address: "2001:db8::1", port: 0 };
const TUNNEL_END6 = { address: "2001:db8::2", port: 0 };
const MESSAGE = register(1, "v=0\r\n");
const INNER = udp(ALICE, PBX, MESSAGE);
const INNER6 = udp({ address: "2001:db8::10", port: 5062 }, { address: "2001:db8::20", port: 5060 }, MESSAGE);
const MACS = "020000000001 020000000002";
const IEEE_80211 = "0801 0000 020000000001 020000000002 020000000003 1000 aaaa03 000000";

function behind(header: string, payload: Uint8Array): Uint8Array {
  return concat([fromHex(header), payload]);
}
function ethernet(type: string, payload: Uint8Array): Uint8Array {
  return behind(`${MACS} ${type}`, payload);
}
function gre(header: string, payload: Uint8Array): Uint8Array {
  return ethernet("0800", ip(OUTER, TUNNEL_END, 47, behind(header, payload)));
}
function pppoe(ppp: string, payload: Uint8Array): Uint8Array {
  const data = behind(ppp, payload);
  return ethernet("8864", concat([fromHex("11 00 0001"), u16(data.length), data]));
}
function gtp(header: string, payload: Uint8Array): Uint8Array {
  const rest = fromHex(header.slice(2));
  const octets = concat([fromHex(`${header.slice(0, 2)} ff`), u16(rest.length + payload.length), fromHex("00000007")]);
  return ethernet("0800", udp(OUTER, { ...TUNNEL_END, port: 2152 }, concat([octets, rest, payload])));
}
function vxlan(port: number, payload: Uint8Array): Uint8Array {
  return ethernet("0800", udp(OUTER, { ...TUNNEL_END, port }, behind("08000000 00000500", payload)));
}

const ETHERNET = ethernet("0800", INNER);
const TUNNELS = [
  { title: "PPPoE", frame: pppoe("0021", INNER) },
  { title: "PPPoE in a VLAN", frame: ethernet("8100", concat([fromHex("0007"), pppoe("0021", INNER).subarray(12)])) },
  { title: "PPPoE with IPv6", frame: pppoe("0057", INNER6), address: "2001:db8::10" },
  { title: "an MPLS label", frame: ethernet("8847", behind("000101ff", INNER)) },
  {
    title: "a stack of MPLS labels",
    frame: ethernet("8847", behind("000100ff 000200ff 000301ff", INNER6)),
    address: "2001:db8::10",
  },
  { title: "a pseudowire with control word", frame: ethernet("8847", behind("000101ff 00000000", ETHERNET)) },
  { title: "a pseudowire without control word", frame: ethernet("8847", behind("000101ff", ETHERNET)) },
  {
    title: "a pseudowire whose Ethernet address begins like IPv4",
    frame: ethernet("8847", behind("000101ff", behind("400000000001 020000000002 0800", INNER))),
  },
  { title: "GRE", frame: gre("0000 0800", INNER) },
  { title: "GRE with checksum, key and sequence number", frame: gre("b000 0800 00000000 00000001 00000002", INNER) },
  { title: "GRE with an Ethernet frame", frame: gre("0000 6558", ETHERNET) },
  { title: "GRE with MPLS", frame: gre("0000 8847", behind("000101ff", INNER)) },
  { title: "GRE of PPTP", frame: gre("3081 880b 00000001 00000002 00000003", behind("ff03 0021", INNER)) },
  { title: "ERSPAN I", frame: gre("0000 88be", ETHERNET) },
  { title: "ERSPAN II", frame: gre("1000 88be 00000001 10010000 00000000", ETHERNET) },
  { title: "ERSPAN III", frame: gre("1000 22eb 00000001 20010000 00000000 00000000", ETHERNET) },
  {
    title: "ERSPAN III with a subheader",
    frame: gre("1000 22eb 00000001 20010000 00000000 00000001 0000000000000000", ETHERNET),
  },
  { title: "ERSPAN III without Ethernet", frame: gre("1000 22eb 00000001 20010000 00000000 00008800", INNER) },
  { title: "IP in IP", frame: ethernet("0800", ip(OUTER, TUNNEL_END, 4, INNER)) },
  { title: "IPv6 in IPv4", frame: ethernet("0800", ip(OUTER, TUNNEL_END, 41, INNER6)), address: "2001:db8::10" },
  { title: "IPv4 in IPv6", frame: ethernet("86dd", ip(OUTER6, TUNNEL_END6, 4, INNER)) },
  { title: "EtherIP", frame: ethernet("0800", ip(OUTER, TUNNEL_END, 97, behind("3000", ETHERNET))) },
  { title: "GTP-U", frame: gtp("30", INNER) },
  { title: "GTP-U with a sequence number", frame: gtp("32 00010000", INNER) },
  {
    title: "GTP-U with extension headers",
    frame: gtp("34 00000085 01000185 01000100", INNER6),
    address: "2001:db8::10",
  },
  { title: "VXLAN", frame: vxlan(4789, ETHERNET) },
  { title: "VXLAN at the port of Linux, with a VLAN", frame: vxlan(8472, ethernet("8100 0005 0800", INNER)) },
  { title: "ERSPAN of a mobile network", frame: gre("1000 88be 00000001 10010000 00000000", gtp("30", INNER)) },
  { title: "802.11", frame: behind(`${IEEE_80211} 0800`, INNER), linkType: 105 },
  { title: "802.11 behind radiotap", frame: behind(`0000 0800 00000000 ${IEEE_80211} 0800`, INNER), linkType: 127 },
  { title: "802.11 behind PPI", frame: behind(`00 00 0800 69000000 ${IEEE_80211} 0800`, INNER), linkType: 192 },
];

/** The one message of a frame, found again in the file by its source map. */
function checkOne(frame: Uint8Array, linkType: number, address: string): void {
  const file = captureOf([frame], linkType);
  const { messages, problems } = readFile(file);
  expect(problems).toEqual([]);
  expect(messages).toHaveLength(1);
  const { source, octets, sourceMap, missingOctets } = messages[0]!;
  expect({ source, text: toText(octets), missingOctets }).toEqual({
    source: { address, port: 5062 },
    text: MESSAGE,
    missingOctets: 0,
  });
  const [, start = 0, length = 0] = sourceMap.runs;
  expect(toText(file.subarray(start, start + length))).toBe(MESSAGE);
}

describe.each(TUNNELS)("$title", ({ frame, linkType = LINK_ETHERNET, address = ALICE.address }) => {
  it("gives the message of the packet inside, with its own endpoints", () => checkOne(frame, linkType, address));

  it("is read whatever is cut off or changed", () => {
    for (let length = 0; length < frame.length; length++) readFile(captureOf([frame.subarray(0, length)], linkType));
    for (let at = 0; at < frame.length - MESSAGE.length; at++) {
      for (const wrong of [0xff, 0x01, 0x10, 0x80]) {
        const changed = frame.slice();
        changed[at] = changed[at]! ^ wrong;
        expect(readFile(captureOf([changed], linkType)).messages.length).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("tunnels", () => {
  it("may be stacked, up to a bound", () => {
    const stacked = (depth: number): Uint8Array => (depth === 0 ? INNER : ip(OUTER, TUNNEL_END, 4, stacked(depth - 1)));
    expect(readFile(captureOf([stacked(8)])).messages).toHaveLength(1);
    expect(readFile(captureOf([stacked(9)])).messages).toEqual([]);
  });

  it("may be fragmented outside and inside", () => {
    const half = INNER.length & ~7;
    const carried = ip(OUTER, TUNNEL_END, 47, behind("0000 0800", INNER)).subarray(20);
    const cut = 40;
    const outer = [
      ip(OUTER, TUNNEL_END, 47, carried.subarray(0, cut), { identification: 9, more: true }),
      ip(OUTER, TUNNEL_END, 47, carried.subarray(cut), { identification: 9, offset: cut }),
    ];
    const { messages } = readFile(captureOf(outer));
    expect(messages.map(({ octets, fragments }) => [toText(octets), fragments])).toEqual([[MESSAGE, 2]]);
    expect(half).toBeGreaterThan(cut);
    const datagram = INNER.subarray(20);
    const inner = [
      ip(ALICE, PBX, 17, datagram.subarray(0, cut), { identification: 9, more: true }),
      ip(ALICE, PBX, 17, datagram.subarray(cut), { identification: 9, offset: cut }),
    ].map((fragment) => gtp("30", fragment));
    expect(readFile(captureOf(inner, LINK_ETHERNET)).messages.map(({ octets }) => toText(octets))).toEqual([MESSAGE]);
  });

  it("carry TCP", () => {
    const frames = [
      tcp(ALICE, PBX, { sequence: 9, flags: 2 }),
      tcp(ALICE, PBX, { sequence: 10, data: MESSAGE.slice(0, 40) }),
      tcp(ALICE, PBX, { sequence: 50, data: MESSAGE.slice(40) }),
    ].map((packet) => vxlan(4789, ethernet("0800", packet)));
    const { messages } = readFile(captureOf(frames, LINK_ETHERNET));
    expect(messages.map(({ source, transport, octets }) => [source, transport, toText(octets)])).toEqual([
      [ALICE, "tcp", MESSAGE],
    ]);
  });

  it("are not seen in SIP on their ports", () => {
    for (const port of [2152, 4789, 8472]) {
      expect(readFile(captureOf([udp(ALICE, { ...PBX, port }, MESSAGE)])).messages).toHaveLength(1);
    }
  });

  it("of the interfaces of one file may differ", () => {
    const blocks = new Blocks(true);
    const file = concat([
      blocks.section(),
      ...[1, 127, 9, 101].map((linkType) => blocks.interface(linkType)),
      blocks.enhanced(1, 1_000_000n, behind(`0000 0800 00000000 ${IEEE_80211} 0800`, INNER)),
      blocks.enhanced(3, 2_000_000n, INNER6),
      blocks.enhanced(0, 3_000_000n, pppoe("0021", INNER)),
      blocks.enhanced(2, 4_000_000n, behind("ff03 0021", INNER)),
    ]);
    const { messages } = readFile(file);
    expect(messages.map(({ capturePoint, atMicros }) => [capturePoint, atMicros])).toEqual([
      [1, 1_000_000],
      [3, 2_000_000],
      [0, 3_000_000],
      [2, 4_000_000],
    ]);
  });

  it("give the messages of each frame of an 802.11 aggregate", () => {
    const subframe = (payload: Uint8Array): Uint8Array => {
      const data = behind("aaaa03 000000 0800", payload);
      const padding = new Uint8Array(-(14 + data.length) & 3);
      return concat([fromHex(MACS), u16(data.length), data, padding]);
    };
    const second = udp(ALICE, PBX, register(2, "v=0\r\n"));
    const frame = behind(
      "8802 0000 020000000001 020000000002 020000000003 1000 8000",
      concat([subframe(INNER), subframe(second)]),
    );
    const { messages } = readFile(captureOf([frame], 105));
    expect(messages.map(({ octets }) => toText(octets))).toEqual([MESSAGE, register(2, "v=0\r\n")]);
  });

  it("end in a result whatever the octets", () => {
    const linkTypes = [1, 9, 50, 51, 104, 105, 119, 127, 163, 166, 192, 204, 219];
    fc.assert(
      fc.property(fc.constantFrom(...linkTypes), fc.uint8Array({ maxLength: 120 }), (linkType, octets) => {
        expect(readFile(captureOf([octets], linkType)).problems).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
