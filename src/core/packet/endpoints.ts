/** The endpoints of packets as values; each address is put into text once, however many packets it sends. */
import ipaddr from "ipaddr.js";
import type { Endpoint } from "../model/endpoint.js";
import type { IpVersion, Packet } from "./packet.js";

/** A scan of a whole network must not fill the memory with addresses; the table then begins anew. */
const MAX_ENDPOINTS = 100_000;

/** Endpoints of IPv4 that are found by one look: the phones of a house. A power of two. */
const RECENT_KEPT = 1 << 14;

export class EndpointTable {
  readonly #ipv4 = new Map<number, AddressEntry>();
  readonly #ipv6 = new Map<string, AddressEntry>();
  readonly #recent = new Array<Endpoint | undefined>(RECENT_KEPT).fill(undefined);
  /** Address and port of each, to tell it without looking at it. */
  readonly #recentKeys = new Int32Array(RECENT_KEPT * 2);
  #size = 0;

  source(packet: Packet): Endpoint {
    return this.#endpoint(packet.addressView, packet.sourceAddressAt, packet.version, packet.sourcePort);
  }

  destination(packet: Packet): Endpoint {
    return this.#endpoint(packet.addressView, packet.destinationAddressAt, packet.version, packet.destinationPort);
  }

  /** Text of the address in the octets at `at`. */
  address(view: DataView, at: number, version: IpVersion): string {
    return this.#entry(view, at, version).text;
  }

  endpoint(view: DataView, at: number, version: IpVersion, port: number): Endpoint {
    return this.#endpoint(view, at, version, port);
  }

  #endpoint(view: DataView, at: number, version: IpVersion, port: number): Endpoint {
    if (version === 6) return this.#known(view, at, version, port);
    const word = view.getInt32(at);
    const place = (Math.imul(word, 0x9e37_79b1) >>> 18) ^ (port & (RECENT_KEPT - 1));
    const keys = this.#recentKeys;
    const recent = this.#recent[place];
    if (recent !== undefined && keys[place * 2] === word && keys[place * 2 + 1] === port) return recent;
    keys[place * 2] = word;
    keys[place * 2 + 1] = port;
    return (this.#recent[place] = this.#known(view, at, version, port));
  }

  #known(view: DataView, at: number, version: IpVersion, port: number): Endpoint {
    const { text, ports } = this.#entry(view, at, version);
    let endpoint = ports.get(port);
    if (endpoint === undefined) {
      endpoint = { address: text, port };
      ports.set(port, endpoint);
      this.#size++;
    }
    return endpoint;
  }

  #entry(view: DataView, at: number, version: IpVersion): AddressEntry {
    if (this.#size > MAX_ENDPOINTS) this.#clear();
    if (version === 4) {
      // Signed, as engines hold 32 bits without an object.
      const key = view.getInt32(at);
      return this.#ipv4.get(key) ?? this.#add(this.#ipv4, key, view, at, 4);
    }
    let key = "";
    for (let word = 0; word < 16; word += 2) key += String.fromCharCode(view.getUint16(at + word));
    return this.#ipv6.get(key) ?? this.#add(this.#ipv6, key, view, at, 16);
  }

  #add<Key>(table: Map<Key, AddressEntry>, key: Key, view: DataView, at: number, octets: number): AddressEntry {
    const entry = { text: formatAddress(new Uint8Array(view.buffer, view.byteOffset + at, octets)), ports: new Map() };
    table.set(key, entry);
    this.#size++;
    return entry;
  }

  #clear(): void {
    this.#ipv4.clear();
    this.#ipv6.clear();
    this.#size = 0;
  }
}

interface AddressEntry {
  readonly text: string;
  readonly ports: Map<number, Endpoint>;
}

/** Canonical text of 4 or 16 octets: dotted, or as RFC 5952 writes IPv6. */
export function formatAddress(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join(".");
  return new ipaddr.IPv6(Array.from(octets)).toRFC5952String();
}
