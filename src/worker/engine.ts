/** Answers requests about traces, whatever thread it runs in; a long analysis lets other messages in between its slices. */
import {
  analyse,
  annotateCapture,
  type Analysis,
  type AnalysisOptions,
  cardView,
  KnownPasswords,
  guessKeys,
  keyOfMessage,
  layOutLadder,
  lensOf,
  messageView,
  nearestDigestWalk,
  overviewOf,
  Pseudonyms,
  relatedRows,
  packetCommentsOf,
  playGuess,
  readSuppressions,
  rowKeyOf,
  type SearchProgress,
  searchMessages,
  stepAt,
  unpackedSource,
  whatIf,
  writeReport,
} from "../core/index.js";
import { MemoryTarget } from "../core/model/byte-target.js";
import { reasonOf } from "../core/model/reason.js";
import type { Input } from "./input.js";
import type { Answers, Asks, EngineRequest, RequestName, Selection, ToEngine } from "./protocol.js";
import type { OverviewView } from "../view/overview.js";
import { answerAgent } from "./agent-answers.js";
import { CaptureTexts } from "./capture-texts.js";
import { drawLadder } from "./draw-ladder.js";
import { HeldLadder } from "./held-ladder.js";
import { LanguageAnswers } from "./language.js";
import { lessonCheck, lessonFiles, lessonPlaces, readLesson } from "./lesson-answers.js";
import { LogText } from "./log-text.js";
import type { EngineHost, OpenSource } from "./engine-host.js";
import { headOf, partOf } from "./overview-parts.js";
import { placeNotes } from "./place-notes.js";
import { ProgressReporter } from "./progress-reporter.js";
import { redactInput } from "./redact-input.js";
import type { TraceTexts } from "./trace-texts.js";

/** Ladders kept of a trace: those of a few pages that show it. Each may have a hundred thousand rows. */
const MOST_LADDERS = 3;
/** Rows sent with a ladder: all of most, and the first screens of a long one. */
const FIRST_ROWS = 200;

/** A person sees hits come no more often than this. */
const FOUND_MILLIS = 150;

interface HeldTrace {
  readonly analysis: Analysis;
  readonly overview: OverviewView;
  readonly texts: TraceTexts;
  /** Those that prove digests; no answer holds one. */
  readonly passwords: KnownPasswords;
  readonly source: OpenSource;
  /** By edition, the oldest first. */
  readonly ladders: Map<number, HeldLadder>;
}

/** As long as the hash that makes pseudonyms of it. */
const PSEUDONYM_KEY_OCTETS = 32;

class Cancelled extends Error {}

/** What is answered at once from a trace that is held. */
type LookUpName = Exclude<
  { [K in RequestName]: Asks<K> extends { readonly trace: number } ? K : never }[RequestName],
  "open" | "search" | "annotate"
>;

export class Engine {
  readonly #host: EngineHost;
  /** Of this engine alone, so that nobody can work a name out of one. */
  readonly #pseudonyms = new Pseudonyms(crypto.getRandomValues(new Uint8Array(PSEUDONYM_KEY_OCTETS)));
  readonly #traces = new Map<number, HeldTrace>();
  readonly #cancelled = new Set<number>();
  readonly #stopped = new Set<number>();
  readonly #running = new Set<number>();
  #edition = 0;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  receive(message: ToEngine): void {
    if (message.type === "cancel") {
      if (this.#running.has(message.id)) this.#cancelled.add(message.id);
    } else if (message.type === "stop") {
      if (this.#running.has(message.id)) this.#stopped.add(message.id);
    } else if (message.type === "close") {
      this.#release(message.trace);
    } else {
      void this.#answer(message.id, message.request);
    }
  }

  async #answer(id: number, request: EngineRequest): Promise<void> {
    this.#running.add(id);
    try {
      const value = await this.#valueOf(id, request);
      this.#host.post({ type: "answer", id, value });
    } catch (error) {
      if (error instanceof Cancelled) this.#host.post({ type: "cancelled", id });
      else this.#host.post({ type: "failed", id, message: reasonOf(error) });
    } finally {
      this.#running.delete(id);
      this.#cancelled.delete(id);
      this.#stopped.delete(id);
    }
  }

  #valueOf(id: number, request: EngineRequest): Answers<RequestName> | Promise<Answers<RequestName>> {
    switch (request.type) {
      case "open":
        return this.#open(id, request.asks);
      case "search":
        return this.#search(id, request.asks);
      case "redact":
        return this.#redact(id, request.asks);
      case "fileReport":
        return this.#reading(id, [request.asks.input], ([source]) => reportOf(source!, request.asks));
      case "agent":
        return this.#reading(id, [request.asks.input], ([source]) => {
          const options = dated(request.asks.options, source!);
          return answerAgent(source!, { ...request.asks, options }, this.#pseudonyms);
        });
      case "annotate":
        return this.#annotate(id, request.asks);
      case "lesson":
        return readLesson(request.asks);
      case "suppressionMistakes":
        return readSuppressions(request.asks.declared).mistakes;
      case "lessonFiles":
        return this.#reading(id, request.asks.inputs, (sources) => lessonFiles(request.asks, sources));
      case "lessonCheck":
        return this.#reading(id, request.asks.inputs, (sources) => lessonCheck(request.asks, sources));
      default:
        return this.#lookUp(request.type, request.asks);
    }
  }

  async #open(id: number, { trace, shownAs, input, options }: Asks<"open">): Promise<Answers<"open">> {
    const source = this.#host.openSource(input);
    try {
      const analysis = await this.#analyse(id, source, options);
      const texts: TraceTexts = shownAs === "text" ? new LogText(analysis, source) : new CaptureTexts(analysis);
      const overview = overviewOf(analysis);
      const opened = {
        ...headOf(overview),
        models: texts.models(),
        suppressed: analysis.suppressed?.length ?? 0,
        hasWholeText: texts.hasWholeText,
      };
      this.#release(trace);
      const passwords = new KnownPasswords(options.credentials ?? []);
      this.#traces.set(trace, { analysis, overview, texts, passwords, source, ladders: new Map() });
      return opened;
    } catch (error) {
      source.close?.();
      throw error;
    }
  }

  async #analyse(id: number, source: OpenSource, options: AnalysisOptions): Promise<Analysis> {
    const steps = analyse([source], dated(options, source));
    const reporter = new ProgressReporter((progress) => this.#host.post({ type: "progress", id, progress }));
    let sliceEnd = performance.now() + this.#host.sliceMillis;
    for (;;) {
      const step = steps.next(this.#stopped.has(id) ? "stop" : undefined);
      if (step.done) return step.value;
      if (performance.now() < sliceEnd) continue;
      reporter.report(step.value);
      await this.#host.breathe();
      if (this.#cancelled.has(id)) throw new Cancelled();
      sliceEnd = performance.now() + this.#host.sliceMillis;
    }
  }

  async #search(id: number, { trace, query }: Asks<"search">): Promise<Answers<"search">> {
    const held = this.#held(trace);
    const steps = searchMessages(held.analysis, held.overview.rows, query);
    const sliceOf = () => performance.now() + this.#host.sliceMillis;
    let sliceEnd = sliceOf();
    // What the first slice finds is told at once.
    let toldAt = 0;
    const tell = (progress: SearchProgress) => {
      if (performance.now() < toldAt + FOUND_MILLIS) return;
      toldAt = performance.now();
      this.#host.post({ type: "found", id, found: progress.take() });
    };
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value.take();
      if (performance.now() < sliceEnd) continue;
      tell(step.value);
      await this.#host.breathe();
      if (this.#cancelled.has(id)) throw new Cancelled();
      // The octets are gone with the trace.
      this.#held(trace);
      sliceEnd = sliceOf();
    }
  }

  async #redact(id: number, asks: Asks<"redact">): Promise<Answers<"redact">> {
    const source = this.#host.openSource(asks.input);
    const target = asks.path === undefined ? undefined : this.#host.openTarget(asks.path);
    let isWhole = false;
    try {
      const steps = redactInput(source, target, asks);
      const reporter = new ProgressReporter((progress) => this.#host.post({ type: "progress", id, progress }));
      for (;;) {
        const step = steps.next();
        if (step.done) {
          isWhole = true;
          return step.value;
        }
        reporter.report({ ...step.value, messages: 0, soFar: undefined });
        await this.#host.breathe();
        if (this.#cancelled.has(id)) throw new Cancelled();
      }
    } finally {
      source.close?.();
      target?.close(isWhole);
    }
  }

  async #annotate(id: number, { trace, notes, path }: Asks<"annotate">): Promise<Answers<"annotate">> {
    const { analysis, source } = this.#held(trace);
    if (analysis.trace.files[0]?.kind === "log") throw new Error("Only captures can hold packet comments.");
    const memory = new MemoryTarget(source.name);
    const target = path === undefined ? undefined : this.#host.openTarget(path);
    const file = target ?? memory;
    const write = (octets: Uint8Array) => file.write(file.size, octets);
    let isWhole = false;
    try {
      const steps = annotateCapture(unpackedSource(source), packetCommentsOf(analysis, [notes]), write);
      for (;;) {
        const step = steps.next();
        if (step.done) {
          isWhole = true;
          const { comments, problems } = step.value;
          const octets = target ? undefined : memory.octets;
          return { comments, problems: problems.map(({ message }) => message), octets };
        }
        await this.#host.breathe();
        if (this.#cancelled.has(id)) throw new Cancelled();
        // Its file is closed with it.
        this.#held(trace);
      }
    } finally {
      target?.close(isWhole);
    }
  }

  /** @throws with a sentence for the user when the trace is gone. */
  #held(trace: number): HeldTrace {
    const held = this.#traces.get(trace);
    if (!held) throw new Error("The trace was closed.");
    return held;
  }

  /** Of files that are read for this request alone. */
  async #reading<T>(
    id: number,
    inputs: readonly Input[],
    steps: (sources: readonly OpenSource[]) => Generator<unknown, T>,
  ): Promise<T> {
    const sources: OpenSource[] = [];
    try {
      for (const input of inputs) sources.push(this.#host.openSource(input));
      return await this.#inSlices(id, steps(sources));
    } finally {
      for (const source of sources) source.close?.();
    }
  }

  /** Takes the steps of a request, and lets other messages in between. */
  async #inSlices<T>(id: number, steps: Generator<unknown, T>): Promise<T> {
    let sliceEnd = performance.now() + this.#host.sliceMillis;
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (performance.now() < sliceEnd) continue;
      await this.#host.breathe();
      if (this.#cancelled.has(id)) throw new Cancelled();
      sliceEnd = performance.now() + this.#host.sliceMillis;
    }
  }

  #lookUp(name: LookUpName, asks: Asks<LookUpName>): Answers<RequestName> {
    const held = this.#held(asks.trace);
    const { analysis, texts, ladders } = held;
    switch (name) {
      case "lessonPlaces":
        return lessonPlaces(analysis, (asks as Asks<"lessonPlaces">).selectors);
      case "overviewPart":
        return partOf(held.overview, (asks as Asks<"overviewPart">).part);
      case "ladder":
        return this.#layOut(held, asks as Asks<"ladder">);
      case "drawing":
        return drawLadder(analysis, asks as Asks<"drawing">);
      case "related":
        return relatedRows(analysis, (asks as Asks<"related">).key);
      case "ladderRows": {
        const { edition, first, end } = asks as Asks<"ladderRows">;
        return ladders.get(edition)?.window(first, end) ?? null;
      }
      case "message":
        return messageView(analysis, (asks as Asks<"message">).message);
      case "guess":
        return playGuess(analysis, (asks as Asks<"guess">).key, (asks as Asks<"guess">).moves);
      case "guessKeys":
        return guessKeys(analysis);
      case "step":
        return stepAt(analysis, asks as Asks<"step">);
      case "card":
        return cardView(analysis, (asks as Asks<"card">).key) ?? null;
      case "row":
        return rowKeyOf(analysis, (asks as Asks<"row">).message) ?? null;
      case "digestWalk":
        return nearestDigestWalk(analysis, (asks as Asks<"digestWalk">).message);
      case "whatIf": {
        const { key, change } = asks as Asks<"whatIf">;
        return whatIf(analysis, key, change);
      }
      case "passage": {
        const { selection, message, start, end } = asks as Asks<"passage">;
        const { positions } = texts.placed(selection);
        if (!positions.shows(message)) return null;
        return { start: positions.startOf(message, start), end: positions.endOf(message, end) };
      }
      case "notes":
        return placeNotes(analysis, (asks as Asks<"notes">).keys);
      case "messageKey":
        return keyOfMessage(analysis.trace, (asks as Asks<"messageKey">).message);
      case "report": {
        const { format, version, notes } = asks as Asks<"report">;
        return writeReport([analysis], format, { version, notes: [notes] });
      }
      case "text":
        return texts.write((asks as Asks<"text">).selection);
      case "outline":
        return texts.outline((asks as Asks<"outline">).selection);
      case "explain":
        return languageOf(held, asks as Asks<"explain">).explain(asks as Asks<"explain">);
      case "definition":
        return languageOf(held, asks as Asks<"definition">).definition(asks as Asks<"definition">);
      case "references":
        return languageOf(held, asks as Asks<"references">).references(asks as Asks<"references">);
      case "lenses":
        return (asks as Asks<"lenses">).messages.map((message) => lensOf(analysis, message));
      case "deltas":
        return languageOf(held, asks as Asks<"deltas">).deltas(asks as Asks<"deltas">);
    }
  }

  #layOut(
    { analysis, ladders }: HeldTrace,
    { key, lanes = [], hidesFindings = false }: Asks<"ladder">,
  ): Answers<"ladder"> {
    const ladder = new HeldLadder(layOutLadder(analysis, key, { lanes, hidesFindings }), ++this.#edition);
    const [oldest] = ladders.keys();
    if (oldest !== undefined && ladders.size >= MOST_LADDERS) ladders.delete(oldest);
    ladders.set(this.#edition, ladder);
    return { view: ladder.head(), rows: ladder.window(0, FIRST_ROWS) };
  }

  #release(trace: number): void {
    const held = this.#traces.get(trace);
    this.#traces.delete(trace);
    held?.source.close?.();
  }
}

function dated(options: AnalysisOptions, { modifiedMicros }: OpenSource): AnalysisOptions {
  return modifiedMicros === undefined ? options : { referenceMicros: modifiedMicros, ...options };
}

function* reportOf(source: OpenSource, { options, format, version, notes }: Asks<"fileReport">) {
  const analysis: Analysis = yield* analyse([source], dated(options, source));
  return writeReport([analysis], format, { version, notes: [notes] });
}

function languageOf(
  { analysis, texts, passwords }: HeldTrace,
  { selection }: { selection: Selection },
): LanguageAnswers {
  return new LanguageAnswers(analysis, texts.placed(selection), passwords);
}
