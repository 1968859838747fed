/** Fills in the endpoints that a log does not print, from what the messages themselves say. */
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
  readonly #byBranch = new Map<string, readonly [Endpoint, Endpoint]>();
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
    const sides = "Where the log prints no addresses, they are taken from Via, Route and Request-URI.";
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
    const client: Endpoint = { address: via.host.value, port: via.port?.value ?? 5060 };
    this.#files.add(transmission.place.file);
    if (sip.isRequest) {
      const server = targetOf(sip);
      this.#remember(key, [client, server]);
      return { ...transmission, source: client, destination: server };
    }
    const known = this.#byBranch.get(key);
    const [knownClient, server] = known ?? [client, undefined];
    return { ...transmission, source: server, destination: knownClient };
  }

  #remember(key: string, sides: readonly [Endpoint, Endpoint]): void {
    if (this.#byBranch.size >= BRANCHES_KEPT) {
      const oldest = this.#byBranch.keys().next();
      if (!oldest.done) this.#byBranch.delete(oldest.value);
    }
    this.#byBranch.set(key, sides);
  }
}

/** The next hop of a request: the first Route, else the Request-URI (RFC 3261 §8.1.2). */
function targetOf(sip: SipMessage): Endpoint {
  const route = sip.header("Route");
  const hop = route && new NameAddr(sip.text, route, route.valueRange);
  const uri = hop?.uri ?? sip.requestUri;
  return { address: uri?.host?.value ?? "", port: uri ? portOf(uri) : 0 };
}

/** A log that prints no transport: the top Via names it (RFC 3261 §18.1.1). */
function transportOf(sip: SipMessage): Transport {
  const name = sip.topVia?.transport.value.toLowerCase();
  return name === "tcp" || name === "tls" || name === "ws" || name === "wss" || name === "sctp" ? name : "udp";
}
