/** What an entry of the registrar's state went through since the step before. */
import type { Change } from "../../../view/step.js";

/** Bindings, nonces and timers are marked alike: what became of them, and in which words. */
export class Marked {
  change: Change = "none";
  changeWords = "";

  mark(change: Change, words: string): void {
    // What came since the step before is new, whatever was done to it since.
    if (this.change === "added" && change === "changed") return;
    this.change = change;
    this.changeWords = words;
  }
}

/** Begins another step: what ended in the one before is gone. */
export function settle<T extends Marked>(entries: readonly T[]): T[] {
  const left = entries.filter(({ change }) => change !== "ended");
  for (const entry of left) entry.mark("none", "");
  return left;
}
