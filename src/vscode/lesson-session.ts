/** A lesson that is being taken: its page, its capture beside it, and what keeps the two in step. */
import * as vscode from "vscode";
import { reasonOf } from "../core/model/reason.js";
import type { FromLessonPage, ToLessonPage } from "../view/lesson.js";
import { COMMANDS } from "./contributions.js";
import type { ReadLesson } from "./lesson-export.js";
import type { FoundPlace, LessonCaptures } from "./lesson-captures.js";
import type { LessonEntry, LessonLibrary } from "./lesson-library.js";
import { ALL } from "../worker/protocol.js";
import type { OpenTrace } from "./open-trace.js";
import { reachStep } from "./walkthrough.js";

/** A person who walks through the ladder by keyboard passes other messages; where they rest is the answer. */
const REST_MILLIS = 400;
const NO_CAPTURE = "The lesson's capture cannot be shown here.";
const HEADER_LINE = /^([!#-'*+.\w-]+)[ \t]*:/;

export class LessonSession implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #library: LessonLibrary;
  readonly #entry: LessonEntry;
  readonly #lesson: ReadLesson;
  readonly #subscriptions: vscode.Disposable[];
  readonly #captures: LessonCaptures;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** The message that was chosen last as an answer. */
  #answer: FoundPlace | undefined;
  /** Where a class guesses what is wrong, and the place of the lesson that asked it to. */
  #guessed: { readonly trace: OpenTrace; readonly place: number } | undefined;
  #isDisposed = false;
  /** After a reload of the window the capture is where it was, until somebody goes on in the lesson. */
  #isStill: boolean;

  constructor(
    panel: vscode.WebviewPanel,
    entry: LessonEntry,
    lesson: ReadLesson,
    captures: LessonCaptures,
    library: LessonLibrary,
    isRestored: boolean,
  ) {
    this.#isStill = isRestored;
    this.#panel = panel;
    this.#entry = entry;
    this.#lesson = lesson;
    this.#library = library;
    this.#captures = captures;
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: FromLessonPage) => this.#try(this.#receive(message))),
    ];
    for (const trace of captures.traces) this.#follow(trace);
  }

  get uri(): vscode.Uri {
    return this.#entry.uri;
  }

  get panel(): vscode.WebviewPanel {
    return this.#panel;
  }

  /** Tells the page all of it, from the place that is kept. */
  tell(): void {
    const { uri } = this;
    this.#post({
      type: "lesson",
      address: uri.toString(),
      view: this.#lesson.view,
      progress: this.#library.progress(uri),
    });
  }

  move(by: 1 | -1): void {
    this.#post({ type: "move", by });
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#resting);
    this.#endGuessing();
    for (const each of this.#subscriptions) each.dispose();
    this.#captures.dispose();
  }

  #follow(trace: OpenTrace): void {
    let shown = trace.opened;
    this.#subscriptions.push(
      trace.onDidChange(() => {
        // A text that becomes known is no other result: where the reader went meanwhile stays.
        if (trace.opened === shown) return;
        shown = trace.opened;
        this.#try(this.#show());
      }),
      trace.onDidChoose(({ message, isByHand, guessed }) => {
        // Who guesses looks around first, and says then what they mean.
        if (guessed) this.#try(this.#judge({ trace, message }, guessed.line));
        else if (isByHand && !trace.isGuessing) this.#rest({ trace, message });
      }),
    );
  }

  async #receive(message: FromLessonPage): Promise<void> {
    switch (message.type) {
      case "ready":
        this.tell();
        if (this.#captures.traces.length === 0) this.#post({ type: "notice", sentence: NO_CAPTURE });
        break;
      case "progress":
        this.#isStill &&= message.progress.place === this.#library.progress(this.uri).place;
        await this.#library.keepProgress(this.uri, message.progress);
        reachStep("lesson");
        this.#answer = undefined;
        if (this.#guessed && this.#guessed.place !== message.progress.place) this.#endGuessing();
        await this.#show();
        break;
      case "guess":
        await this.#guess();
        break;
      case "reveal":
        await this.#show(true, message.isStep);
        break;
      case "widget":
        await this.#openWidget(message.widget);
        break;
      case "chooseHeader":
        await this.#judgeHeader(message.question, message.header);
        break;
      case "export":
        await vscode.commands.executeCommand(COMMANDS.exportLesson, this.uri);
        break;
      case "openLesson":
        await vscode.commands.executeCommand(COMMANDS.startLesson, vscode.Uri.joinPath(this.uri, "..", message.file));
        break;
    }
  }

  /** Moves the capture to the step that is shown. */
  async #show(isAsked = false, isStep = false): Promise<void> {
    const step = this.#lesson.view.steps[this.#library.progress(this.uri).place - 1];
    const place = step && (await this.#captures.find(step.at));
    if (!place) {
      // What is asked for may come later than the step where a ladder stands.
      if (this.#asked !== undefined && !this.#isStill) for (const trace of this.#captures.traces) trace.endSteps();
      await this.#offerGuessing();
    } else if (isAsked || !this.#isStill)
      await this.#captures.show(place, { by: this, isAsked, isStep, header: step.header });
  }

  async #openWidget(widget: "digest" | "whatIf"): Promise<void> {
    const step = this.#lesson.view.steps[this.#library.progress(this.uri).place - 1];
    const place = step && (await this.#captures.find(step.at));
    if (!place) return;
    // It opens beside what has the keyboard: over the lesson, and not as a third column.
    await vscode.commands.executeCommand("workbench.action.focusFirstEditorGroup");
    const target = { trace: place.trace.uri.toString(), message: place.message };
    if (widget === "digest") {
      const password = step.digest?.password ?? undefined;
      await vscode.commands.executeCommand(COMMANDS.digestWalk, { ...target, password });
    } else await vscode.commands.executeCommand(COMMANDS.whatIf, { ...target, change: step.whatIf ?? {} });
  }

  #rest(place: FoundPlace): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#try(this.#judge(place)), REST_MILLIS);
  }

  /** Index of the question that is shown and answered in the capture; undefined for every other place. */
  get #asked(): number | undefined {
    const { steps, questions } = this.#lesson.view;
    const { place, solved } = this.#library.progress(this.uri);
    const index = place - 1 - steps.length;
    const question = questions[index];
    return question?.answers.length === 0 && !solved.includes(index) ? index : undefined;
  }

  /** Where what the question asks for is what is wrong, it can be guessed, for points. */
  async #offerGuessing(): Promise<void> {
    const question = this.#asked;
    const culprit = await this.#placeAsked();
    if (question === undefined || !culprit) return;
    const { verdict } = await culprit.trace.guess(ALL, [{ kind: "answer", place: culprit.message, line: null }]);
    if (verdict !== "wrong" && verdict !== "none") this.#post({ type: "canGuess", question });
  }

  async #guess(): Promise<void> {
    const trace = (await this.#placeAsked())?.trace;
    if (!trace) return;
    this.#guessed = { trace, place: this.#library.progress(this.uri).place };
    trace.isGuessing = true;
    await this.#captures.showLadder(trace);
  }

  /** The first of the places that answer the question. */
  async #placeAsked(): Promise<FoundPlace | undefined> {
    const [click] = this.#asked === undefined ? [] : (this.#lesson.clicks[this.#asked] ?? []);
    return click && (await this.#captures.find(click.at));
  }

  #endGuessing(): void {
    if (this.#guessed) this.#guessed.trace.isGuessing = false;
    this.#guessed = undefined;
  }

  /** @param line of the message, from 0, where one was pointed at too. */
  async #judge(answer: FoundPlace, line?: number): Promise<void> {
    const question = this.#asked;
    if (question === undefined) return;
    const right = await this.#clicksAt(question, answer);
    const { trace, message } = answer;
    const chosen = message < 0 ? undefined : await trace.message(message);
    const title = chosen?.title ?? "This";
    if (right.length === 0) {
      this.#post({ type: "verdict", question, verdict: { kind: "wrong", sentence: `${title}: not this one.` } });
    } else if (!chosen || right.some(({ header }) => header === null)) {
      this.#post({ type: "verdict", question, verdict: { kind: "right", sentence: `${title}: right.` } });
    } else {
      this.#answer = answer;
      const header = line === undefined ? undefined : headerAt(chosen.text, line);
      if (header !== undefined) return this.#judgeHeader(question, header);
      const sentence = `${title}: the right message. Which of its lines is it?`;
      this.#post({
        type: "verdict",
        question,
        verdict: { kind: "message", sentence, headers: headersOf(chosen.text) },
      });
    }
  }

  async #judgeHeader(question: number, header: string): Promise<void> {
    const clicks = this.#answer ? await this.#clicksAt(question, this.#answer) : [];
    const isRight = clicks.some((click) => click.header?.toLowerCase() === header.toLowerCase());
    const sentence = isRight ? `${header}: right.` : `${header}: not this one.`;
    this.#post({ type: "verdict", question, verdict: { kind: isRight ? "right" : "wrong", sentence } });
  }

  /** The right answers to a question that are at a place. */
  async #clicksAt(question: number, { trace, message }: FoundPlace): Promise<ReadLesson["clicks"][number]> {
    const clicks = this.#lesson.clicks[question] ?? [];
    const places = await Promise.all(clicks.map(({ at }) => this.#captures.find(at)));
    return clicks.filter((_, index) => places[index]?.trace === trace && places[index].message === message);
  }

  /** What the page asked for may be gone: the capture was closed, or cannot be read. */
  #try(act: Promise<void>): void {
    act.catch((error: unknown) => {
      if (!this.#isDisposed) this.#post({ type: "notice", sentence: reasonOf(error) });
    });
  }

  #post(message: ToLessonPage): void {
    void this.#panel.webview.postMessage(message);
  }
}

/** Name of the header that a line of a message begins or goes on with; undefined for another line. */
function headerAt(text: string, line: number): string | undefined {
  const until = text.split(/\r?\n/).slice(1, line + 1);
  return until.flatMap((each) => HEADER_LINE.exec(each)?.[1] ?? []).at(-1);
}

/** Names of the headers of a message, each once. */
function headersOf(text: string): string[] {
  const end = text.search(/\r?\n\r?\n/);
  const lines = text.slice(0, end < 0 ? undefined : end).split(/\r?\n/);
  return [...new Set(lines.slice(1).flatMap((line) => HEADER_LINE.exec(line)?.[1] ?? []))];
}
