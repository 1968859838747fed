/** What earlier requests say of user agents and their NATs: whether public addresses in SIP explain themselves. */
import { isPublicAddress, isSiteAddress } from "../../model/address.js";
import { type Endpoint, formatEndpoint } from "../../model/endpoint.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import type { Background } from "./rewriting-signs.js";

export class Backgrounds {
  /** First private Contact, by NAT address and server: its packets pass unchanged. */
  readonly #plainSince = new Map<string, number>();
  /** Client endpoints whose first REGISTER, still without credentials, was seen. */
  readonly #fresh = new Set<string>();
  /** Public addresses that a STUN server told somebody in the trace. */
  readonly #stunMapped = new Set<string>();

  constructor(trace: Trace) {
    for (const signal of trace.signals) {
      if (signal.kind === "stun-mapping") this.#stunMapped.add(signal.mapped.address);
    }
    for (const registration of trace.registrations) {
      let callId = -1;
      for (const transaction of registration.transactions) {
        if (transaction.callIdNumber === callId) continue;
        callId = transaction.callIdNumber;
        this.#learn(transaction);
        if (registration.isSteady) break;
      }
    }
  }

  #learn({ request, client, server, hops }: Transaction): void {
    // Only what comes from a public address is ever asked about.
    if (!request || hops !== 1 || !isPublicAddress(client.address)) return;
    const contact = request.sip.contacts[0]?.uri.host?.value ?? "";
    const via = request.sip.vias[0]?.host?.value ?? "";
    if (isSiteAddress(contact) && isSiteAddress(via)) {
      const key = natKey(client, server);
      this.#plainSince.set(key, Math.min(this.#plainSince.get(key) ?? Infinity, request.atMicros));
    }
    const isPublicAlready = contact === client.address || via === client.address;
    if (isPublicAlready && request.sip.credentials.length === 0) this.#fresh.add(formatEndpoint(client));
  }

  isTaughtByStun(address: string): boolean {
    return this.#stunMapped.has(address);
  }

  of({ request, client, server }: Transaction): Background {
    const plainSince = this.#plainSince.get(natKey(client, server)) ?? Infinity;
    return {
      isPlainNat: request !== undefined && plainSince <= request.atMicros,
      isFresh: this.#fresh.has(formatEndpoint(client)),
    };
  }
}

/** An ALG works for all devices of its NAT, and by the server's port. */
function natKey(client: Endpoint, server: Endpoint): string {
  return `${client.address} ${formatEndpoint(server)}`;
}
