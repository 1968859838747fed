/** Fills in the endpoints that a log does not print, from what the messages themselves say. */
import { addressRange } from "../model/address.js";
import type { Endpoint, Transport } from "../model/endpoint.js";
import type { Transmission } from "../model/transmission.js";
import type { SipMessage } from "../sip/message.js";
import { NameAddr } from "../sip/name-addr.js";
import { portOf } from "../sip/uri.js";

/** Requests remembered for their responses; a response follows within minutes. */
const BRANCHES_KEPT = 50_000;

/**
 * A log without any addresses still tells two sides: the client's is the top Via (RFC 3261 §18.1.1), the server's the
 * host that the request goes to. A log that names one side only keeps the other unknown: nothing is invented.
 */
export class Sides {
  readonly #byBranch = new Map<string, readonly [Endpoint | undefined, Endpoint | undefined]>();
  /** Files of which endpoints were inferred. */
  readonly #files = new Set<number>();
  /** Files of which a transport was inferred. */
  readonly #transportFiles = new Set<number>();

  /** Whether any endpoint was inferred: the trace says so. */
  get inferred(): boolean {
    return this.#files.size > 0;
  }

  /** What was inferred of a file, in sentences. */
  inferredOf(file: number): string[] {
    const sides = "Where the log prints no addresses, they are taken from Via, Contact, Route and Request-URI.";
    const transports = "Where the log prints no transport, it is that of the top Via.";
    return [...(this.#files.has(file) ? [sides] : []), ...(this.#transportFiles.has(file) ? [transports] : [])];
  }

  fill(transmission: Transmission, sip: SipMessage): Transmission {
    const complete = this.#fillEnds(transmission, sip);
    if (complete.transport) return complete;
    this.#transportFiles.add(transmission.place.file);
    return { ...complete, transport: transportOf(sip) };
  }

  #fillEnds(transmission: Transmission, sip: SipMessage): Transmission {
    if (transmission.source || transmission.destination) return transmission;
    const via = sip.topVia;
    if (!via?.host) return transmission;
    const key = `${via.branch?.value ?? ""} ${sip.callId?.value ?? ""}`;
    this.#files.add(transmission.place.file);
    if (sip.isRequest) {
      const server = targetOf(sip);
      const client = clientOf(sip, server);
      this.#remember(key, [client, server]);
      return { ...transmission, source: client, destination: server };
    }
    const known = this.#byBranch.get(key);
    const [client, server] = known ?? [clientOf(sip, undefined), undefined];
    return { ...transmission, source: server, destination: client };
  }

  #remember(key: string, sides: readonly [Endpoint | undefined, Endpoint | undefined]): void {
    if (this.#byBranch.size >= BRANCHES_KEPT) {
      const oldest = this.#byBranch.keys().next();
      if (!oldest.done) this.#byBranch.delete(oldest.value);
    }
    this.#byBranch.set(key, sides);
  }
}

/** The next hop of a request: the first Route, else the Request-URI (RFC 3261 §8.1.2). */
function targetOf(sip: SipMessage): Endpoint | undefined {
  const route = sip.header("Route");
  const hop = route && new NameAddr(sip.text, route, route.valueRange);
  const uri = hop?.uri ?? sip.requestUri;
  const address = uri?.host?.value ?? "";
  return addressRange(address) === "unspecified" ? undefined : { address, port: uri ? portOf(uri) : 0 };
}

/** Who sent a request: the top Via, or the Contact where a program wrote a placeholder into Via. */
function clientOf(sip: SipMessage, server: Endpoint | undefined): Endpoint | undefined {
  const via = sip.topVia;
  const received = via?.received;
  const uri = sip.isRequest ? sip.contacts[0]?.uri : undefined;
  const candidates: (Endpoint | undefined)[] = [
    via?.host && { address: via.host.value, port: via.port?.value ?? 5060 },
    received && { address: received.value, port: via?.rport?.value ?? via?.port?.value ?? 5060 },
    uri?.host && { address: uri.host.value, port: portOf(uri) },
  ];
  return candidates.find((candidate) => candidate !== undefined && !isPlaceholder(candidate, server));
}

/**
 * Programs that do not know their address write 0.0.0.0, :: or that of the loopback: no packet comes from the former (RFC 1122
 * §3.2.1.3), and what comes from the latter reaches the host itself only.
 */
function isPlaceholder({ address }: Endpoint, server: Endpoint | undefined): boolean {
  const range = addressRange(address);
  if (range === "unspecified") return true;
  return range === "loopback" && server !== undefined && !isOfThisHost(server);
}

function isOfThisHost({ address }: Endpoint): boolean {
  return address === "localhost" || addressRange(address) === "loopback";
}

/** A log that prints no transport: the top Via names it (RFC 3261 §18.1.1). */
function transportOf(sip: SipMessage): Transport {
  const name = sip.topVia?.transport.value.toLowerCase();
  return name === "tcp" || name === "tls" || name === "ws" || name === "wss" || name === "sctp" ? name : "udp";
}
