/** Requests for an AoR that a registrar refuses because it knows no binding, or none that works. */
import { canonicalAor } from "../../sip/uri.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { callOf } from "../nat/undelivered.js";

/** Not found, gone, temporarily unavailable: what servers say of an AoR without bindings (RFC 3261 §16.5). */
const NOBODY_THERE = new Set([404, 410, 480]);
/** Requests that are for a user and not about a registration. */
const UNJUDGED_METHODS = new Set(["REGISTER", "ACK", "CANCEL", "OPTIONS"]);

/** Looks into messages only when asked, and then once: few traces have a binding that ran out. */
export class RefusedCalls {
  #byAor: Map<string, Transaction[]> | undefined;

  constructor(private readonly trace: Trace) {}

  /** The requests for an AoR that were refused between two instants. */
  between(aor: string, fromMicros: number, toMicros: number): readonly Transaction[] {
    this.#byAor ??= this.#index();
    const own = this.#byAor.get(aor) ?? [];
    return own.filter(({ startMicros, endMicros }) => fromMicros <= startMicros && endMicros <= toMicros);
  }

  /** What fails with such a request: the same at the other hops. */
  failedWith(transaction: Transaction): number[] {
    const others = callOf(this.trace, transaction)?.transactions ?? [];
    return [
      ...new Set([
        transaction.index,
        ...others.filter(({ status }) => NOBODY_THERE.has(status)).map((other) => other.index),
      ]),
    ];
  }

  #index(): Map<string, Transaction[]> {
    const index = new Map<string, Transaction[]>();
    for (const transaction of this.trace.transactions) {
      if (!NOBODY_THERE.has(transaction.status) || UNJUDGED_METHODS.has(transaction.method)) continue;
      // A ringing device was reached; its user did not answer, or declined.
      if (transaction.responseRows.length > 1 && hasRung(transaction)) continue;
      const to = transaction.request?.sip.to;
      if (!to || to.tag) continue;
      const aor = canonicalAor(to.uri);
      const own = index.get(aor);
      if (own) own.push(transaction);
      else index.set(aor, [transaction]);
    }
    return index;
  }
}

function hasRung({ responses }: Transaction): boolean {
  return responses.some(({ sip }) => sip.statusCode > 100 && sip.statusCode < 200);
}
