/** A lesson: a real capture with a text that walks through it, and questions. Written as Markdown with front matter. */
import type { Severity } from "../../model/finding.js";

export const LESSON_LEVELS = ["beginner", "intermediate", "advanced"] as const;
export type LessonLevel = (typeof LESSON_LEVELS)[number];

/** `options` and `ping` come from the registrar: a request that the phone answers, and a datagram that nobody does. */
export const KEEP_ALIVE_KINDS = ["none", "crlf", "stun", "options", "ping", "early-refresh"] as const;

/** All texts are Markdown, of which `renderLesson` makes HTML; lines are 1-based and those of the lesson's file. */
export interface Lesson {
  /** Kebab-case, unique among the lessons. */
  readonly id: string;
  readonly idLine: number;
  readonly title: string;
  /** One sentence for the list of lessons. */
  readonly summary: string;
  readonly level: LessonLevel;
  readonly minutes: number;
  /** What made the capture: the stacks and what was done to it. */
  readonly origin: string;
  /** Several are one trace, seen from several points. */
  readonly captures: readonly LessonCapture[];
  readonly goals: readonly string[];
  /** What the analyser finds in the capture, all of it. */
  readonly findings: readonly ClaimedFinding[];
  /** Stands before the first step. */
  readonly intro: string;
  readonly steps: readonly LessonStep[];
  readonly questions: readonly LessonQuestion[];
  /** What follows the steps and is no question: what to take away, where to read on. */
  readonly closing: readonly LessonSection[];
}

export interface LessonCapture {
  /** Relative to the lesson, with `/`. */
  readonly file: string;
  /** TLS keys (NSS format), relative to the lesson. */
  readonly keylog: string | undefined;
  readonly line: number;
}

export interface ClaimedFinding {
  readonly rule: string;
  /** Undefined where any will do; the same for the next three. */
  readonly severity: Severity | undefined;
  readonly count: number | undefined;
  readonly aor: string | undefined;
  /** Words that the finding's message contains. */
  readonly says: string | undefined;
  readonly line: number;
}

/** A message or signal of the capture, and of a message the header that matters. */
export interface LessonPlace {
  /** As `findPlace` reads it: `REGISTER 2`, `401 1`, `frame 7`, `DNS 1`. */
  readonly at: string;
  readonly header: string | undefined;
}

export interface LessonStep extends LessonPlace {
  readonly title: string;
  readonly text: string;
  /** The digest of this message is shown line by line. */
  readonly digest: LessonDigest | undefined;
  readonly whatIf: LessonWhatIf | undefined;
  /** Of its place in the front matter. */
  readonly line: number;
  /** Of its heading in the text; 0 where it has none. */
  readonly textLine: number;
}

export interface LessonDigest {
  /** Of the laboratory, so that every number can be computed; undefined where the lesson does not tell it. */
  readonly password: string | undefined;
}

/** What the simulation of timers and NAT begins with; undefined is taken from the capture. */
export interface LessonWhatIf {
  readonly expiresSeconds: number | undefined;
  /** Share of the expiry after which the phone refreshes, 0 to 1. */
  readonly refreshShare: number | undefined;
  readonly natTimeoutSeconds: number | undefined;
  readonly keepAlive: (typeof KEEP_ALIVE_KINDS)[number] | undefined;
  readonly keepAliveSeconds: number | undefined;
  /** Seconds after the registration at which somebody calls. */
  readonly callSeconds: readonly number[];
}

/** Answered by choosing among `answers`, or by clicking one of `clicks`; one of the two is empty. */
export interface LessonQuestion {
  /** One line. */
  readonly ask: string;
  /** What stands below it; "" for nothing. */
  readonly text: string;
  readonly answers: readonly LessonAnswer[];
  readonly clicks: readonly LessonPlace[];
  /** From the vague to the plain. */
  readonly hints: readonly string[];
  readonly explanation: string;
  readonly line: number;
}

export interface LessonAnswer {
  readonly text: string;
  readonly isRight: boolean;
  /** What is told to who chose it; "" for nothing. */
  readonly comment: string;
}

export interface LessonSection {
  readonly title: string;
  readonly text: string;
}

/** What is wrong with a lesson, in one sentence. */
export interface LessonMistake {
  readonly line: number;
  readonly message: string;
}
