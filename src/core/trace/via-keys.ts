/** What the top Via of every message says, and whether it differs from the packet's own addresses: signs of a NAT (RFC 3581). */
import type { Endpoint, Transport } from "../model/endpoint.js";
import type { Essentials } from "../sip/essentials.js";
import type { SipMessage } from "../sip/message.js";
import { type Column, uint16, uint32, uint8 } from "./column.js";
import { InternedOctets } from "./interned-octets.js";

/** Transports known by number; an attack may name more, which the parser reads. */
const MOST_TRANSPORTS = 255;
const MAY_SHOW_NAT = 1;
const IS_PLAIN = 2;

export interface TopVia {
  readonly host: string;
  /** Undefined when absent, as the next two; `rport` also when it has no value. */
  readonly port: number | undefined;
  readonly received: string | undefined;
  readonly rport: number | undefined;
}

export class ViaKeys {
  readonly #names = new InternedOctets();
  #lastName = 0;
  readonly #hops = uint8();
  readonly #transport = uint8();
  readonly #signs = uint8();
  /** Of plain Vias that may show a NAT; no other takes memory. */
  readonly #host = uint32();
  readonly #port = uint16();
  readonly #received = uint32();
  readonly #rport = uint16();

  constructor(private readonly texts: InternedOctets) {}

  add(
    row: number,
    octets: Uint8Array,
    found: Essentials,
    transport: Transport,
    source: Endpoint,
    destination: Endpoint,
  ): void {
    this.#hops.set(row, Math.min(found.hops, 255));
    if (!this.#names.equals(this.#lastName, octets, found.transportStart, found.transportEnd))
      this.#lastName = this.#names.add(octets, found.transportStart, found.transportEnd);
    this.#transport.set(row, Math.min(this.#lastName, MOST_TRANSPORTS));
    if (found.hops !== 1 || !differsFromPacket(octets, found, transport, source, destination)) return;
    this.#signs.set(row, MAY_SHOW_NAT | IS_PLAIN);
    this.#host.set(row, this.texts.add(octets, found.viaHostStart, found.viaHostEnd));
    this.#port.set(row, found.viaPort);
    this.#received.set(row, this.texts.add(octets, found.receivedStart, found.receivedEnd));
    this.#rport.set(row, found.rport);
  }

  addParsed(row: number, sip: SipMessage): void {
    this.#hops.set(row, Math.min(sip.vias.length, 255));
    if (sip.vias.length === 1) this.#signs.set(row, MAY_SHOW_NAT);
  }

  permute(order: Uint32Array): void {
    const columns: Column[] = [this.#hops, this.#transport, this.#signs, this.#host, this.#port];
    columns.push(this.#received, this.#rport);
    for (const column of columns) column.permute(order);
  }

  /** Vias in all, 255 for more. */
  hops(row: number): number {
    return this.#hops.get(row);
  }

  /** In lower case; undefined where only the parser can tell. */
  transport(row: number): string | undefined {
    const number = this.#transport.get(row);
    return number === 0 || number === MOST_TRANSPORTS ? undefined : this.#names.text(number).toLowerCase();
  }

  /** The only Via names another address than the packet does; whether that is a NAT is a closer look's to tell. */
  mayShowNat(row: number): boolean {
    return (this.#signs.get(row) & MAY_SHOW_NAT) !== 0;
  }

  /** Of a message that may show a NAT; undefined where only the parser can tell. */
  top(row: number): TopVia | undefined {
    if ((this.#signs.get(row) & IS_PLAIN) === 0) return undefined;
    return {
      host: this.texts.text(this.#host.get(row)),
      port: this.#port.get(row) || undefined,
      received: this.texts.text(this.#received.get(row)) || undefined,
      rport: this.#rport.get(row) || undefined,
    };
  }
}

/**
 * Whether the Via of a request names another address than its source, or the answer tells its receiver another address or
 * port; over a stream the port is the one that the receiver listens at.
 */
function differsFromPacket(
  octets: Uint8Array,
  found: Essentials,
  transport: Transport,
  source: Endpoint,
  destination: Endpoint,
): boolean {
  if (found.status === 0) {
    // A host name shows no translation, and some proxies write one into every request.
    const first = octets[found.viaHostStart]!;
    return first >= 0x30 && first <= 0x39 && !isText(octets, found.viaHostStart, found.viaHostEnd, source.address);
  }
  const isOtherAddress =
    found.receivedEnd > found.receivedStart &&
    !isText(octets, found.receivedStart, found.receivedEnd, destination.address);
  return isOtherAddress || (transport === "udp" && found.rport !== 0 && found.rport !== destination.port);
}

function isText(octets: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let index = 0; index < text.length; index++) if (octets[start + index] !== text.charCodeAt(index)) return false;
  return true;
}
