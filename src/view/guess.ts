/** Guess mode: what a class did until now, and what it is told of that. */
import type { FindingView } from "./overview.js";

export type GuessMove =
  /** Something is wrong here: a message, or by `-1 - signal` a signal. `line` of its text, from 0; null for the whole. */
  | { readonly kind: "answer"; readonly place: number; readonly line: number | null }
  | { readonly kind: "hint" }
  /** Give up: show all that was not found. */
  | { readonly kind: "reveal" };

export interface GuessView {
  /** Key of the ladder. */
  readonly key: string;
  /** How many findings there are to find. */
  readonly count: number;
  /** Those that were found or revealed. */
  readonly known: readonly { readonly finding: FindingView; readonly points: number }[];
  /** What the last move came to. */
  readonly verdict: "none" | "right" | "half" | "wrong" | "hint" | "over";
  /** The same in words. */
  readonly words: string;
  /** Those given for the finding that is looked for now. */
  readonly hints: readonly string[];
  readonly hintsLeft: number;
  readonly points: number;
  readonly mostPoints: number;
  readonly tries: number;
  readonly hintsUsed: number;
  readonly isOver: boolean;
}
