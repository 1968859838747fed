/** STUN messages (RFC 8489): addresses with pseudonyms, names and everything unknown blotted out. */
import { viewOf } from "../../model/octets.js";
import type { Pseudonyms } from "./pseudonyms.js";

const HEADER_OCTETS = 20;
const ATTRIBUTE_HEADER_OCTETS = 4;
/** MAPPED-, RESPONSE-, SOURCE-, CHANGED-, REFLECTED-FROM, ALTERNATE-SERVER, RESPONSE-ORIGIN, OTHER-ADDRESS. */
const ADDRESSES = new Set([0x0001, 0x0002, 0x0004, 0x0005, 0x000b, 0x8023, 0x802b, 0x802c]);
/** XOR-PEER-, XOR-RELAYED-, XOR-MAPPED-ADDRESS, and the number it had in drafts. */
const XOR_ADDRESSES = new Set([0x0012, 0x0016, 0x0020, 0x8020]);
/** CHANGE-REQUEST, PRIORITY, USE-CANDIDATE, LIFETIME, REQUESTED-TRANSPORT, ICE-CONTROLLED, ICE-CONTROLLING, FINGERPRINT. */
const NUMBERS = new Set([0x0003, 0x0024, 0x0025, 0x000d, 0x0019, 0x8029, 0x802a, 0x8028]);
const ERROR_CODE = 0x0009;
const FAMILY_IPV6 = 2;

/** @param octets the message, changed in place and given back */
export function redactStun(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  const view = viewOf(octets);
  let at = HEADER_OCTETS;
  while (at + ATTRIBUTE_HEADER_OCTETS <= octets.length) {
    const type = view.getUint16(at);
    const value = at + ATTRIBUTE_HEADER_OCTETS;
    const length = view.getUint16(at + 2);
    const end = Math.min(octets.length, value + length);
    if (ADDRESSES.has(type) || XOR_ADDRESSES.has(type))
      redactAddress(octets, value, end, XOR_ADDRESSES.has(type), pseudonyms);
    else if (type === ERROR_CODE) octets.fill(0x78, Math.min(end, value + 4), end);
    else if (!NUMBERS.has(type)) octets.fill(0x78, value, end);
    at = value + ((length + 3) & ~3);
  }
  return octets.fill(0, Math.min(at, octets.length));
}

function redactAddress(octets: Uint8Array, at: number, end: number, isXor: boolean, pseudonyms: Pseudonyms): void {
  const size = octets[at + 1] === FAMILY_IPV6 ? 16 : 4;
  if (end - at < 4 + size) return void octets.fill(0, at, end);
  const key = octets.slice(4, 4 + size);
  const address = octets.subarray(at + 4, at + 4 + size);
  const mask = () => {
    if (isXor) for (let index = 0; index < size; index++) address[index]! ^= key[index]!;
  };
  mask();
  pseudonyms.address(address, 0, size);
  mask();
}
