/** How STUN servers and registrars see one local address and port: the mappings that a NAT gave it. */
import { isIpAddress } from "../../model/address.js";
import { type Endpoint, formatEndpoint, sameEndpoint } from "../../model/endpoint.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";

/** What a STUN server told a client. */
export interface StunView {
  readonly kind: "stun";
  readonly atMicros: number;
  readonly server: Endpoint;
  readonly mapped: Endpoint;
  /** Index into `trace.signals`. */
  readonly signal: number;
}

/** What `received` and `rport` of an answer told it (RFC 3581 §4). */
export interface SipView {
  readonly kind: "sip";
  readonly atMicros: number;
  readonly server: Endpoint;
  readonly mapped: Endpoint;
  readonly message: Message;
}

/** What STUN servers said, by the local address and port that asked; of an address, all ports together. */
export class StunViews {
  readonly #byLocal = new Map<string, StunView[]>();
  readonly #byAddress = new Map<string, StunView[]>();

  constructor(trace: Trace) {
    trace.signals.forEach((signal, index) => {
      if (signal.kind !== "stun-mapping") return;
      const { atMicros, source, destination, mapped } = signal;
      const view: StunView = { kind: "stun", atMicros, server: source, mapped, signal: index };
      append(this.#byLocal, formatEndpoint(destination), view);
      append(this.#byAddress, destination.address, view);
    });
  }

  get isEmpty(): boolean {
    return this.#byLocal.size === 0;
  }

  get locals(): Iterable<readonly [string, readonly StunView[]]> {
    return this.#byLocal;
  }

  /** In time order. */
  of(local: Endpoint): readonly StunView[] {
    return this.#byLocal.get(formatEndpoint(local)) ?? [];
  }

  ofAddress(address: string): readonly StunView[] {
    return this.#byAddress.get(address) ?? [];
  }
}

function append(map: Map<string, StunView[]>, key: string, view: StunView): void {
  const own = map.get(key);
  if (own) own.push(view);
  else map.set(key, [view]);
}

/** How the server sees the client of a transaction over UDP at its own hop; undefined when it does not say. */
export function sipViewOf({ transport, hops, client, server, responses }: Transaction): SipView | undefined {
  if (transport !== "udp" || hops !== 1) return undefined;
  for (const message of responses) {
    const via = message.sip.vias[0];
    const port = via?.rport?.value;
    if (port === undefined) continue;
    const address = via?.received?.value ?? client.address;
    // An empty or foreign value tells nothing.
    if (!isIpAddress(address)) continue;
    return { kind: "sip", atMicros: message.atMicros, server, mapped: { address, port }, message };
  }
  return undefined;
}

/** Whether the NAT gives one local port two ports of the same address: seen from two places, but not two networks. */
export function isOtherPort(a: { readonly mapped: Endpoint }, b: { readonly mapped: Endpoint }): boolean {
  return a.mapped.address === b.mapped.address && a.mapped.port !== b.mapped.port;
}

export function isFromElsewhere(a: { readonly server: Endpoint }, b: { readonly server: Endpoint }): boolean {
  return !sameEndpoint(a.server, b.server);
}
