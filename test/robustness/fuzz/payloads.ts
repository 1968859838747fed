/** What UDP datagrams and TCP streams carry beside plain SIP, as octets to begin mutations with. */
import { deflateRawSync, gzipSync } from "node:zlib";
import { ascii, concat, fromHex } from "../../capture/capture-files.js";
import { addressOctets, ALICE, PBX, register, u16, u32 } from "../../packet/packets.js";

const MESSAGE = register(1, "v=0\r\n".repeat(30));
const MASK = 0x1a2b3c4d;

function frame(first: number, payload: Uint8Array, isMasked = true): Uint8Array {
  const octets = payload.slice();
  const key = u32(MASK);
  if (isMasked) for (let at = 0; at < octets.length; at++) octets[at] = octets[at]! ^ key[at & 3]!;
  const flag = isMasked ? 0x80 : 0;
  const length =
    octets.length < 126 ? Uint8Array.of(octets.length | flag) : concat([Uint8Array.of(126 | flag), u16(octets.length)]);
  return concat([Uint8Array.of(first), length, isMasked ? key : new Uint8Array(0), octets]);
}

/** The frames after an upgrade that agreed on compression: whole, in three parts with a ping between, compressed, a close. */
export function webSocketSeeds(): Uint8Array[] {
  const octets = ascii(MESSAGE);
  const whole = frame(0x81, octets);
  const parts = [
    frame(0x01, octets.subarray(0, 50)),
    frame(0x89, ascii("ping")),
    frame(0x00, octets.subarray(50, 120)),
    frame(0x80, octets.subarray(120)),
  ];
  const deflated = deflateRawSync(octets, { finishFlush: 2 });
  const compressed = frame(0xc1, deflated.subarray(0, -4));
  const close = frame(0x88, u16(1000));
  return [
    concat([whole, ...parts, close]),
    concat([compressed, compressed, whole]),
    concat([frame(0x82, octets, false), whole]),
  ];
}

function chunk(type: number, data: Uint8Array, vendor = 0): Uint8Array {
  return concat([u16(vendor), u16(type), u16(6 + data.length), data]);
}

/** HEP 1, 2 and 3, the last with a compressed payload too. */
export function hepSeeds(): Uint8Array[] {
  const about = [
    chunk(1, Uint8Array.of(2)),
    chunk(2, Uint8Array.of(17)),
    chunk(3, addressOctets(ALICE.address)),
    chunk(4, addressOctets(PBX.address)),
    chunk(7, u16(ALICE.port)),
    chunk(8, u16(PBX.port)),
    chunk(9, u32(1_795_000_000)),
    chunk(10, u32(250_000)),
    chunk(11, Uint8Array.of(1)),
  ];
  const hep3 = (...chunks: Uint8Array[]) => {
    const body = concat([...about, ...chunks]);
    return concat([ascii("HEP3"), u16(6 + body.length), body]);
  };
  const fixed = concat([u16(ALICE.port), u16(PBX.port), addressOctets(ALICE.address), addressOctets(PBX.address)]);
  return [
    hep3(chunk(0x0f, ascii(MESSAGE))),
    hep3(chunk(0x10, gzipSync(MESSAGE))),
    concat([hep3(chunk(0x0f, ascii(MESSAGE))), hep3(chunk(0x0f, ascii(register(2))), chunk(1, ascii("x"), 3))]),
    concat([fromHex("01 10 02 11"), fixed, ascii(MESSAGE)]),
    concat([fromHex("02 1c 02 11"), fixed, fromHex("c086fd6a 90d00300 d107 0000"), ascii(MESSAGE)]),
  ];
}

/** Answers with NAPTR, SRV, A and AAAA records and compressed names, a query, an error. */
export function dnsSeeds(): Uint8Array[] {
  const name = "05 5f736970 5f 04 5f756470 07 6578616d706c65 03 636f6d 00".replace("5f736970 5f", "5f73697070");
  const answer = (type: string, data: string) =>
    `c00c ${type} 0001 0000012c ${(data.replaceAll(" ", "").length / 2).toString(16).padStart(4, "0")} ${data}`;
  const head = (answers: number) => `1234 8180 0001 000${answers} 0000 0000 ${name}`;
  return [
    `${head(2)} 0021 0001 ${answer("0021", "0001 0002 13c4 03706278 c00c")} ${answer("0021", "000a 0002 13c5 0362 6b70 c012")}`,
    `${head(1)} 0023 0001 ${answer("0023", "0032 0032 01 73 07 5349502b443255 00 c00c")}`,
    `${head(2)} 0001 0001 ${answer("0001", "c0000201")} ${answer("0005", "03706278 c00c")}`,
    `${head(1)} 001c 0001 ${answer("001c", "20010db8000000000000000000000001")}`,
    `1234 0100 0001 0000 0000 0000 ${name} 0021 0001`,
    `1234 8183 0001 0000 0000 0000 ${name} 0021 0001`,
  ].map(fromHex);
}

export function stunSeeds(): Uint8Array[] {
  const id = "2112a442 000102030405060708090a0b";
  return [
    `0101 000c ${id} 0020 0008 0001 e1ce e112a643`,
    `0101 0018 ${id} 0020 0014 0002 e1ce 0113a9fa 000102030405060708090a0b`,
    `0101 000c ${id} 0001 0008 0001 13c6 c000020a`,
    `0001 0000 ${id}`,
  ].map(fromHex);
}

export function dhcpSeeds(): Uint8Array[] {
  const head = fromHex("02 01 06 00 00000001 0000 8000 c0000209 c000020a c0000201 00000000");
  const name = "03706278 07 6578616d706c65 03 636f6d 00";
  return [
    "35 01 05 00 2a 08 c000027b c000027c ff",
    "35 01 02 42 0b 636f6e6669672e746c6400 96 04 c0000205 a0 07 687474703a2f2f ff",
    `35 01 05 78 12 00 ${name} ff`,
    "35 01 05 78 03 01 c000 78 02 0206 ff",
  ].map((options) => concat([head, new Uint8Array(16 + 64 + 128), fromHex(`63825363 ${options}`)]));
}

export function ntpSeeds(): Uint8Array[] {
  return ["24 02", "1c 01"].map((head) =>
    concat([fromHex(head), new Uint8Array(38), u32(1_795_255_200 + 2_208_988_800 - 2 ** 32), u32(7)]),
  );
}
