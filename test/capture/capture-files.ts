/** Builds capture files octet by octet, and reads them with the readers under test. */
import { readCapture } from "../../src/core/capture/read-capture.js";
import type { Frame, FrameSink } from "../../src/core/capture/frame.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { finish } from "../../src/core/model/steps.js";

export interface FrameToWrite {
  readonly seconds: number;
  /** Micro- or nanoseconds, as the file counts. */
  readonly fraction: number;
  readonly octets: Uint8Array;
  readonly originalLength?: number;
}

export interface PcapVariant {
  readonly littleEndian: boolean;
  readonly nanoseconds: boolean;
}

export const PCAP_VARIANTS: readonly PcapVariant[] = [
  { littleEndian: true, nanoseconds: false },
  { littleEndian: false, nanoseconds: false },
  { littleEndian: true, nanoseconds: true },
  { littleEndian: false, nanoseconds: true },
];

export function pcapFile(
  frames: readonly FrameToWrite[],
  { littleEndian, nanoseconds }: PcapVariant = PCAP_VARIANTS[0]!,
  linkType = 1,
  snapshotLength = 262_144,
): Uint8Array {
  const u32 = (value: number) => word(value, littleEndian);
  const magic = nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;
  const versions = [half(2, littleEndian), half(4, littleEndian)];
  const header = [u32(magic), ...versions, u32(0), u32(0), u32(snapshotLength), u32(linkType)];
  const records = frames.map(({ seconds, fraction, octets, originalLength }) =>
    concat([u32(seconds), u32(fraction), u32(octets.length), u32(originalLength ?? octets.length), octets]),
  );
  return concat([...header, ...records]);
}

/** Blocks of pcapng in one byte order. */
export class Blocks {
  constructor(readonly littleEndian: boolean) {}

  block(type: number, body: Uint8Array): Uint8Array {
    const padded = concat([body, new Uint8Array(-body.length & 3)]);
    const length = this.u32(padded.length + 12);
    return concat([this.u32(type), length, padded, length]);
  }

  section(): Uint8Array {
    const unknownLength = concat([this.u32(0xffffffff), this.u32(0xffffffff)]);
    return this.block(0x0a0d0d0a, concat([this.u32(0x1a2b3c4d), this.u16(1), this.u16(0), unknownLength]));
  }

  interface(linkType: number, options: readonly Uint8Array[] = [], snapshotLength = 0): Uint8Array {
    return this.block(1, concat([this.u16(linkType), this.u16(0), this.u32(snapshotLength), ...options]));
  }

  enhanced(id: number, ticks: bigint, octets: Uint8Array, options: readonly Uint8Array[] = []): Uint8Array {
    const head = [this.u32(id), ...this.ticks(ticks), this.u32(octets.length), this.u32(octets.length)];
    return this.block(6, concat([...head, pad(octets), ...options]));
  }

  simple(octets: Uint8Array, originalLength = octets.length): Uint8Array {
    return this.block(3, concat([this.u32(originalLength), octets]));
  }

  obsolete(id: number, ticks: bigint, octets: Uint8Array, options: readonly Uint8Array[] = []): Uint8Array {
    const head = [
      this.u16(id),
      this.u16(0xffff),
      ...this.ticks(ticks),
      this.u32(octets.length),
      this.u32(octets.length),
    ];
    return this.block(2, concat([...head, pad(octets), ...options]));
  }

  option(code: number, value: Uint8Array): Uint8Array {
    return concat([this.u16(code), this.u16(value.length), pad(value)]);
  }

  comment(comment: string): Uint8Array {
    return this.option(1, new TextEncoder().encode(comment));
  }

  endOfOptions(): Uint8Array {
    return this.u32(0);
  }

  ticks(ticks: bigint): Uint8Array[] {
    return [this.u32(Number(ticks >> 32n)), this.u32(Number(ticks & 0xffffffffn))];
  }

  u16(value: number): Uint8Array {
    return half(value, this.littleEndian);
  }

  u32(value: number): Uint8Array {
    return word(value, this.littleEndian);
  }

  i64(value: bigint): Uint8Array {
    const octets = new Uint8Array(8);
    new DataView(octets.buffer).setBigInt64(0, value, this.littleEndian);
    return octets;
  }
}

export interface ReadFrame {
  readonly number: number;
  readonly atMicros: number;
  readonly linkType: number;
  readonly interfaceIndex: number;
  readonly originalLength: number;
  readonly fileOffset: number;
  readonly hex: string;
}

export interface ReadResult {
  readonly frames: ReadFrame[];
  readonly comments: [frame: number, text: string][];
  readonly secrets: string[];
  readonly problems: { readonly offset: number; readonly message: string }[];
  readonly count: number;
}

/** Reads a whole file and keeps what the sink was given. */
export function read(file: Uint8Array, rangeOctets?: number): ReadResult {
  const frames: ReadFrame[] = [];
  const comments: ReadResult["comments"] = [];
  const secrets: string[] = [];
  const problems: ReadResult["problems"] = [];
  const sink: FrameSink = {
    frame: (frame) => frames.push(copyOf(frame)),
    comment: (number, comment) => comments.push([number, comment]),
    secrets: (keyLog) => secrets.push(Buffer.from(keyLog).toString("latin1")),
    problem: (offset, message) => problems.push({ offset, message }),
  };
  return { frames, comments, secrets, problems, count: pump(file, sink, rangeOctets) };
}

/** Feeds a whole file to a sink. @returns the number of frames. */
export function pump(file: Uint8Array, sink: FrameSink, rangeOctets?: number): number {
  return finish(readCapture(memorySource("test.pcap", file), sink, rangeOctets === undefined ? {} : { rangeOctets }));
}

function copyOf(frame: Frame): ReadFrame {
  const { number, atMicros, linkType, interfaceIndex, originalLength, fileOffset, octets, view, start, end } = frame;
  // The view must be over the same octets.
  if (end > start && view.getUint8(start) !== octets[start]) throw new Error("The view is not over the octets.");
  return {
    number,
    atMicros,
    linkType,
    interfaceIndex,
    originalLength,
    fileOffset,
    hex: toHex(octets.subarray(start, end)),
  };
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets).toString("hex");
}

/** Octets of hex digits; blanks and line ends separate fields for the reader. */
export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ""), "hex"));
}

export function ascii(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

function pad(octets: Uint8Array): Uint8Array {
  return concat([octets, new Uint8Array(-octets.length & 3)]);
}

function word(value: number, littleEndian: boolean): Uint8Array {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, value >>> 0, littleEndian);
  return octets;
}

function half(value: number, littleEndian: boolean): Uint8Array {
  const octets = new Uint8Array(2);
  new DataView(octets.buffer).setUint16(0, value, littleEndian);
  return octets;
}
