/** HEP packets: addresses of the copied message with pseudonyms, and nothing of what its agent says of itself. */
import { viewOf } from "../../model/octets.js";
import { HEP3_HEADER_OCTETS, isHep3 } from "../../packet/hep.js";
import type { Pseudonyms } from "./pseudonyms.js";

const CHUNK_HEADER_OCTETS = 6;
const IPV4_CHUNKS = new Set([3, 4]);
const IPV6_CHUNKS = new Set([5, 6]);
/** Family, protocol, ports, time, type, agent's number, keep-alive, VLAN. */
const PLAIN_CHUNKS = new Set([1, 2, 7, 8, 9, 10, 11, 12, 13, 18]);
const COMPRESSED_PAYLOAD = 16;
const FIXED_HEADER_OCTETS = 8;
const FIXED_TIME_OCTETS = 12;
const AF_INET6 = 10;

/** @param octets the packet, changed in place and given back; its message is written when it is read */
export function redactHep(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  const view = viewOf(octets);
  if (!isHep3(view, 0, octets.length)) return redactFixed(octets, pseudonyms);
  let at = HEP3_HEADER_OCTETS;
  while (at + CHUNK_HEADER_OCTETS <= octets.length) {
    const length = view.getUint16(at + 4);
    if (length < CHUNK_HEADER_OCTETS) break;
    const value = octets.subarray(at + CHUNK_HEADER_OCTETS, at + length);
    const isCommon = view.getUint16(at) === 0;
    redactChunk(isCommon ? view.getUint16(at + 2) : -1, value, pseudonyms);
    at += length;
  }
  octets.fill(0, Math.min(at, octets.length));
  return octets;
}

function redactChunk(type: number, value: Uint8Array, pseudonyms: Pseudonyms): void {
  if (IPV4_CHUNKS.has(type)) return pseudonyms.address(value, 0, 4);
  if (IPV6_CHUNKS.has(type)) return pseudonyms.address(value, 0, 16);
  if (type === COMPRESSED_PAYLOAD) pseudonyms.tally.drop("compressed messages in HEP");
  if (!PLAIN_CHUNKS.has(type)) value.fill(0);
}

/** Versions 1 and 2. */
function redactFixed(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  const size = octets[2] === AF_INET6 ? 16 : 4;
  pseudonyms.address(octets, FIXED_HEADER_OCTETS, size);
  pseudonyms.address(octets, FIXED_HEADER_OCTETS + size, size);
  const payload = FIXED_HEADER_OCTETS + 2 * size + (octets[0] === 2 ? FIXED_TIME_OCTETS : 0);
  return octets.fill(0, Math.min(payload, octets.length));
}
