/** The messages of a capture written as `.siptrace` text: all in one, or one row of the overview at a time. */
import type { Analysis } from "../core/analysis.js";
import { contentOfKeys } from "../core/ladder/content.js";
import { rowKeyOf } from "../core/ladder/overview.js";
import { type WritableItem, writeSipTrace } from "../core/log/siptrace-writer.js";
import type { Signal } from "../core/model/transmission.js";
import type { Message } from "../core/trace/message.js";
import { ALL, type OutlineMessage, type Selection, type TextModel } from "./protocol.js";
import { linesOf, outlineOf, placeFindings, type Positions, type TraceTexts } from "./trace-texts.js";

/** Beyond either, editors fold, colour and search one text sluggishly; VS Code hands texts over 50 MB to no extension. */
const MAX_WHOLE_MESSAGES = 20_000;
const MAX_WHOLE_OCTETS = 20 * 1024 * 1024;
/** Keep-alives by the thousand would hide the messages between them. */
const MAX_SIGNALS = 2000;
/** Rows whose findings are placed at once where there is no whole text; those of others when their text is opened. */
const MAX_PLACED_ROWS = 200;

interface Written {
  readonly text: string;
  readonly model: TextModel;
  readonly positions: Positions;
}

/** Left out of a text with too many signals: they say little one by one. */
const FREQUENT: ReadonlySet<Signal["kind"]> = new Set(["keep-alive", "dns", "ntp"]);

export class CaptureTexts implements TraceTexts {
  readonly hasWholeText: boolean;
  readonly #analysis: Analysis;
  /** Messages of each row of the overview; made when first asked for. */
  #rows: Map<string, number[]> | undefined;
  /** By signal its index; made when a text first shows signals. */
  #signals: ReadonlyMap<Signal, number> | undefined;
  /** The text written last: it is asked for its outline and shown again. */
  #last: Written | undefined;

  constructor(analysis: Analysis, mostMessages = MAX_WHOLE_MESSAGES) {
    this.#analysis = analysis;
    const { messages, files } = analysis.trace;
    const octets = files.reduce((sum, file) => sum + file.octets, 0);
    this.hasWholeText =
      messages.length <= mostMessages && (octets <= MAX_WHOLE_OCTETS || this.#messageOctets() <= MAX_WHOLE_OCTETS);
  }

  models(): TextModel[] {
    if (this.hasWholeText) return [this.#write(ALL).model];
    const keys = new Set<string>();
    for (const { location } of this.#analysis.findings) {
      const key = rowKeyOf(this.#analysis, location.message ?? -1 - (location.signal ?? 0));
      if (key !== undefined) keys.add(key);
      if (keys.size >= MAX_PLACED_ROWS) break;
    }
    return [...keys].map((key) => this.#write(key).model);
  }

  write(selection: Selection): { text: string; model: TextModel } {
    const { text, model } = this.#write(selection);
    return { text, model };
  }

  outline(selection: Selection): OutlineMessage[] {
    const { model, positions } = this.#write(selection);
    return outlineOf(this.#analysis, model, positions);
  }

  placed(selection: Selection): Written {
    return this.#write(selection);
  }

  #write(selection: Selection): Written {
    if (this.#last?.model.selection === selection) return this.#last;
    const shown = this.#messagesOf(selection);
    const items = this.#withSignals(shown, selection);
    const written = writeSipTrace(items.map((item) => toWritable(item)));
    const itemOf = new Map<number, number>();
    const signals: number[] = [];
    for (const [at, item] of items.entries()) {
      const index = isMessage(item) ? undefined : this.#indexOf(item);
      itemOf.set(isMessage(item) ? item.index : -1 - (index ?? 0), at);
      if (index !== undefined) signals.push(index, written.positionOf(at, 0).line);
    }
    const positions: Positions = {
      shows: (message) => itemOf.has(message),
      startOf: (message, octet) => written.positionOf(itemOf.get(message) ?? 0, octet),
      endOf: (message, octet) => {
        const item = itemOf.get(message) ?? 0;
        return message < 0 ? written.endOfSignal(item) : written.positionOf(item, octet);
      },
    };
    const model: TextModel = {
      selection,
      messages: linesOf(shown, positions),
      signals: Uint32Array.from(signals),
      findings: placeFindings(this.#analysis, positions),
    };
    this.#last = { text: written.text, model, positions };
    return this.#last;
  }

  #indexOf(signal: Signal): number | undefined {
    this.#signals ??= new Map(this.#analysis.trace.signals.map((each, index) => [each, index]));
    return this.#signals.get(signal);
  }

  #messagesOf(selection: Selection): Message[] {
    const { messages } = this.#analysis.trace;
    if (selection === ALL && this.hasWholeText) return [...messages];
    return (this.#rowIndex().get(selection) ?? []).slice(0, MAX_WHOLE_MESSAGES).map((index) => messages.at(index));
  }

  #rowIndex(): Map<string, number[]> {
    if (this.#rows) return this.#rows;
    const rows = new Map<string, number[]>();
    for (let index = 0; index < this.#analysis.trace.messages.length; index++) {
      const key = rowKeyOf(this.#analysis, index);
      if (key === undefined) continue;
      const row = rows.get(key);
      if (row) row.push(index);
      else rows.set(key, [index]);
    }
    this.#rows = rows;
    return rows;
  }

  /** Messages and signals in time order. Only the whole text has all signals, that of a row those that its findings flag. */
  #withSignals(messages: readonly Message[], selection: Selection): (Message | Signal)[] {
    const { signals } = this.#analysis.trace;
    if (signals.length === 0) return [...messages];
    if (selection !== ALL) {
      const own = this.#signalsOfRow(selection);
      const shown = signals.filter((_, index) => own.has(index));
      return mergeByTime(messages, shown);
    }
    const flagged = this.#flaggedSignals();
    const isFew = signals.length <= MAX_SIGNALS;
    let left = MAX_SIGNALS;
    const shown = signals.filter(
      (signal) => flagged.has(signal) || ((isFew || !FREQUENT.has(signal.kind)) && left-- > 0),
    );
    return mergeByTime(messages, shown);
  }

  /** Signals that findings flag, or name as related places, with the number of their place. */
  #flaggedSignals(): ReadonlyMap<Signal, number> {
    const { findings, trace } = this.#analysis;
    const flagged = new Map<Signal, number>();
    for (const { location, related } of findings) {
      for (const { signal: index } of [location, ...related.map((each) => each.location)]) {
        if (index === undefined) continue;
        const signal = trace.signals[index];
        if (signal) flagged.set(signal, -1 - index);
      }
    }
    return flagged;
  }

  /** Of a row of signals alone all that it shows. */
  #signalsOfRow(key: string): ReadonlySet<number> {
    const shown = contentOfKeys(this.#analysis, key, MAX_SIGNALS)?.signals ?? [];
    if (!this.#rowIndex().has(key)) return new Set(shown);
    const flagged = this.#flaggedSignals();
    return new Set(shown.filter((index) => flagged.has(this.#analysis.trace.signals[index]!)));
  }

  #messageOctets(): number {
    const { messages } = this.#analysis.trace;
    let octets = 0;
    for (const { index } of messages) octets += messages.octetCount(index);
    return octets;
  }
}

function isMessage(item: Message | Signal): item is Message {
  return "sip" in item;
}

function mergeByTime(messages: readonly Message[], signals: readonly Signal[]): (Message | Signal)[] {
  const merged: (Message | Signal)[] = [];
  let next = 0;
  for (const message of messages) {
    while (next < signals.length && signals[next]!.atMicros < message.atMicros) merged.push(signals[next++]!);
    merged.push(message);
  }
  merged.push(...signals.slice(next));
  return merged;
}

function toWritable(item: Message | Signal): WritableItem {
  if (!isMessage(item)) return item;
  return {
    atMicros: item.atMicros,
    transport: item.transport,
    source: item.source.address === "" ? undefined : item.source,
    destination: item.destination.address === "" ? undefined : item.destination,
    octets: item.sip.octets,
    frame: item.place.frame,
    missingOctets: item.missingOctets,
    garbageBefore: item.garbageBefore,
    capturePoint: item.capturePoint,
  };
}
