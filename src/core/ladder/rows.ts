/** Rows of the ladder: one a message or signal, in time, before anything is folded. */
import type { Analysis } from "../analysis.js";
import type { Binding } from "../trace/binding.js";
import { isUnanswered } from "../trace/registrations.js";
import type { Message } from "../trace/message.js";
import type { Trace } from "../trace/trace.js";
import type { MessageRow, SignalRow } from "../../view/ladder.js";
import type { Content } from "./content.js";
import type { Lanes } from "./lanes.js";
import { labelOf, microsOrNull } from "./place-words.js";
import { detailOf, toneOf } from "./row-words.js";
import { signalWords } from "./signal-words.js";

/** A row whose lanes are still in the order of use and whose sentence is not made yet. */
export type DraftRow = (MessageRow | SignalRow) & {
  /** Rows of one exchange fold together: an attempt, a transaction, or one signal. */
  readonly exchange: string;
};

export function draftRows(analysis: Analysis, content: Content, lanes: Lanes): DraftRow[] {
  const { trace } = analysis;
  const around = new Around(analysis, content.findings);
  const rows: DraftRow[] = [];
  let nextSignal = 0;
  for (const index of content.messages) {
    const atMicros = trace.messages.atMicros(index);
    for (; nextSignal < content.signals.length; nextSignal++) {
      const signal = content.signals[nextSignal]!;
      if (trace.signals[signal]!.atMicros > atMicros) break;
      rows.push(signalRow(trace, signal, around, lanes));
    }
    rows.push(messageRow(trace.messages.at(index), around, lanes, trace));
  }
  for (; nextSignal < content.signals.length; nextSignal++) {
    rows.push(signalRow(trace, content.signals[nextSignal]!, around, lanes));
  }
  return rows;
}

function messageRow(message: Message, around: Around, lanes: Lanes, trace: Trace): DraftRow {
  const transaction = trace.transactionOf(message.index);
  const surroundings = { transaction, binding: around.grants.get(message.index) };
  const { frame, line } = message.place;
  const isLost = around.isLost(message);
  const sightingMessages = around.sightings.get(message.index) ?? [];
  // The sender is asked first, so that a request's sender stands left of its receiver.
  const from = lanes.at(message.source, message);
  return {
    kind: "message",
    message: message.index,
    frame,
    line,
    from,
    to: lanes.at(message.destination, undefined),
    label: labelOf(message),
    detail: detailOf(message, surroundings),
    tone: toneOf(message, surroundings),
    mark: message.role === "retransmission" ? "retransmission" : isLost ? "lost" : "none",
    sightings: sightingMessages.length,
    sightingMessages,
    transaction: transaction?.index ?? null,
    findings: around.findings.get(message.index) ?? [],
    atMicros: microsOrNull(message.atMicros),
    sentence: "",
    exchange: around.exchangeOf(message.index),
  };
}

function signalRow(trace: Trace, index: number, around: Around, lanes: Lanes): DraftRow {
  const signal = trace.signals[index]!;
  const { frame, line } = signal.place;
  // An ICMP message goes back to the sender of the packet that it quotes.
  const isBack = signal.kind === "unreachable" || (signal.kind === "tcp" && signal.event === "refused");
  const [source, destination] = isBack ? [signal.destination, signal.source] : [signal.source, signal.destination];
  return {
    kind: "signal",
    frame,
    line,
    from: lanes.at(source, undefined),
    to: lanes.at(destination, undefined),
    ...signalWords(signal),
    signal: index,
    findings: around.findingsOfSignals.get(index) ?? [],
    atMicros: microsOrNull(signal.atMicros),
    sentence: "",
    exchange: `s${index}`,
  };
}

/** What the trace knows around its messages, looked up once for all rows. */
class Around {
  /** By message: the grant that it is. */
  readonly grants = new Map<number, Binding>();
  /** By message: its further sightings. */
  readonly sightings = new Map<number, number[]>();
  /** By message: positions of its findings among those of the ladder. */
  readonly findings = new Map<number, number[]>();
  /** The same by signal. */
  readonly findingsOfSignals = new Map<number, number[]>();
  readonly #attempts = new Map<number, string>();
  readonly #lost = new Map<number, boolean>();

  constructor(
    private readonly analysis: Analysis,
    findings: readonly number[],
  ) {
    const { trace } = analysis;
    for (const { index, attempts, bindings } of trace.registrations) {
      for (const binding of bindings) this.grants.set(binding.grant.index, binding);
      for (const [number, { transactions }] of attempts.entries()) {
        for (const transaction of transactions) this.#attempts.set(transaction.index, `a${index}.${number}`);
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

  exchangeOf(message: number): string {
    const transaction = this.analysis.trace.transactionOf(message);
    if (!transaction) return `m${message}`;
    return this.#attempts.get(transaction.index) ?? `t${transaction.index}`;
  }

  /** Whether nobody ever answered this request although the trace goes on. */
  isLost({ index }: Message): boolean {
    const { trace } = this.analysis;
    const transaction = trace.transactionOf(index);
    if (!transaction || transaction.method === "ACK" || transaction.responseRows.length > 0) return false;
    if (transaction.requestRows[0] !== index) return false;
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
