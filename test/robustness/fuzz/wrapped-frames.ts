/** One SIP message in a frame of every link layer, tunnel and transport that is read: what mutations of layers begin with. */
import { concat, fromHex, pcapFile } from "../../capture/capture-files.js";
import {
  ALICE,
  captureOf,
  ip,
  LINK_ETHERNET,
  PBX,
  register,
  tcp,
  u16,
  u32,
  udp,
  udpDatagram,
} from "../../packet/packets.js";

const MESSAGE = register(1, "v=0\r\n");
const INNER = udp(ALICE, PBX, MESSAGE);
const INNER6 = udp({ address: "2001:db8::10", port: 5062 }, { address: "2001:db8::20", port: 5060 }, MESSAGE);
const OUTER = { address: "203.0.113.1", port: 50_000 };
const TUNNEL_END = { address: "203.0.113.2", port: 4789 };
const MACS = "020000000001 020000000002";
const IEEE_80211 = "0801 0000 020000000001 020000000002 020000000003 1000 aaaa03 000000 0800";
const AGGREGATE = "8802 0000 020000000001 020000000002 020000000003 1000 8000";

function behind(header: string, payload = INNER): Uint8Array {
  return concat([fromHex(header), payload]);
}

/** What stands before an IPv4 packet, by LINKTYPE_ value. */
const LINK_HEADERS: Readonly<Record<number, readonly string[]>> = {
  0: ["02000000"],
  1: [`${MACS} 0800`, `${MACS} 8100 0007 0800`, `${MACS} 88a8 0001 8100 0002 0800`, `${MACS} 0110 aaaa03 000000 0800`],
  9: ["ff03 0021", "0021", "21"],
  12: [""],
  14: [""],
  50: ["ff03 0021", "0f00 0800"],
  51: [`11 00 0001 ${hex16(INNER.length + 2)} 0021`],
  101: [""],
  104: ["0f00 0800"],
  105: [IEEE_80211],
  108: ["00000002"],
  113: ["0000 0001 0006 020000000001 0000 0800"],
  119: [`44000000 0c000000 00000000 ${IEEE_80211}`],
  127: [`0000 0800 00000000 ${IEEE_80211}`, `0000 1900 03000080 00000000 00000000 0011223344556677 00 ${IEEE_80211}`],
  163: [`80211001 0000000c 00000000 ${IEEE_80211}`],
  166: ["01 03 0021"],
  192: [`00 00 0800 69000000 ${IEEE_80211}`, `00 00 0800 01000000 ${MACS} 0800`],
  204: ["01 ff03 0021"],
  219: ["000101ff", "000100ff 000200ff 000301ff"],
  228: [""],
  229: [""],
  276: ["0800 0000 00000002 0001 00 06 020000000001 0000"],
};

/** @throws when the link layer is new here: it needs a header above. */
export function linkSeeds(linkType: number): Uint8Array[] {
  const headers = LINK_HEADERS[linkType];
  if (headers === undefined) throw new Error(`Fuzzing does not know a header for link type ${linkType}; add one.`);
  const packet = linkType === 229 ? INNER6 : INNER;
  const seeds = headers.map((header) => captureOf([behind(header, packet), behind(header, packet)], linkType));
  return linkType === 105 ? [...seeds, captureOf([aggregate()], 105)] : seeds;
}

function aggregate(): Uint8Array {
  const data = behind("aaaa03 000000 0800");
  const subframe = concat([fromHex(MACS), u16(data.length), data, new Uint8Array(-(14 + data.length) & 3)]);
  return behind(AGGREGATE, concat([subframe, subframe]));
}

function ethernet(type: string, payload: Uint8Array): Uint8Array {
  return behind(`${MACS} ${type}`, payload);
}
function gre(header: string, payload: Uint8Array): Uint8Array {
  return ethernet("0800", ip(OUTER, TUNNEL_END, 47, behind(header, payload)));
}
function gtp(header: string, payload: Uint8Array): Uint8Array {
  const rest = fromHex(header.slice(2));
  const length = u16(rest.length + payload.length);
  const octets = concat([fromHex(`${header.slice(0, 2)} ff`), length, fromHex("00000007"), rest, payload]);
  return ethernet("0800", udp(OUTER, { ...TUNNEL_END, port: 2152 }, octets));
}
function hex16(value: number): string {
  return value.toString(16).padStart(4, "0");
}

export function tunnelSeeds(): Uint8Array[] {
  const whole = ethernet("0800", INNER);
  const data = behind("0021");
  const frames = [
    ethernet("8864", concat([fromHex("11 00 0001"), u16(data.length), data])),
    ethernet("8847", behind("000101ff")),
    ethernet("8847", behind("000100ff 000201ff 00000000", whole)),
    gre("0000 0800", INNER),
    gre("b000 86dd 00000000 00000001 00000002", INNER6),
    gre("0000 6558", whole),
    gre("3081 880b 00000001 00000002 00000003", behind("ff03 0021")),
    gre("1000 88be 00000001 10010000 00000000", whole),
    gre("1000 22eb 00000001 20010000 00000000 00000001 0000000000000000", whole),
    ethernet("0800", ip(OUTER, TUNNEL_END, 4, INNER)),
    ethernet("0800", ip(OUTER, TUNNEL_END, 41, INNER6)),
    ethernet("0800", ip(OUTER, TUNNEL_END, 97, behind("3000", whole))),
    gtp("30", INNER),
    gtp("34 00000085 01000185 01000100", INNER6),
    ethernet("0800", udp(OUTER, TUNNEL_END, behind("08000000 00000500", whole))),
    gre("1000 88be 00000001 10010000 00000000", gtp("30", INNER)),
  ];
  return [captureOf(frames, LINK_ETHERNET), ...frames.map((frame) => captureOf([frame, frame], LINK_ETHERNET))];
}

/** Fragments in both versions of IP, extension headers, ICMP errors with a quotation. */
export function networkSeeds(): Uint8Array[] {
  const datagram = udpDatagram(ALICE, PBX, register(2, "v=0\r\n".repeat(20)));
  const [alice, pbx] = [
    { address: "2001:db8::10", port: 5062 },
    { address: "2001:db8::20", port: 5060 },
  ];
  const cuts = [0, 80, 160, datagram.length];
  const fragments4 = [0, 1, 2].map((index) =>
    ip(ALICE, PBX, 17, datagram.subarray(cuts[index], cuts[index + 1]), {
      identification: 7,
      offset: cuts[index]!,
      more: index < 2,
    }),
  );
  const fragments6 = [0, 1, 2].map((index) => {
    const header = concat([Uint8Array.of(17, 0), u16(cuts[index]! | (index < 2 ? 1 : 0)), u32(7)]);
    return ip(alice, pbx, 44, concat([header, datagram.subarray(cuts[index], cuts[index + 1])]));
  });
  const options = ip(
    alice,
    pbx,
    0,
    concat([fromHex("3c00 010400000000 1100 010400000000"), udpDatagram(alice, pbx, MESSAGE)]),
  );
  const error = ip(PBX, ALICE, 1, concat([fromHex("03 03 0000 00000000"), INNER.subarray(0, 60)]));
  const error6 = ip(pbx, alice, 58, concat([fromHex("01 04 0000 00000000"), INNER6]));
  return [
    captureOf([...fragments4, ...fragments6, options, error, error6, INNER]),
    captureOf([...fragments4].reverse()),
    captureOf([...fragments6, INNER6]),
    captureOf([error, error6, INNER]),
  ];
}

/** Messages cut and repeated over the segments of one connection. */
export function tcpSeeds(): Uint8Array[] {
  const text = register(1) + register(2, "v=0\r\n".repeat(10)) + "\r\n\r\n" + register(3);
  const cut = (from: number, to: number) => tcp(ALICE, PBX, { sequence: 10 + from, data: text.slice(from, to) });
  const open = [
    tcp(ALICE, PBX, { sequence: 9, flags: 2 }),
    tcp(PBX, ALICE, { sequence: 99, acknowledgement: 10, flags: 0x12 }),
  ];
  const close = [
    tcp(PBX, ALICE, { sequence: 100, acknowledgement: 10 + text.length, data: register(4) }),
    tcp(ALICE, PBX, { sequence: 10 + text.length, flags: 0x11 }),
  ];
  const pieces = [cut(0, 40), cut(90, 200), cut(30, 100), cut(180, text.length), cut(0, 60)];
  return [
    captureOf([...open, ...pieces, ...close]),
    captureOf(pieces),
    captureOf([...open, cut(0, text.length), ...close]),
  ];
}

/** A message in one SCTP chunk, and in three. */
export function sctpSeeds(): Uint8Array[] {
  const chunk = (tsn: number, flags: number, payload: Uint8Array) => {
    const body = concat([u32(tsn), u16(1), u16(7), u32(0), payload]);
    const padding = new Uint8Array(-body.length & 3);
    return concat([Uint8Array.of(0, flags), u16(4 + body.length), body, padding]);
  };
  const packet = (...chunks: Uint8Array[]) =>
    ip(ALICE, PBX, 132, concat([u16(ALICE.port), u16(PBX.port), u32(0x1234), u32(0), ...chunks]));
  const octets = new TextEncoder().encode(register(1, "v=0\r\n".repeat(10)));
  const whole = chunk(1, 3, octets);
  const parts = [
    chunk(2, 2, octets.subarray(0, 60)),
    chunk(3, 0, octets.subarray(60, 120)),
    chunk(4, 1, octets.subarray(120)),
  ];
  return [
    captureOf([packet(whole), ...parts.map((part) => packet(part))]),
    captureOf([packet(whole, ...parts), packet(parts[1]!)]),
  ];
}

/** Frames of any capture as one of classic format, whose records the mutations know. */
export function asPcap(
  frames: readonly { readonly octets: Uint8Array; readonly micros: number }[],
  linkType: number,
): Uint8Array {
  return pcapFile(
    frames.map(({ octets, micros }) => ({ seconds: Math.floor(micros / 1e6), fraction: micros % 1e6, octets })),
    undefined,
    linkType,
  );
}
