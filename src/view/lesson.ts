/** A lesson as the page beside its capture shows it, and the messages between that page and the editor's host. */
import type { WhatIfChange } from "./what-if.js";

/** A text with its markup as HTML, written by the engine from Markdown that lets none through. */
export type LessonHtml = string;

export interface LessonView {
  readonly title: string;
  readonly summary: string;
  readonly level: string;
  readonly minutes: number;
  /** What made the capture. */
  readonly origin: LessonHtml;
  readonly goals: readonly LessonHtml[];
  /** What stands before the first step. */
  readonly intro: LessonHtml;
  readonly steps: readonly LessonStepView[];
  readonly questions: readonly LessonQuestionView[];
  /** What follows the steps and is no question. */
  readonly closing: readonly { readonly title: string; readonly text: LessonHtml }[];
}

export interface LessonStepView {
  readonly title: string;
  /** `REGISTER 2` */
  readonly at: string;
  /** The header that the step is about; null for none. */
  readonly header: string | null;
  readonly text: LessonHtml;
  /** Its digest is worth taking apart; the laboratory's password, where the lesson tells it. */
  readonly digest: { readonly password: string | null } | null;
  /** Its timers are worth playing with, from these values on; null for none. */
  readonly whatIf: WhatIfChange | null;
}

export interface LessonQuestionView {
  readonly ask: LessonHtml;
  readonly text: LessonHtml;
  /** Empty where the answer is given by choosing a message in the ladder. */
  readonly answers: readonly LessonAnswerView[];
  readonly hints: readonly LessonHtml[];
  readonly explanation: LessonHtml;
}

export interface LessonAnswerView {
  readonly text: LessonHtml;
  readonly isRight: boolean;
  readonly comment: LessonHtml;
}

/** How far somebody is; kept over restarts. */
export interface LessonProgress {
  /** The place that was shown last: 0 is the beginning, then come the steps, the questions and the end. */
  readonly place: number;
  /** Questions that were answered, by their index. */
  readonly solved: readonly number[];
  /** The end was reached. */
  readonly isDone: boolean;
}

/** What came of a message that was chosen as an answer. */
export type Verdict =
  | { readonly kind: "wrong"; readonly sentence: string }
  /** The message is right; which of its headers is meant is asked next. */
  | { readonly kind: "message"; readonly sentence: string; readonly headers: readonly string[] }
  | { readonly kind: "right"; readonly sentence: string };

export type ToLessonPage =
  /** `address` finds the lesson again after a reload of the window. */
  | {
      readonly type: "lesson";
      readonly address: string;
      readonly view: LessonView;
      readonly progress: LessonProgress;
    }
  /** A command was run. */
  | { readonly type: "move"; readonly by: 1 | -1 }
  /** On the message, or the header, that was chosen as the answer to the question that is shown. */
  | { readonly type: "verdict"; readonly question: number; readonly verdict: Verdict }
  /** What the question asks for is what is wrong in the capture, so it can be guessed there. */
  | { readonly type: "canGuess"; readonly question: number }
  /** A sentence on what cannot be shown: the capture, or the lesson itself. */
  | { readonly type: "notice"; readonly sentence: string };

/** What the editor keeps of the page over a reload of the window. */
export interface LessonPageState {
  readonly address: string;
}

export type FromLessonPage =
  | { readonly type: "ready" }
  /** What is shown now; the capture is moved to it. */
  | { readonly type: "progress"; readonly progress: LessonProgress }
  | { readonly type: "chooseHeader"; readonly question: number; readonly header: string }
  /** Show the step's message again, after the reader went elsewhere, or step through the ladder from there. */
  | { readonly type: "reveal"; readonly isStep: boolean }
  /** Take the digest of the step's message apart, or play with the timers of its registration, in a panel of its own. */
  | { readonly type: "widget"; readonly widget: "digest" | "whatIf" }
  /** Guess what is wrong in the capture, which answers the question that is shown. */
  | { readonly type: "guess" }
  /** Another lesson, by its file beside this one. */
  | { readonly type: "openLesson"; readonly file: string }
  | { readonly type: "export" };
