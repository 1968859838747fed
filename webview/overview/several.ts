/** Several rows of the overview on one ladder: its key is theirs, joined. */
import type { ListItem } from "./listing.js";

const JOINT = "+";

/** Of the rows that a ladder shows; none for no ladder. */
export function keysOf(key: string | null): readonly string[] {
  return key?.split(JOINT) ?? [];
}

/** The ladder with that row, or without it where it was there; the last one stays. */
export function keyWithToggled(key: string | null, row: string): string {
  // The ladder of all messages has no rows to choose from.
  const keys = keysOf(key).filter((each) => each !== "all");
  const others = keys.filter((each) => each !== row);
  const toggled = others.length < keys.length ? others : [...keys, row];
  return toggled.length > 0 ? toggled.join(JOINT) : row;
}

/** The ladder of the rows between two items, both included; undefined when there are none. A finding is no row of its own. */
export function keyOfRange(items: readonly ListItem[], from: number, to: number): string | undefined {
  const keys = items
    .slice(Math.min(from, to), Math.max(from, to) + 1)
    .flatMap((item) => (item.kind === "row" && !item.row.shownAt ? [item.id] : []));
  return keys.length > 0 ? keys.join(JOINT) : undefined;
}
