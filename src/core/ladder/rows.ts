/** Rows of the ladder: one a message or signal, in time, before anything is folded. */
import type { Analysis } from "../analysis.js";
import type { Message } from "../trace/message.js";
import type { Trace } from "../trace/trace.js";
import type { SignalRow } from "../../view/ladder.js";
import { Around } from "./around.js";
import type { Content } from "./content.js";
import type { Lanes } from "./lanes.js";
import { type Draft, MessageDraft } from "./message-draft.js";
import { microsOrNull } from "./place-words.js";
import { signalWords } from "./signal-words.js";

/** A row whose lanes are still in the order of use and whose sentence is not made yet. */
export type DraftRow = (MessageDraft | SignalRow) & Draft;

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
    rows.push(messageRow(trace.messages.at(index), around, lanes));
  }
  for (; nextSignal < content.signals.length; nextSignal++) {
    rows.push(signalRow(trace, content.signals[nextSignal]!, around, lanes));
  }
  return rows;
}

function messageRow(message: Message, around: Around, lanes: Lanes): DraftRow {
  // The sender is asked first, so that a request's sender stands left of its receiver.
  const from = lanes.at(message.source, message);
  return new MessageDraft(message, around, from, lanes.at(message.destination, undefined));
}

function signalRow(trace: Trace, index: number, around: Around, lanes: Lanes): DraftRow {
  const signal = trace.signals[index]!;
  const { frame, line } = signal.place;
  // An ICMP message goes back to the sender of the packet that it quotes.
  const isBack = signal.kind === "unreachable" || (signal.kind === "tcp" && signal.event === "refused");
  const [source, destination] = isBack ? [signal.destination, signal.source] : [signal.source, signal.destination];
  const from = lanes.at(source, undefined);
  const to = lanes.at(destination, undefined);
  const words = signalWords(signal);
  const exchange = around.exchangeOfSignal(index);
  return {
    kind: "signal",
    frame,
    line,
    from,
    to,
    ...words,
    signal: index,
    findings: around.findingsOfSignals.get(index) ?? [],
    atMicros: microsOrNull(signal.atMicros),
    sentence: "",
    exchange,
    part: exchange,
    outline: `${from}>${to} ${words.label}`,
  };
}
