/** One log or capture that is open in the editor: its analysis from start to end. */
import * as vscode from "vscode";
import { reasonOf } from "../core/model/reason.js";
import type { ByteRange } from "../core/model/span.js";
import type { AnalysisOptions, KnownCredential } from "../core/index.js";
import type { GuessMove } from "../view/guess.js";
import type { NoteView } from "../view/note.js";
import type { FindingView, OverviewRow, OverviewView } from "../view/overview.js";
import { type AskOptions, EngineStopped, RequestCancelled, type EngineClient } from "../worker/client.js";
import type { Input } from "../worker/input.js";
import {
  ALL,
  NUMBERS_A_MESSAGE,
  NUMBERS_A_SIGNAL,
  type Answers,
  type Asks,
  type OpenedTrace,
  type ReadingProgress,
  type Selection,
  type TextModel,
  type TextRange,
} from "../worker/protocol.js";
import { messageAtLine } from "../worker/text-lines.js";
import { captureTextUri, type TraceKind } from "./capture-uri.js";
import { analysisOptions } from "./settings.js";
import { type QuestionName, TraceQuestions } from "./trace-questions.js";

export type TraceState =
  /** `isStopped`: the reading was stopped, and what was read is being judged. */
  | { readonly kind: "analysing"; readonly progress: ReadingProgress | undefined; readonly isStopped: boolean }
  | { readonly kind: "analysed" }
  /** `message` is a sentence for the user. */
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "cancelled" };

/** A message was chosen, in the text or on the page; whoever chose it is not told again. */
export interface Choice {
  readonly message: number;
  readonly by: unknown;
  /** A person pointed at it, and it was not chosen for them. */
  readonly isByHand?: boolean;
  /** It was pointed at as what is wrong, and of its lines perhaps one, from 0. */
  readonly guessed?: { readonly line: number | undefined };
  /** The ladder is to be stepped through from there. */
  readonly isStep?: boolean;
  /** The header to look at; null for none. */
  readonly header?: string | null;
}

/** Where a message stands. */
export interface MessagePlace {
  readonly document: vscode.Uri;
  readonly startLine: number;
  readonly endLine: number;
}

/** Characters of a text. */
export interface TextPassage {
  readonly document: vscode.Uri;
  readonly range: TextRange;
}

/** The result of an analysis, with all rows and findings of its overview. */
export interface Opened extends Omit<OpenedTrace, "overview" | "overviewParts"> {
  readonly overview: OverviewView;
}

interface Running {
  readonly giveUp: AbortController;
  /** Ends the reading alone. */
  readonly stop: AbortController;
}

const NOT_BEGUN: TraceState = { kind: "analysing", progress: undefined, isStopped: false };

export class OpenTrace extends TraceQuestions {
  readonly #client: EngineClient;
  readonly #read: (signal: AbortSignal) => Promise<Input>;
  readonly #passwords: () => Promise<readonly KnownCredential[]>;
  readonly #onDidChange = new vscode.EventEmitter<OpenTrace>();
  readonly #onDidChoose = new vscode.EventEmitter<Choice>();
  readonly #onDidChangeNotes = new vscode.EventEmitter<void>();
  readonly #onDidEndSteps = new vscode.EventEmitter<void>();
  readonly #models = new Map<Selection, TextModel>();
  readonly #soFar = new Map<string, OverviewRow>();
  #state: TraceState = NOT_BEGUN;
  #opened: Opened | undefined;
  #notes: readonly NoteView[] = [];
  #isGuessing = false;
  #running: Running | undefined;
  /** Id of the log format that the user chose; undefined to have it told by content. */
  #logFormat: string | undefined;
  #analysisMillis = 0;
  /** The engine that holds the trace; another one must be given it again. */
  #heldBy = 0;
  /** A lesson goes through it: the text stays closed until it is asked for, since the lesson stands in its place. */
  isTaught = false;
  /** Settles when the page that shows it has loaded or is gone; undefined before there is one. */
  page: Promise<void> | undefined;

  /** The state or the result is new. */
  readonly onDidChange = this.#onDidChange.event;
  readonly onDidChoose = this.#onDidChoose.event;
  readonly onDidChangeNotes = this.#onDidChangeNotes.event;
  readonly onDidEndSteps = this.#onDidEndSteps.event;

  /**
   * @param id names the trace towards the engine.
   * @param read gives the input as it is now: a log may have been typed into.
   * @param passwords those that prove digests, as they are known now.
   */
  constructor(
    client: EngineClient,
    id: number,
    readonly uri: vscode.Uri,
    readonly kind: TraceKind,
    read: (signal: AbortSignal) => Promise<Input>,
    passwords: () => Promise<readonly KnownCredential[]>,
  ) {
    super(id);
    this.#client = client;
    this.#read = read;
    this.#passwords = passwords;
  }

  get state(): TraceState {
    return this.#state;
  }

  /** The latest result; while a changed log is analysed again, still that of before. */
  get opened(): Opened | undefined {
    return this.#opened;
  }

  /** The texts that show messages of the trace, as far as they are known. */
  get models(): readonly TextModel[] {
    return [...this.#models.values()].map((model) => this.#told(model));
  }

  model(selection: Selection): TextModel | undefined {
    const model = this.#models.get(selection);
    return model && this.#told(model);
  }

  /** While somebody guesses what is wrong, no text tells its findings. */
  get isGuessing(): boolean {
    return this.#isGuessing;
  }

  set isGuessing(isGuessing: boolean) {
    if (isGuessing === this.#isGuessing) return;
    this.#isGuessing = isGuessing;
    this.#onDidChange.fire(this);
  }

  #told(model: TextModel): TextModel {
    return this.#isGuessing ? { ...model, findings: [] } : model;
  }

  documentUri(selection: Selection): vscode.Uri {
    if (this.kind === "log") return this.uri;
    const title = this.#opened?.overview.rows.find((row) => row.key === selection)?.title;
    return captureTextUri(this.uri, selection, title);
  }

  /** What the reading has found until now, while there is no result. */
  get soFar(): readonly OverviewRow[] {
    return [...this.#soFar.values()];
  }

  /** Reads and analyses the input as it is now. An analysis that still runs is given up: its result would be stale. */
  async analyse(): Promise<void> {
    this.outdate();
    const running = { giveUp: new AbortController(), stop: new AbortController() };
    this.#running = running;
    this.#soFar.clear();
    this.#change(NOT_BEGUN);
    const began = Date.now();
    try {
      const opened = await this.#open(running);
      if (running.giveUp.signal.aborted) return;
      this.#analysisMillis = Date.now() - began;
      this.#opened = opened;
      this.#soFar.clear();
      this.#models.clear();
      for (const model of opened.models) this.#models.set(model.selection, model);
      this.#change({ kind: "analysed" });
    } catch (error) {
      // A newer analysis speaks for itself.
      if (this.#running !== running) return;
      if (error instanceof RequestCancelled) this.#change({ kind: "cancelled" });
      else this.#change({ kind: "failed", message: reasonOf(error) });
    }
  }

  /** How long the last analysis took, from the reading to the result. */
  get analysisMillis(): number {
    return this.#analysisMillis;
  }

  /** Gives up an analysis that still runs: the input has changed, and another one will be asked for. */
  outdate(): void {
    this.#running?.giveUp.abort();
    this.#running = undefined;
  }

  get logFormat(): string | undefined {
    return this.#logFormat;
  }

  /** Reads the log as one of a format, by its id; undefined to have it told by content. */
  async readAs(logFormat: string | undefined): Promise<void> {
    this.#logFormat = logFormat;
    await this.analyse();
  }

  /** Stops the reading, after which what was read is judged and shown; the second time, or later, gives the analysis up. */
  cancel(): void {
    const running = this.#running;
    const state = this.#state;
    if (state.kind !== "analysing" || !running) return;
    // Of a log that changed there is a result already, and a part of it would be less.
    if (state.progress?.isReading && !state.isStopped && !this.#opened) {
      running.stop.abort();
      this.#change({ ...state, isStopped: true });
    } else {
      running.giveUp.abort();
      this.#change({ kind: "cancelled" });
    }
  }

  /** What somebody wrote on its messages. */
  get notes(): readonly NoteView[] {
    return this.#notes;
  }

  showNotes(notes: readonly NoteView[]): void {
    if (this.#notes.length === 0 && notes.length === 0) return;
    this.#notes = notes;
    this.#onDidChangeNotes.fire();
  }

  choose(choice: Choice): void {
    this.#onDidChoose.fire(choice);
  }

  /** Every ladder of it shows all its messages again. */
  endSteps(): void {
    this.#onDidEndSteps.fire();
  }

  /** The last of the moves of somebody who guesses chooses a message, if it points at one. */
  chooseGuessed(moves: readonly GuessMove[], by: unknown): void {
    const last = moves.at(-1);
    if (last?.kind === "answer") this.choose({ message: last.place, by, guessed: { line: last.line ?? undefined } });
  }

  async text(selection: Selection): Promise<string> {
    const { text, model } = await this.ask("text", { trace: this.id, selection });
    const isNew = !this.#models.has(selection);
    this.#models.set(selection, model);
    if (isNew) this.#onDidChange.fire(this);
    return text;
  }

  /** Where a message, or by `-1 - signal` a signal, stands in the text that is best shown for it; undefined when no text shows it. */
  async placeOf(message: number): Promise<MessagePlace | undefined> {
    const selection = await this.#selectionOf(message);
    if (selection === null) return undefined;
    // A text that was not written yet has no lines to point at.
    if (!this.#models.has(selection)) await this.text(selection);
    const model = this.#models.get(selection);
    const row = model && (message < 0 ? findSignal(model, -1 - message) : findMessage(model, message));
    return row && { document: this.documentUri(selection), ...row };
  }

  /** Where octets of a message stand in that text; half-open. */
  async passageOf(message: number, octets: ByteRange): Promise<TextPassage | undefined> {
    const place = await this.placeOf(message);
    const selection = await this.#selectionOf(message);
    if (!place || selection === null) return undefined;
    const range = await this.passage(selection, message, octets.start, octets.end);
    return range ? { document: place.document, range } : undefined;
  }

  /** Index of the message at a line of a text, or the last before it; undefined above the first. */
  messageAt(selection: Selection, line: number): number | undefined {
    const model = this.#models.get(selection);
    return model && messageAtLine(model, line)?.message;
  }

  dispose(): void {
    this.outdate();
    void this.#client.close(this.id);
    this.#onDidChange.dispose();
    this.#onDidChoose.dispose();
    this.#onDidChangeNotes.dispose();
    this.#onDidEndSteps.dispose();
  }

  async #selectionOf(message: number): Promise<Selection | null> {
    if (this.#opened?.hasWholeText) return ALL;
    return this.rowOf(message);
  }

  async #open({ giveUp: { signal }, stop }: Running): Promise<Opened> {
    const [input, credentials] = await Promise.all([this.#read(signal), this.#passwords()]);
    if (signal.aborted) throw new RequestCancelled();
    const shownAs = this.kind === "log" ? "text" : "capture";
    const asks: Asks<"open"> = {
      trace: this.id,
      shownAs,
      input,
      options: { ...this.#options(), credentials },
    };
    const { overview, overviewParts, ...opened } = await this.#client.ask("open", asks, {
      transfer: input.kind === "octets" ? [input.octets.buffer] : [],
      signal,
      stop: stop.signal,
      onProgress: (progress) => {
        if (signal.aborted || this.#state.kind !== "analysing") return;
        for (const row of progress.changed) this.#soFar.set(row.key, row);
        this.#change({ kind: "analysing", progress, isStopped: stop.signal.aborted });
      },
    });
    this.#heldBy = this.#client.generation;
    const rows: OverviewRow[] = [];
    const findings: FindingView[] = [];
    for (let part = 0; part < overviewParts; part++) {
      const more = await this.#client.ask("overviewPart", { trace: this.id, part });
      if (signal.aborted) throw new RequestCancelled();
      rows.push(...more.rows);
      findings.push(...more.findings);
    }
    return { ...opened, overview: { ...overview, rows, findings } };
  }

  /** Gives the trace to an engine that does not hold it, without a word to anybody. */
  async #openAgain(): Promise<void> {
    await this.#open({ giveUp: new AbortController(), stop: new AbortController() });
  }

  #options(): AnalysisOptions {
    const options = analysisOptions(this.uri);
    return this.#logFormat === undefined ? options : { ...options, logFormat: this.#logFormat };
  }

  /** Asks the engine that holds the trace; one that was started after a crash is given the trace first. */
  protected async ask<K extends QuestionName>(type: K, asks: Asks<K>, options: AskOptions = {}): Promise<Answers<K>> {
    try {
      if (this.#heldBy !== this.#client.generation) await this.#openAgain();
      return await this.#client.ask(type, asks, options);
    } catch (error) {
      if (!(error instanceof EngineStopped)) throw error;
      await this.#openAgain();
      return this.#client.ask(type, asks, options);
    }
  }

  #change(state: TraceState): void {
    this.#state = state;
    this.#onDidChange.fire(this);
  }
}

function findMessage(model: TextModel, message: number): { startLine: number; endLine: number } | undefined {
  const numbers = model.messages;
  for (let at = 0; at < numbers.length; at += NUMBERS_A_MESSAGE) {
    if (numbers[at] === message) return { startLine: numbers[at + 1]!, endLine: numbers[at + 3]! };
  }
  return undefined;
}

function findSignal({ signals }: TextModel, signal: number): { startLine: number; endLine: number } | undefined {
  for (let at = 0; at < signals.length; at += NUMBERS_A_SIGNAL) {
    const line = signals[at + 1]!;
    if (signals[at] === signal) return { startLine: line, endLine: line + 1 };
  }
  return undefined;
}
