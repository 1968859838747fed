/** What can be asked about a trace that is open: its ladder, its messages, what stands where in its texts. */
import type { MessageKey, NotesFile, ReportFormat, StepAsked } from "../core/index.js";
import type { CardView } from "../view/card.js";
import type { GuessMove, GuessView } from "../view/guess.js";
import type { LadderWindow, LaneChoice, MessageView, RelatedRow } from "../view/ladder.js";
import type { Found, MessageQuery } from "../view/search.js";
import type { StepView } from "../view/step.js";
import type { WhatIfChange } from "../view/what-if.js";
import type { AskOptions } from "../worker/client.js";
import type { Answers, Asks, OutlineMessage, RequestName, Selection, TextPosition } from "../worker/protocol.js";

/** Requests about one trace that the engine holds. */
export type QuestionName = Exclude<
  RequestName,
  "open" | "redact" | "fileReport" | "agent" | "lesson" | "lessonFiles" | "lessonCheck" | "suppressionMistakes"
>;

export abstract class TraceQuestions {
  /** @param id names the trace towards the engine. */
  constructor(readonly id: number) {}

  /** Asks the engine that holds the trace. */
  protected abstract ask<K extends QuestionName>(type: K, asks: Asks<K>, options?: AskOptions): Promise<Answers<K>>;

  /** @param lanes how a person arranged the lanes. */
  ladder(key: string, lanes: readonly LaneChoice[], hidesFindings = false): Promise<Answers<"ladder">> {
    return this.ask("ladder", { trace: this.id, key, lanes, hidesFindings });
  }

  /** The same ladder, complete, in a form to keep. */
  drawing(drawing: Omit<Asks<"drawing">, "trace">): Promise<string> {
    return this.ask("drawing", { trace: this.id, ...drawing });
  }

  /** Rows of the overview that belong to those of a ladder. */
  relatedRows(key: string): Promise<readonly RelatedRow[]> {
    return this.ask("related", { trace: this.id, key });
  }

  /** Rows of a ladder; null when it has to be laid out again. */
  ladderRows(edition: number, first: number, end: number): Promise<LadderWindow | null> {
    return this.ask("ladderRows", { trace: this.id, edition, first, end });
  }

  /** Looks through the messages; `onFound` is told what is new, the last time with all messages examined. */
  async search(query: MessageQuery, onFound: (found: Found) => void, signal: AbortSignal): Promise<void> {
    onFound(await this.ask("search", { trace: this.id, query }, { onFound, signal }));
  }

  message(message: number): Promise<MessageView> {
    return this.ask("message", { trace: this.id, message });
  }

  /** Plays a round of guess mode from its beginning. */
  guess(key: string, moves: readonly GuessMove[]): Promise<GuessView> {
    return this.ask("guess", { trace: this.id, key, moves });
  }

  /** Rows of the overview in which there is something to guess. */
  guessKeys(): Promise<readonly string[]> {
    return this.ask("guessKeys", { trace: this.id });
  }

  /** What the step bar tells of a message or signal. */
  step(asked: StepAsked): Promise<StepView> {
    return this.ask("step", { trace: this.id, ...asked });
  }

  /** The registration card of an overview row; null for a row that has none. */
  card(key: string): Promise<CardView | null> {
    return this.ask("card", { trace: this.id, key });
  }

  /** The digest of a message, or the nearest of its row, value by value; null when it has none. */
  digestWalk(message: number): Promise<Answers<"digestWalk">> {
    return this.ask("digestWalk", { trace: this.id, message });
  }

  /** Where the simulation of a registration's timers starts from; null for a row that is none. */
  whatIf(key: string, change?: WhatIfChange): Promise<Answers<"whatIf">> {
    return this.ask("whatIf", { trace: this.id, key, change });
  }

  /** Where octets of a message stand in a text, half-open; null where that does not show it. */
  passage(selection: Selection, message: number, start: number, end: number): Promise<Answers<"passage">> {
    return this.ask("passage", { trace: this.id, selection, message, start, end });
  }

  /** Where the messages of notes are, and the packet comments of the capture. */
  notePlaces(keys: readonly MessageKey[]): Promise<Answers<"notes">> {
    return this.ask("notes", { trace: this.id, keys });
  }

  /** What names a message in a file of notes. */
  messageKey(message: number): Promise<MessageKey> {
    return this.ask("messageKey", { trace: this.id, message });
  }

  report(format: ReportFormat, version: string, notes: NotesFile): Promise<string> {
    return this.ask("report", { trace: this.id, format, version, notes });
  }

  /** Writes the capture with its findings and these notes as packet comments: to a path, or into the answer. */
  annotate(notes: NotesFile, path: string | undefined): Promise<Answers<"annotate">> {
    return this.ask("annotate", { trace: this.id, notes, path });
  }

  /** Where places that a lesson names are; null for what is not there. */
  lessonPlaces(selectors: readonly string[]): Promise<Answers<"lessonPlaces">> {
    return this.ask("lessonPlaces", { trace: this.id, selectors });
  }

  /** Key of the overview row that shows a message; null when none does. */
  rowOf(message: number): Promise<string | null> {
    return this.ask("row", { trace: this.id, message });
  }

  outline(selection: Selection): Promise<readonly OutlineMessage[]> {
    return this.ask("outline", { trace: this.id, selection });
  }

  /** What stands at a place of a text; null where there is nothing to tell. */
  explain(selection: Selection, position: TextPosition): Promise<Answers<"explain">> {
    return this.ask("explain", { trace: this.id, selection, position });
  }

  definition(selection: Selection, position: TextPosition): Promise<Answers<"definition">> {
    return this.ask("definition", { trace: this.id, selection, position });
  }

  references(selection: Selection, position: TextPosition, highlights: boolean): Promise<Answers<"references">> {
    return this.ask("references", { trace: this.id, selection, position, highlights });
  }

  lenses(messages: readonly number[]): Promise<Answers<"lenses">> {
    return this.ask("lenses", { trace: this.id, messages });
  }

  deltas(selection: Selection, firstLine: number, endLine: number): Promise<Answers<"deltas">> {
    return this.ask("deltas", { trace: this.id, selection, firstLine, endLine });
  }
}
