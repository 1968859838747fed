/** What the ladder tells the page. */
import type { LaneChoice, PageRow } from "../../src/view/ladder.js";

/** What a person did, for the page to pass on. */
export interface LadderEvents {
  /** `byHand`: by click or key, not because the view was new. */
  selected(row: PageRow, byHand: boolean): void;
  /** A message, or by `-1 - signal` a signal. */
  openText(place: number): void;
  compare(first: number, second: number): void;
  /** Begin to step through the ladder, or end it. */
  step(): void;
  scrolled(scrollTop: number): void;
  /** Lanes were put in another order. */
  arrange(lanes: readonly LaneChoice[]): void;
  /** Rows came into view whose words are not there yet. */
  lacks(edition: number, first: number, end: number): void;
}
