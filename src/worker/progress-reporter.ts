/** Tells the editor how far an analysis is and what the reading has found, no more often than a person can follow. */
import { type AnalysisStep, OverviewSoFar } from "../core/index.js";
import type { OverviewRow } from "../view/overview.js";
import type { ReadingProgress } from "./protocol.js";

/** Progress is shown to a person, who sees no more than a few steps a second. */
const PROGRESS_MILLIS = 100;
/** A list that changes more often cannot be read. */
const ROWS_MILLIS = 500;

export class ProgressReporter {
  readonly #post: (progress: ReadingProgress) => void;
  readonly #soFar = new OverviewSoFar();
  #progressAt = performance.now() + PROGRESS_MILLIS;
  #rowsAt = performance.now() + ROWS_MILLIS;

  constructor(post: (progress: ReadingProgress) => void) {
    this.#post = post;
  }

  report({ readOctets, totalOctets, messages, soFar }: Omit<AnalysisStep, "stage">): void {
    const now = performance.now();
    if (now < this.#progressAt) return;
    this.#progressAt = now + PROGRESS_MILLIS;
    let changed: readonly OverviewRow[] = [];
    if (soFar && now >= this.#rowsAt) {
      this.#soFar.follow(soFar);
      changed = this.#soFar.takeChanged();
      this.#rowsAt = now + ROWS_MILLIS;
    }
    this.#post({ readOctets, totalOctets, messages, changed, isReading: soFar !== undefined });
  }
}
