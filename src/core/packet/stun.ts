/** STUN (RFC 8489; classic RFC 3489): what a client learns of its NAT, and the keep-alive of SIP Outbound. */
import type { Endpoint } from "../model/endpoint.js";
import { formatAddress } from "./endpoints.js";

const HEADER_OCTETS = 20;
const MAGIC_COOKIE = 0x2112a442;
const BINDING_REQUEST = 0x0001;
const BINDING_INDICATION = 0x0011;
const BINDING_SUCCESS = 0x0101;
const BINDING_ERROR = 0x0111;
const MAPPED_ADDRESS = 0x0001;
const XOR_MAPPED_ADDRESS = 0x0020;
/** The number that drafts and old servers used for XOR-MAPPED-ADDRESS. */
const OLD_XOR_MAPPED_ADDRESS = 0x8020;
const FAMILY_IPV6 = 2;

/** The octets are a STUN message: by the cookie, or for the classic form without one by a length that fits exactly. */
export function isStun(view: DataView, start: number, end: number): boolean {
  if (end - start < HEADER_OCTETS) return false;
  if (view.getUint32(start + 4) === MAGIC_COOKIE) return true;
  return view.getUint16(start + 2) === end - start - HEADER_OCTETS && stunKind(view, start) !== undefined;
}

/** What a binding message says on the life line of a flow; undefined for other methods. */
export function stunKind(view: DataView, start: number): "stun" | "stun-response" | undefined {
  switch (view.getUint16(start)) {
    case BINDING_REQUEST:
    case BINDING_INDICATION:
      return "stun";
    case BINDING_SUCCESS:
    case BINDING_ERROR:
      return "stun-response";
    default:
      return undefined;
  }
}

/** The address and port that the server saw; XOR-MAPPED-ADDRESS before MAPPED-ADDRESS. */
export function readStunMapping(view: DataView, start: number, end: number): Endpoint | undefined {
  let mapped: Endpoint | undefined;
  let at = start + HEADER_OCTETS;
  while (at + 4 <= end) {
    const type = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (at + 4 + length > end) break;
    const isXor = type === XOR_MAPPED_ADDRESS || type === OLD_XOR_MAPPED_ADDRESS;
    if (isXor || type === MAPPED_ADDRESS) {
      const found = readAddress(view, start, at + 4, length, isXor);
      if (found && isXor) return found;
      mapped ??= found;
    }
    at += 4 + ((length + 3) & ~3);
  }
  return mapped;
}

/** Zero, family, port, address; exclusive-or with the cookie and the transaction id (RFC 8489 §14.2). */
function readAddress(
  view: DataView,
  message: number,
  at: number,
  length: number,
  isXor: boolean,
): Endpoint | undefined {
  const addressOctets = length >= 4 && view.getUint8(at + 1) === FAMILY_IPV6 ? 16 : 4;
  if (length < 4 + addressOctets) return undefined;
  const key = message + 4;
  const address = new Uint8Array(addressOctets);
  for (let index = 0; index < addressOctets; index++) {
    address[index] = view.getUint8(at + 4 + index) ^ (isXor ? view.getUint8(key + index) : 0);
  }
  const port = view.getUint16(at + 2) ^ (isXor ? view.getUint16(key) : 0);
  return { address: formatAddress(address), port };
}
