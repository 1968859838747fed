/** Fills in the endpoints that a log does not print, from what the messages themselves say. */
import type { Endpoint } from "../model/endpoint.js";
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
  /** Whether any endpoint was inferred: the trace says so. */
  inferred = false;

  fill(transmission: Transmission, sip: SipMessage): Transmission {
    if (transmission.source || transmission.destination) return transmission;
    const via = sip.topVia;
    if (!via?.host) return transmission;
    const key = `${via.branch?.value ?? ""} ${sip.callId?.value ?? ""}`;
    const client: Endpoint = { address: via.host.value, port: via.port?.value ?? 5060 };
    this.inferred = true;
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
