/** What the trace knows around the messages of a ladder, looked up once for all its rows. */
import type { Analysis } from "../analysis.js";
import type { Binding } from "../trace/binding.js";
import type { Message } from "../trace/message.js";
import { isUnanswered } from "../trace/registrations.js";

export class Around {
  /** By message: the grant that it is. */
  readonly grants = new Map<number, Binding>();
  /** By message: its further sightings. */
  readonly sightings = new Map<number, number[]>();
  /** By message: positions of its findings among those of the ladder. */
  readonly findings = new Map<number, number[]>();
  /** The same by signal. */
  readonly findingsOfSignals = new Map<number, number[]>();
  /** By transaction: the number of its attempt. */
  readonly #attempts = new Map<number, number>();
  readonly #lost = new Map<number, boolean>();

  constructor(
    readonly analysis: Analysis,
    findings: readonly number[],
  ) {
    const { trace } = analysis;
    let attempt = 0;
    for (const { attempts, bindings } of trace.registrations) {
      for (const binding of bindings) this.grants.set(binding.grant.index, binding);
      for (const { transactions } of attempts) {
        for (const transaction of transactions) this.#attempts.set(transaction.index, attempt);
        attempt++;
      }
    }
    for (let message = 0; message < trace.messages.length; message++) {
      if (trace.messages.role(message) === "sighting") add(this.sightings, trace.messages.original(message), message);
    }
    for (const [position, index] of findings.entries()) {
      const { message, signal } = analysis.findings[index]!.location;
      if (signal !== undefined) add(this.findingsOfSignals, signal, position);
      if (message === null) continue;
      const isSighting = trace.messages.role(message) === "sighting";
      add(this.findings, isSighting ? trace.messages.original(message) : message, position);
    }
  }

  exchangeOf(message: number): number {
    const { trace } = this.analysis;
    const attempt = this.#attempts.get(trace.transactionOf(message)?.index ?? -1);
    if (attempt === undefined) return this.partOf(message);
    return trace.transactions.length + trace.messages.length + trace.signals.length + attempt;
  }

  partOf(message: number): number {
    const { trace } = this.analysis;
    return trace.transactionOf(message)?.index ?? trace.transactions.length + message;
  }

  exchangeOfSignal(signal: number): number {
    const { transactions, messages } = this.analysis.trace;
    return transactions.length + messages.length + signal;
  }

  /** Whether nobody ever answered this request although the trace goes on. */
  isLost({ index }: Message): boolean {
    const { trace } = this.analysis;
    const transaction = trace.transactionOf(index);
    if (!transaction || transaction.method === "ACK" || transaction.hasResponse) return false;
    if (transaction.requestRow !== index) return false;
    let isLost = this.#lost.get(transaction.index);
    if (isLost === undefined) {
      isLost = trace.isTimed && isUnanswered(transaction, undefined, trace.endMicros);
      this.#lost.set(transaction.index, isLost);
    }
    return isLost;
  }
}

function add(map: Map<number, number[]>, key: number, value: number): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
