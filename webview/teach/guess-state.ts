/** What of guess mode survives a reload of the page: the moves of the round, and the scores of those before. */
import type { GuessMove } from "../../src/view/guess.js";

/** The score of a ladder that was guessed at before. */
export interface GuessRound {
  readonly key: string;
  readonly points: number;
  readonly mostPoints: number;
}

/** Survives a reload of the page: a round is its moves. */
export interface GuessState {
  readonly key: string | null;
  readonly moves: readonly GuessMove[];
  readonly rounds: readonly GuessRound[];
}

/** Takes from stored state what has the expected shape. */
export function restoreGuess(stored: unknown): GuessState | null {
  if (typeof stored !== "object" || stored === null) return null;
  const { key, moves, rounds } = stored as Record<string, unknown>;
  if (!Array.isArray(moves) || !Array.isArray(rounds)) return null;
  return {
    key: typeof key === "string" ? key : null,
    moves: moves as readonly GuessMove[],
    rounds: rounds as readonly GuessRound[],
  };
}
