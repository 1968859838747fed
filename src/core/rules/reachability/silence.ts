/** What stands beside an unanswered request: signals of the network between the same two hosts, and forwarded copies. */
import { pairKey } from "../../model/endpoint.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import type { TcpSignal } from "./connections.js";

/** Signals that tell the fate of requests, by the two endpoints they stand between. */
export class SignalsBetween {
  readonly #refusals = new Set<string>();
  readonly #closings = new Map<string, TcpSignal[]>();

  constructor(trace: Trace) {
    for (const signal of trace.signals) {
      const key = pairKey(signal.source, signal.destination);
      if (signal.kind === "unreachable") this.#refusals.add(key);
      if (signal.kind !== "tcp") continue;
      if (signal.event === "refused" || signal.event === "unanswered") this.#refusals.add(key);
      if (signal.event !== "closed" && signal.event !== "reset") continue;
      const closings = this.#closings.get(key);
      if (closings) closings.push(signal);
      else this.#closings.set(key, [signal]);
    }
  }

  /** Whether ICMP or TCP says that nobody is there. */
  refuse({ client, server }: Transaction): boolean {
    return this.#refusals.has(pairKey(client, server));
  }

  /** The first end of the connection after an instant. */
  closingAfter({ client, server }: Transaction, atMicros: number): TcpSignal | undefined {
    return this.#closings.get(pairKey(client, server))?.find((signal) => signal.atMicros >= atMicros);
  }
}

/** REGISTERs that a proxy sent on, by the one it got. */
export class ForwardedRegisters {
  #byRequest: Map<string, Transaction[]> | undefined;

  constructor(private readonly trace: Trace) {}

  /** The unanswered copies of a REGISTER at later hops. */
  of(transaction: Transaction): readonly Transaction[] {
    this.#byRequest ??= this.#index();
    const copies = this.#byRequest.get(requestKey(transaction)) ?? [];
    return copies.filter(({ hops, final }) => hops > transaction.hops && !final);
  }

  #index(): Map<string, Transaction[]> {
    const index = new Map<string, Transaction[]>();
    for (const transaction of this.trace.transactions) {
      if (transaction.method !== "REGISTER") continue;
      const copies = index.get(requestKey(transaction));
      if (copies) copies.push(transaction);
      else index.set(requestKey(transaction), [transaction]);
    }
    return index;
  }
}

function requestKey({ callId, cseqNumber }: Transaction): string {
  return `${cseqNumber} ${callId}`;
}
