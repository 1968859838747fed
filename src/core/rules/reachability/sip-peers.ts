/** Which hosts and ports of a trace speak SIP, whose phones they are, and which registrations succeed after a failure. */
import { type Endpoint, formatEndpoint } from "../../model/endpoint.js";
import type { Signal } from "../../model/transmission.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import type { Report } from "../rule.js";

/** The default ports of SIP (RFC 3261 §19.1.2): UDP and TCP, and TLS. */
export const CLEAR_PORT = 5060;
export const TLS_PORT = 5061;
/** Below are the ports of other protocols (RFC 6335 §6). */
const FIRST_USER_PORT = 1024;

export interface Takeover {
  readonly server: Endpoint;
  readonly atMicros: number;
}

/** By address of the client. */
interface Clients {
  /** Its accepted REGISTERs in order. */
  readonly accepted: Map<string, { readonly transaction: Transaction; readonly aor: string }[]>;
  /** The registrations made from it. */
  readonly owners: Map<string, Set<number>>;
}

const KNOWN = new WeakMap<Trace, SipPeers>();

export function sipPeersOf(trace: Trace): SipPeers {
  let known = KNOWN.get(trace);
  if (!known) KNOWN.set(trace, (known = new SipPeers(trace)));
  return known;
}

export class SipPeers {
  /** Ends of SIP messages, and targets that SRV records of SIP name. */
  readonly #endpoints = new Set<string>();
  readonly #serverAddresses = new Set<string>();
  readonly #names = new Set<string>();
  readonly #clearServers = new Set<string>();
  #clients: Clients | undefined;

  constructor(private readonly trace: Trace) {
    for (const { client, server, transport } of trace.flows) {
      this.#endpoints.add(formatEndpoint(client)).add(formatEndpoint(server));
      this.#serverAddresses.add(server.address);
      if (transport === "tcp") this.#clearServers.add(formatEndpoint(server));
    }
    for (const { aor } of trace.registrations) this.#names.add(domainOf(aor));
    for (const signal of trace.signals) if (signal.kind === "dns") this.#learnNames(signal);
  }

  #learnNames({ dns }: Extract<Signal, { kind: "dns" }>): void {
    const domain = sipServiceDomain(dns.name);
    if (domain === undefined) return;
    this.#names.add(domain);
    const records = dns.answer?.records ?? [];
    for (const { target } of records) if (target !== undefined) this.#names.add(target);
  }

  /**
   * Whether a connection to this place is meant for SIP, as far as the trace can tell: SIP was seen there or on its host,
   * it is SIP's own port, or TLS asks for a name that SIP uses.
   */
  isSip(server: Endpoint, sni?: string): boolean {
    if (server.port === CLEAR_PORT || server.port === TLS_PORT) return true;
    if (this.#endpoints.has(formatEndpoint(server))) return true;
    if (server.port < FIRST_USER_PORT) return false;
    if (this.#serverAddresses.has(server.address)) return true;
    return sni !== undefined && this.#names.has(sni.toLowerCase());
  }

  /** Whether clear SIP over TCP was seen at this end. */
  speaksClear(server: Endpoint): boolean {
    return this.#clearServers.has(formatEndpoint(server));
  }

  /** The only registration made from an address; several may share one behind a NAT. */
  ownerOf(address: string): Pick<Report, "aor" | "registration"> {
    const owners = [...(this.#ofClients().owners.get(address) ?? [])];
    const registration = owners.length === 1 ? this.trace.registrations[owners[0]!] : undefined;
    return { aor: registration?.aor ?? null, registration: registration?.index ?? null };
  }

  /** A REGISTER of this client, or of this AoR of it, that is accepted soon after an instant. */
  takeover(client: Endpoint, atMicros: number, withinMicros = TIMER_F_MICROS, aor?: string): Takeover | undefined {
    const found = this.#ofClients()
      .accepted.get(client.address)
      ?.find(
        (accepted) =>
          (aor === undefined || accepted.aor === aor) &&
          accepted.transaction.startMicros >= atMicros &&
          accepted.transaction.startMicros - atMicros <= withinMicros,
      );
    return found && { server: found.transaction.server, atMicros: found.transaction.startMicros };
  }

  /** Only failures ask for them. */
  #ofClients(): Clients {
    return (this.#clients ??= clientsOf(this.trace));
  }
}

function clientsOf(trace: Trace): Clients {
  const clients: Clients = { accepted: new Map(), owners: new Map() };
  for (const { aor, index, transactions } of trace.registrations) {
    for (const transaction of transactions) {
      const { address } = transaction.client;
      const owners = clients.owners.get(address);
      if (owners) owners.add(index);
      else clients.owners.set(address, new Set([index]));
      if (transaction.status < 200 || transaction.status >= 300) continue;
      const accepted = clients.accepted.get(address);
      if (accepted) accepted.push({ transaction, aor });
      else clients.accepted.set(address, [{ transaction, aor }]);
    }
  }
  return clients;
}

/** `example.com` of `sip:2001@example.com:5070`. */
export function domainOf(aor: string): string {
  const host = aor.slice(aor.lastIndexOf("@") + 1).replace(/^sips?:/, "");
  return host
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .toLowerCase();
}

/** `example.com` of `_sip._udp.example.com` (RFC 3263 §4.1); undefined for a name that is no service of SIP. */
export function sipServiceDomain(name: string): string | undefined {
  return /^_sips?\._(?:udp|tcp|sctp|tls|ws|wss)\.(.+)$/.exec(name)?.[1];
}
