/** What lessons, the step bar, guess mode and the computations for a class ask of the thread that analyses. */
import type { LessonMistake, StepAsked } from "../core/index.js";
import type { DigestWalkView } from "../view/digest-walk.js";
import type { GuessMove, GuessView } from "../view/guess.js";
import type { LessonView } from "../view/lesson.js";
import type { StepView } from "../view/step.js";
import type { WhatIfChange, WhatIfView } from "../view/what-if.js";
import type { Input } from "./input.js";

/** A lesson as its file has it, and what it names. */
export interface LessonInput {
  readonly text: string;
  readonly inputs: readonly Input[];
  readonly keyLogs: readonly Uint8Array[];
}

/** As `Requests`. */
export interface TeachRequests {
  /** What the step bar tells of a message, or by `-1 - signal` of a signal. */
  step: { readonly asks: StepAsked & { readonly trace: number }; readonly answers: StepView };
  /** Plays a round of guess mode from its beginning. */
  guess: {
    readonly asks: { readonly trace: number; readonly key: string; readonly moves: readonly GuessMove[] };
    readonly answers: GuessView;
  };
  /** Rows of the overview in which there is something to guess. */
  guessKeys: { readonly asks: { readonly trace: number }; readonly answers: readonly string[] };
  /** The digest of a message, or the nearest of its row, value by value; null when it has none. */
  digestWalk: {
    readonly asks: { readonly trace: number; readonly message: number };
    readonly answers: DigestWalkView | null;
  };
  /** Where the simulation of a registration's timers starts from; null for a row that is none. */
  whatIf: {
    readonly asks: { readonly trace: number; readonly key: string; readonly change?: WhatIfChange | undefined };
    readonly answers: WhatIfView | null;
  };
  /** A lesson, read from the text of its file; null for a text that is none. */
  lesson: {
    readonly asks: { readonly text: string };
    readonly answers: {
      readonly lesson: {
        readonly id: string;
        readonly idLine: number;
        readonly view: LessonView;
        /** Relative to the lesson, as are the next. */
        readonly captures: readonly string[];
        /** Where each of them is named. */
        readonly captureLines: readonly number[];
        readonly keyLogs: readonly string[];
        /** For each question the places that are right, empty where an answer is chosen. */
        readonly clicks: readonly (readonly { readonly at: string; readonly header: string | null }[])[];
      } | null;
      readonly mistakes: readonly LessonMistake[];
    };
  };
  /** A lesson with its captures, which are read for this alone. */
  lessonFiles: {
    readonly asks: LessonInput & { readonly form: "page" | "slides" };
    /** To be saved; of a page one. */
    readonly answers: readonly { readonly name: string; readonly content: string }[];
  };
  /** What its captures say against a lesson whose form is right. */
  lessonCheck: { readonly asks: LessonInput; readonly answers: readonly LessonMistake[] };
  /** Where places that a lesson names are: a message, a signal as `-1 - signal`, null for what is not there. */
  lessonPlaces: {
    readonly asks: { readonly trace: number; readonly selectors: readonly string[] };
    readonly answers: readonly (number | null)[];
  };
}
