/** Who sent and who received, as far as the log says so: a side that it does not name stays undefined, never guessed. */
import ipaddr from "ipaddr.js";
import type { Endpoint, Transport } from "../model/endpoint.js";

export interface Sides {
  readonly transport: Transport | undefined;
  readonly source: Endpoint | undefined;
  readonly destination: Endpoint | undefined;
}

/** The named groups of an opening; see `LogFormat.opening`. */
export type OpeningGroups = Readonly<Record<string, string | undefined>>;

const RECEIVED = /^(?:rec|rx|in\b|incoming|inbound|read|<-)/i;

export function sidesOf(groups: OpeningGroups, endpoints: EndpointTable): Sides {
  const transport = transportOf(groups.transport);
  const peer = endpoints.read(groups.peer, groups.peerPort);
  const local = endpoints.read(groups.local, groups.localPort);
  const source = endpoints.read(groups.source, groups.sourcePort);
  const destination = endpoints.read(groups.destination, groups.destinationPort);
  const received = groups.way === undefined ? undefined : isReceived(groups.way);
  return { transport, ...sidesBetween({ source, destination, peer, local }, received) };
}

export function isReceived(way: string): boolean {
  return RECEIVED.test(way);
}

type Named = Readonly<Record<"source" | "destination" | "peer" | "local", Endpoint | undefined>>;

/** @param received which way between peer and local side; undefined if that is not told. */
export function sidesBetween(
  { source, destination, peer, local }: Named,
  received: boolean | undefined,
): Omit<Sides, "transport"> {
  if (received === undefined) return { source, destination };
  return { source: source ?? (received ? peer : local), destination: destination ?? (received ? local : peer) };
}

export function transportOf(text: string | undefined): Transport | undefined {
  if (text === undefined) return undefined;
  const name = text.toLowerCase();
  if (name === "udp" || name === "tcp" || name === "tls" || name === "sctp" || name === "ws" || name === "wss")
    return name;
  // ngrep's first letter of a packet line, the names in full, and what tcpdump prints of TCP alone.
  if (name === "u" || name.startsWith("user datagram")) return "udp";
  if (name === "t" || name.startsWith("transmission control") || name === "flags") return "tcp";
  return name.startsWith("tls") ? "tls" : undefined;
}

/** A log of many phones; beyond this many endpoints the table starts anew. */
const MAX_ENDPOINTS = 100_000;

/** One Endpoint object for each endpoint of a log, whose text does not keep the window of the log in memory. */
export class EndpointTable {
  readonly #known = new Map<string, Endpoint | undefined>();
  /** By a hash of their octets. */
  readonly #byOctets = new Map<number, { readonly text: string; readonly endpoint: Endpoint | undefined }>();
  readonly #keepsUnspecified: boolean;

  /** Logs print unspecified addresses where they do not know; a text made from a capture means them. */
  constructor(keepsUnspecified = false) {
    this.#keepsUnspecified = keepsUnspecified;
  }

  /**
   * Reads `192.0.2.1:5060`, `[2001:db8::1]:5060`, `2001:db8::1`, `sip.example.com:5061`, `udp:192.0.2.1:5060`, or an
   * address with its port apart. Unspecified addresses (`0.0.0.0`, `::`) name nobody.
   */
  read(text: string | undefined, port?: string): Endpoint | undefined {
    if (text === undefined || text.length > 300) return undefined;
    const key = port === undefined ? text : `${text} ${port}`;
    const known = this.#known.get(key);
    if (known !== undefined || this.#known.has(key)) return known;
    const endpoint = parseLogEndpoint(text, port, this.#keepsUnspecified);
    if (this.#known.size >= MAX_ENDPOINTS) this.#known.clear();
    this.#known.set(unshared(key), endpoint);
    return endpoint;
  }

  /** The same of a text in octets, of which no text is made if it was read before. */
  readOctets(octets: Uint8Array, from: number, to: number): Endpoint | undefined {
    let hash = 0;
    for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + octets[i]!) | 0;
    const last = this.#byOctets.get(hash);
    if (last?.text.length === to - from && isText(last.text, octets, from)) return last.endpoint;
    const text = String.fromCharCode(...octets.subarray(from, to));
    const endpoint = this.read(text);
    if (this.#byOctets.size >= MAX_ENDPOINTS) this.#byOctets.clear();
    this.#byOctets.set(hash, { text, endpoint });
    return endpoint;
  }
}

/** Whether these characters stand here, one in each octet. */
function isText(text: string, octets: Uint8Array, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (octets[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** tcpdump prints ports by the names of /etc/services. */
const SERVICE_PORTS: Readonly<Record<string, number>> = { sip: 5060, "sip-tls": 5061, sips: 5061 };

const SHAPE =
  /^(?:sips?:|(?:udp|tcp|tls|sctp|wss?)(?::\/\/|[:/]))?(?:\[([^\]\s]{1,64})\]|([^\s:[\]]{1,255}))(?::(\d{1,5}))?$/i;

function parseLogEndpoint(text: string, portText: string | undefined, unspecified: boolean): Endpoint | undefined {
  const bare = /^[0-9a-f:.]{2,45}$/i.test(text) && text.split(":").length > 2 ? text : undefined;
  const match = bare === undefined ? SHAPE.exec(text) : null;
  const host = bare ?? match?.[1] ?? match?.[2];
  if (host === undefined) return undefined;
  const port = SERVICE_PORTS[portText ?? ""] ?? Number(portText ?? match?.[3] ?? 0);
  if (!(port <= 65_535)) return undefined;
  const address = canonicalAddress(host);
  if (address === undefined || (!unspecified && (address === "0.0.0.0" || address === "::"))) return undefined;
  return { address, port };
}

function canonicalAddress(host: string): string | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) {
    return ipaddr.IPv4.parse(host).toString();
  }
  if (host.includes(":")) {
    const percent = host.indexOf("%");
    const zone = percent < 0 ? "" : host.slice(percent);
    const digits = percent < 0 ? host : host.slice(0, percent);
    if (!ipaddr.IPv6.isValid(digits)) return undefined;
    const address = ipaddr.IPv6.parse(digits);
    if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
    return unshared(address.toRFC5952String() + zone);
  }
  return /^[\w.-]+$/.test(host) ? unshared(host) : undefined;
}

/** A copy that does not keep the long text alive from which `text` was sliced. */
function unshared(text: string): string {
  const units = new Array<number>(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return String.fromCharCode(...units);
}
