/** SCTP packets (RFC 9260): headers and numbers of chunks stay, addresses are replaced, data is shown when it is known to be SIP. */
import { viewOf } from "../../model/octets.js";
import type { Pseudonyms } from "./pseudonyms.js";

const HEADER_OCTETS = 12;
const CHUNK_HEADER_OCTETS = 4;
const DATA = 0;
const INITIATION = 1;
const INITIATION_ACK = 2;
const DATA_HEADER_OCTETS = 16;
const INITIATION_OCTETS = 20;
/** Selective acknowledgement and shutting down: numbers alone. */
const NUMERIC = new Set([3, 7, 8, 11, 14]);
const IPV4_PARAMETER = 5;
const IPV6_PARAMETER = 6;

/** @param octets the packet up to the frame's end, changed in place */
export function redactSctp(octets: Uint8Array, pseudonyms: Pseudonyms): void {
  const view = viewOf(octets);
  let at = HEADER_OCTETS;
  while (at + CHUNK_HEADER_OCTETS <= octets.length) {
    const type = octets[at]!;
    const length = view.getUint16(at + 2);
    if (length < CHUNK_HEADER_OCTETS) break;
    const end = Math.min(octets.length, at + length);
    const isInitiation = type === INITIATION || type === INITIATION_ACK;
    const shown = type === DATA ? DATA_HEADER_OCTETS : isInitiation ? INITIATION_OCTETS : CHUNK_HEADER_OCTETS;
    if (isInitiation) redactParameters(octets, view, at + INITIATION_OCTETS, end, pseudonyms);
    else if (!NUMERIC.has(type)) octets.fill(0, Math.min(end, at + shown), end);
    at += (length + 3) & ~3;
  }
  octets.fill(0, Math.min(at, octets.length));
}

function redactParameters(
  octets: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  pseudonyms: Pseudonyms,
): void {
  for (let at = start; at + CHUNK_HEADER_OCTETS <= end;) {
    const type = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (length < CHUNK_HEADER_OCTETS) return void octets.fill(0, at, end);
    const value = at + CHUNK_HEADER_OCTETS;
    if (type === IPV4_PARAMETER && length === 8) pseudonyms.address(octets, value, 4);
    else if (type === IPV6_PARAMETER && length === 20) pseudonyms.address(octets, value, 16);
    else octets.fill(0, value, Math.min(end, at + length));
    at += (length + 3) & ~3;
  }
}
