/** IEEE 802.11 data frames that are not encrypted, with what capturing hosts put before them (radiotap, Prism, AVS). */
import type { Frame } from "../capture/frame.js";
import { readSnap } from "./ethernet.js";
import type { Packet } from "./packet.js";

const HEADER_OCTETS = 24;
/** Between two access points there is a fourth address. */
const FOURTH_ADDRESS_OCTETS = 6;
const QOS_OCTETS = 2;
const HT_CONTROL_OCTETS = 4;
const DATA = 2;
/** Bits of the subtype of data frames. */
const SUBTYPE = { hasNoData: 0x4, hasQos: 0x8 } as const;
const FLAG = { toDs: 0x01, fromDs: 0x02, moreFragments: 0x04, isProtected: 0x40, order: 0x80 } as const;
const FRAGMENT_NUMBER = 0x0f;
const QOS_HAS_SUBFRAMES = 0x80;
/** Destination, source and length before each frame of an aggregate (A-MSDU); each is padded to four octets. */
const SUBFRAME_HEADER_OCTETS = 14;

const RADIOTAP_SMALLEST_OCTETS = 8;
const RADIOTAP_HAS_TIME = 0x01;
const RADIOTAP_HAS_FLAGS = 0x02;
const RADIOTAP_GOES_ON = 0x8000_0000;
const RADIOTAP_TIME_OCTETS = 8;
/** Of radiotap's flags: the header is padded to four octets; the frame came in broken. */
const RADIOTAP_FLAG = { padded: 0x20, broken: 0x40 } as const;

const PRISM_LENGTH_AT = 4;
const AVS_MAGIC = 0x8021_1000;

/** Moves the packet behind the 802.11 header; false for what carries no data that can be read. */
export function readIeee80211(packet: Packet): boolean {
  return readDataFrame(packet, false);
}

/** Version, padding, length, what is present; then that (https://www.radiotap.org). */
export function readRadiotap(packet: Packet): boolean {
  const { view, start, end } = packet;
  if (end - start < RADIOTAP_SMALLEST_OCTETS) return false;
  const length = view.getUint16(start + 2, true);
  if (length < RADIOTAP_SMALLEST_OCTETS || length > end - start) return false;
  const flags = radiotapFlags(view, start, length);
  packet.start += length;
  return (flags & RADIOTAP_FLAG.broken) === 0 && readDataFrame(packet, (flags & RADIOTAP_FLAG.padded) !== 0);
}

/** The header of Prism cards, or AVS, which tells itself by a number; both say how long they are. */
export function readPrism(packet: Packet): boolean {
  const { view, start, end } = packet;
  if (end - start < PRISM_LENGTH_AT + 4) return false;
  const isAvs = view.getUint32(start) >>> 12 === AVS_MAGIC >>> 12;
  const bigEndian = view.getUint32(start + PRISM_LENGTH_AT);
  // Prism drivers wrote in the byte order of their host; the wrong one gives huge numbers.
  const length = isAvs || bigEndian <= end - start ? bigEndian : view.getUint32(start + PRISM_LENGTH_AT, true);
  if (length > end - start) return false;
  packet.start += length;
  return readDataFrame(packet, false);
}

/** Moves a packet whose frame is an aggregate to the next frame in it; `subframesAt` is 0 after the last. */
export function readNextSubframe(packet: Packet, frame: Frame): boolean {
  const at = packet.subframesAt;
  packet.enter(frame);
  packet.start = at;
  return readSubframe(packet);
}

function radiotapFlags(view: DataView, start: number, length: number): number {
  const present = view.getUint32(start + 4, true);
  if ((present & RADIOTAP_HAS_FLAGS) === 0) return 0;
  let at = 4;
  while (at + 4 <= length && (view.getUint32(start + at, true) & RADIOTAP_GOES_ON) !== 0) at += 4;
  at += 4;
  // The time is aligned to its size, from the start of the header.
  if ((present & RADIOTAP_HAS_TIME) !== 0) at = ((at + 7) & ~7) + RADIOTAP_TIME_OCTETS;
  return at < length ? view.getUint8(start + at) : 0;
}

function readDataFrame(packet: Packet, isPadded: boolean): boolean {
  const { view, start, end } = packet;
  if (end - start < HEADER_OCTETS) return false;
  const control = view.getUint8(start);
  const flags = view.getUint8(start + 1);
  const subtype = control >> 4;
  if (((control >> 2) & 3) !== DATA || (subtype & SUBTYPE.hasNoData) !== 0) return false;
  const isFragment = (flags & FLAG.moreFragments) !== 0 || (view.getUint8(start + 22) & FRAGMENT_NUMBER) !== 0;
  if ((flags & FLAG.isProtected) !== 0 || isFragment) return false;
  const isBetweenPoints = (flags & FLAG.toDs) !== 0 && (flags & FLAG.fromDs) !== 0;
  let octets = HEADER_OCTETS + (isBetweenPoints ? FOURTH_ADDRESS_OCTETS : 0);
  let hasSubframes = false;
  if ((subtype & SUBTYPE.hasQos) !== 0) {
    if (end - start < octets + QOS_OCTETS) return false;
    hasSubframes = (view.getUint8(start + octets) & QOS_HAS_SUBFRAMES) !== 0;
    octets += QOS_OCTETS + ((flags & FLAG.order) !== 0 ? HT_CONTROL_OCTETS : 0);
  }
  if (isPadded) octets = (octets + 3) & ~3;
  packet.start += octets;
  if (packet.start >= end) return false;
  return hasSubframes ? readSubframe(packet) : readSnap(packet);
}

function readSubframe(packet: Packet): boolean {
  const { view, start, end } = packet;
  packet.subframesAt = 0;
  if (end - start < SUBFRAME_HEADER_OCTETS) return false;
  const length = SUBFRAME_HEADER_OCTETS + view.getUint16(start + 12);
  const next = start + ((length + 3) & ~3);
  if (next < end) packet.subframesAt = next;
  packet.limit(length);
  packet.start += SUBFRAME_HEADER_OCTETS;
  return packet.start < packet.end && readSnap(packet);
}
