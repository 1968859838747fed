/** The layers below UDP, as octets on the wire. */
import { describe, expect, it } from "vitest";
import { newFrame } from "../../src/core/capture/frame.js";
import { formatAddress } from "../../src/core/packet/endpoints.js";
import { readIpv4 } from "../../src/core/packet/ipv4.js";
import { readIpv6 } from "../../src/core/packet/ipv6.js";
import { LINK_LAYERS } from "../../src/core/packet/link-layers.js";
import { Packet } from "../../src/core/packet/packet.js";
import { readTcp } from "../../src/core/packet/tcp.js";
import { readUdp } from "../../src/core/packet/udp.js";
import { fromHex, toHex } from "../capture/capture-files.js";
import { addressOctets } from "./packets.js";

/** A packet as it stands before a layer; `onWire` when the snapshot length cut it. */
function packetOf(hex: string, onWire?: number): Packet {
  const octets = fromHex(hex);
  const frame = { ...newFrame(), octets, view: new DataView(octets.buffer), end: octets.length };
  const packet = new Packet();
  packet.enter({ ...frame, originalLength: onWire ?? octets.length, interfaceIndex: 3 });
  return packet;
}

function rest(packet: Packet): string {
  return toHex(packet.octets.subarray(packet.start, packet.end));
}

/** Every prefix of a valid packet must be read without throwing. */
function checkPrefixes(hex: string, read: (packet: Packet) => boolean): void {
  const digits = hex.replaceAll(/\s/g, "");
  for (let length = 0; length <= digits.length; length += 2) read(packetOf(digits.slice(0, length)));
}

/** Duration, three addresses and sequence number of an 802.11 header, and what begins its payload. */
const IEEE_80211 = "0000 020000000001 020000000002 020000000003 1000";
const SNAP = "aaaa03 000000";

describe("link layers", () => {
  it.each([
    { title: "Ethernet", linkType: 1, hex: "020000000001 020000000002 0800 aabb", etherType: 0x0800 },
    { title: "VLAN", linkType: 1, hex: "020000000001 020000000002 8100 2005 86dd aabb", etherType: 0x86dd },
    { title: "QinQ", linkType: 1, hex: "020000000001 020000000002 88a8 0001 8100 0002 0800 aabb", etherType: 0x0800 },
    {
      title: "802.3 SNAP",
      linkType: 1,
      hex: "020000000001 020000000002 000a aaaa03 000000 0800 aabb",
      etherType: 0x0800,
    },
    { title: "Linux cooked", linkType: 113, hex: "0000 0001 0006 020000000001 0000 0800 aabb", etherType: 0x0800 },
    {
      title: "Linux cooked with a VLAN tag",
      linkType: 113,
      hex: "0000 0001 0006 020000000001 0000 8100 0005 86dd aabb",
      etherType: 0x86dd,
    },
    {
      title: "Linux cooked 2",
      linkType: 276,
      hex: "86dd 0000 00000002 0001 00 06 020000000001 0000 aabb",
      etherType: 0x86dd,
      capturePoint: 3 * 65_536 + 2,
    },
    { title: "loopback, little-endian", linkType: 0, hex: "02000000 aabb", etherType: 0x0800 },
    { title: "loopback, big-endian", linkType: 108, hex: "00000002 aabb", etherType: 0x0800 },
    { title: "loopback, IPv6 of macOS", linkType: 0, hex: "1e000000 aabb", etherType: 0x86dd },
    { title: "loopback, IPv6 of FreeBSD, big-endian", linkType: 0, hex: "0000001c aabb", etherType: 0x86dd },
    { title: "loopback, another family", linkType: 0, hex: "07000000 aabb", etherType: 0 },
    { title: "PPP", linkType: 9, hex: "ff03 0021 aabb", etherType: 0x0800 },
    { title: "PPP without address and control", linkType: 9, hex: "0057 aabb", etherType: 0x86dd },
    { title: "PPP with a compressed protocol", linkType: 9, hex: "21 aabb", etherType: 0x0800 },
    { title: "PPP, link control", linkType: 9, hex: "ff03 c021 aabb", etherType: 0 },
    { title: "PPP on a serial line", linkType: 50, hex: "ff03 0021 aabb", etherType: 0x0800 },
    { title: "Cisco HDLC", linkType: 104, hex: "0f00 86dd aabb", etherType: 0x86dd },
    { title: "PPP of pppd", linkType: 166, hex: "01 03 0021 aabb", etherType: 0x0800 },
    { title: "PPP with a direction", linkType: 204, hex: "01 ff03 0021 aabb", etherType: 0x0800 },
    { title: "PPPoE", linkType: 51, hex: "11 00 0001 0004 0021 aabb 0000", etherType: 0x0800 },
    {
      title: "802.11 to the access point",
      linkType: 105,
      hex: `0801 ${IEEE_80211} ${SNAP} 0800 aabb`,
      etherType: 0x0800,
    },
    {
      title: "802.11 between access points, with QoS and HT control",
      linkType: 105,
      hex: `8883 ${IEEE_80211} 020000000004 0000 00000000 ${SNAP} 86dd aabb`,
      etherType: 0x86dd,
    },
    {
      title: "an 802.11 aggregate",
      linkType: 105,
      hex: `8802 ${IEEE_80211} 8000 020000000001 020000000002 000a ${SNAP} 0800 aabb`,
      etherType: 0x0800,
    },
    {
      title: "radiotap with time, flags and padding",
      linkType: 127,
      hex: `0000 1900 03000080 00000000 00000000 0011223344556677 20 8802 ${IEEE_80211} 0000 0000 ${SNAP} 0800 aabb`,
      etherType: 0x0800,
    },
    {
      title: "radiotap without flags",
      linkType: 127,
      hex: `0000 0800 00000000 0802 ${IEEE_80211} ${SNAP} 0800 aabb`,
      etherType: 0x0800,
    },
    {
      title: "Prism",
      linkType: 119,
      hex: `44000000 0c000000 00000000 0802 ${IEEE_80211} ${SNAP} 0800 aabb`,
      etherType: 0x0800,
    },
    {
      title: "AVS",
      linkType: 163,
      hex: `80211001 0000000c 00000000 0802 ${IEEE_80211} ${SNAP} 0800 aabb`,
      etherType: 0x0800,
    },
    {
      title: "PPI",
      linkType: 192,
      hex: `00 00 0c00 69000000 00000000 0802 ${IEEE_80211} ${SNAP} 0800 aabb`,
      etherType: 0x0800,
    },
    {
      title: "PPI with Ethernet",
      linkType: 192,
      hex: "00 00 0800 01000000 020000000001 020000000002 0800 aabb",
      etherType: 0x0800,
    },
    { title: "raw IPv4", linkType: 101, hex: "45", etherType: 0x0800, reads: "45" },
    { title: "raw IPv6", linkType: 229, hex: "60", etherType: 0x86dd, reads: "60" },
  ])("reads $title", ({ linkType, hex, etherType, capturePoint, reads }) => {
    const readLink = LINK_LAYERS.get(linkType)!;
    const packet = packetOf(hex);
    expect(readLink(packet)).toBe(true);
    expect({ etherType: packet.etherType, rest: rest(packet) }).toEqual({ etherType, rest: reads ?? "aabb" });
    expect(packet.capturePoint).toBe(capturePoint ?? 3);
    checkPrefixes(hex, readLink);
  });
});

describe("802.11", () => {
  it.each([
    { title: "encrypted", hex: `0841 ${IEEE_80211} ${SNAP} 0800 aabb` },
    { title: "without data", hex: `4801 ${IEEE_80211} ${SNAP} 0800 aabb` },
    { title: "for management", hex: `8000 ${IEEE_80211} ${SNAP} 0800 aabb` },
    { title: "a fragment", hex: `0805 ${IEEE_80211} ${SNAP} 0800 aabb` },
  ])("does not read a frame $title", ({ hex }) => expect(LINK_LAYERS.get(105)!(packetOf(hex))).toBe(false));

  it("does not read a frame that came in broken", () => {
    const hex = `0000 0900 02000000 40 0802 ${IEEE_80211} ${SNAP} 0800 aabb`;
    expect(LINK_LAYERS.get(127)!(packetOf(hex))).toBe(false);
  });
});

describe("IPv4", () => {
  const addresses = "c000020a c6336401";

  it.each([
    { title: "header", hex: `45 00 0016 1234 0000 40 11 0000 ${addresses} aabb`, rest: "aabb" },
    { title: "options", hex: `46 00 001a 1234 0000 40 11 0000 ${addresses} 01010100 aabb`, rest: "aabb" },
    { title: "Ethernet padding", hex: `45 00 0016 1234 0000 40 11 0000 ${addresses} aabb 00000000`, rest: "aabb" },
    {
      title: "length 0 of segmentation offload",
      hex: `45 00 0000 1234 0000 40 11 0000 ${addresses} aabbcc`,
      rest: "aabbcc",
    },
    { title: "snapshot length", hex: `45 00 0020 1234 0000 40 11 0000 ${addresses} aabb`, rest: "aabb", cutOctets: 10 },
  ])("reads $title", ({ hex, rest: expected, cutOctets }) => {
    const packet = packetOf(hex);
    expect(readIpv4(packet)).toBe(true);
    expect(rest(packet)).toBe(expected);
    expect(packet).toMatchObject({ version: 4, protocol: 17, identification: 0x1234, cutOctets: cutOctets ?? 0 });
    expect(packet).toMatchObject({ fragmentOffset: 0, moreFragments: false });
    checkPrefixes(hex, readIpv4);
  });

  it("reads the fragment fields", () => {
    const packet = packetOf(`45 00 0016 0001 20b9 40 11 0000 ${addresses} aabb`);
    readIpv4(packet);
    expect(packet).toMatchObject({ fragmentOffset: 0xb9 * 8, moreFragments: true });
  });

  it.each([
    "65 00",
    "44 00 0014 1234 0000 40 11 0000 c000020a c6336401",
    "4f 00 0014 1234 0000 40 11 0000 c000020a c6336401",
  ])("does not read %s", (hex) => expect(readIpv4(packetOf(hex))).toBe(false));
});

describe("IPv6", () => {
  const addresses = "20010db8000000000000000000000001 20010db8000000000000000000000002";

  it.each([
    { title: "header", hex: `60000000 0002 11 40 ${addresses} aabb`, protocol: 17 },
    {
      title: "hop-by-hop and destination options",
      hex: `60000000 0012 00 40 ${addresses} 3c00 010400000000 1100 010400000000 aabb`,
      protocol: 17,
    },
    {
      title: "routing header of 24 octets",
      hex: `60000000 001a 2b 40 ${addresses} 1102 0000 00000000 ${"00".repeat(16)} aabb`,
      protocol: 17,
    },
    {
      title: "authentication header of 12 octets",
      hex: `60000000 000e 33 40 ${addresses} 0601 0000 00000001 00000001 aabb`,
      protocol: 6,
    },
    { title: "atomic fragment", hex: `60000000 000a 2c 40 ${addresses} 1100 0000 00000007 aabb`, protocol: 17 },
    { title: "Ethernet padding", hex: `60000000 0002 11 40 ${addresses} aabb ffff`, protocol: 17 },
    { title: "length 0", hex: `60000000 0000 11 40 ${addresses} aabb`, protocol: 17 },
  ])("reads $title", ({ hex, protocol }) => {
    const packet = packetOf(hex);
    expect(readIpv6(packet)).toBe(true);
    expect(rest(packet)).toBe("aabb");
    expect(packet).toMatchObject({ version: 6, protocol, fragmentOffset: 0, moreFragments: false });
    checkPrefixes(hex, readIpv6);
  });

  it("stops at the payload of a fragment", () => {
    const packet = packetOf(`60000000 000a 2c 40 ${addresses} 3c00 0f51 00000007 aabb`);
    expect(readIpv6(packet)).toBe(true);
    expect(packet).toMatchObject({ protocol: 60, fragmentOffset: 0xf50, moreFragments: true, identification: 7 });
    expect(rest(packet)).toBe("aabb");
  });

  it("gives up on endless extension headers", () => {
    const extensions = "3c00000000000000".repeat(100);
    expect(readIpv6(packetOf(`60000000 0320 3c 40 ${addresses} ${extensions}`))).toBe(false);
  });
});

describe("UDP", () => {
  it.each([
    { title: "header", hex: "13c4 13c6 000a 0000 aabb", rest: "aabb", cutOctets: 0 },
    { title: "trailing octets", hex: "13c4 13c6 000a 0000 aabb ccdd", rest: "aabb", cutOctets: 0 },
    { title: "length 0", hex: "13c4 13c6 0000 0000 aabb", rest: "aabb", cutOctets: 0 },
    { title: "length beyond the packet", hex: "13c4 13c6 00ff 0000 aabb", rest: "aabb", cutOctets: 0 },
    { title: "snapshot length", hex: "13c4 13c6 000e 0000 aabb", onWire: 14, rest: "aabb", cutOctets: 4 },
  ])("reads $title", ({ hex, onWire, rest: expected, cutOctets }) => {
    const packet = packetOf(hex, onWire);
    expect(readUdp(packet)).toBe(true);
    expect(rest(packet)).toBe(expected);
    expect(packet).toMatchObject({ sourcePort: 5060, destinationPort: 5062, cutOctets });
    checkPrefixes(hex, readUdp);
  });
});

describe("TCP", () => {
  it("reads ports, numbers, flags and the end of the options", () => {
    const hex = "13c4 13c6 fffffffe 00000001 6018 ffff 0000 0000 02040218 aabb";
    const packet = packetOf(hex);
    expect(readTcp(packet)).toBe(true);
    expect(rest(packet)).toBe("aabb");
    expect(packet).toMatchObject({ sequence: -2, acknowledgement: 1, tcpFlags: 0x18, sourcePort: 5060 });
    checkPrefixes(hex, readTcp);
  });

  it.each(["13c4 13c6 00000000 00000000 4010 ffff 0000 0000", "13c4 13c6 00000000 00000000 f010 ffff 0000 0000"])(
    "does not read a header whose length is impossible: %s",
    (hex) => expect(readTcp(packetOf(hex))).toBe(false),
  );
});

describe("formatAddress", () => {
  it.each([
    "192.0.2.1",
    "255.255.255.255",
    "2001:db8::1",
    "2001:db8:0:1:1:1:1:1",
    "2001:0:0:1::1",
    "::",
    "::1",
    "fe80::",
    "2001:db8::1:0:0:1",
  ])("writes %s as RFC 5952 does", (text) => expect(formatAddress(addressOctets(text))).toBe(text));
});
