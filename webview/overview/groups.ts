/** The overview as a list: rows filtered, grouped by health and counted. */
import type { Health, OverviewHead, OverviewRow } from "../../src/view/overview.js";
import type { Filter } from "../host.js";

export type ListItem =
  | { readonly kind: "everything" }
  | { readonly kind: "heading"; readonly health: Health; readonly title: string; readonly count: number }
  | { readonly kind: "row"; readonly row: OverviewRow };

const GROUPS: readonly { readonly health: Health; readonly title: string }[] = [
  { health: "failed", title: "Failed" },
  { health: "at-risk", title: "At risk" },
  { health: "unknown", title: "Outcome not seen" },
  { health: "healthy", title: "Healthy" },
];

/** Case and order of words do not matter: every word has to stand somewhere in the row. */
export function matches(row: OverviewRow, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = `${row.title} ${row.cause} ${row.device} ${row.result} ${row.kind}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function passes(row: OverviewRow, filter: Filter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "calls":
      return row.kind === "call";
    default:
      return row.health === filter;
  }
}

/** What the list shows of an overview, or of what is known of it while the file is read. */
export interface ListedView {
  readonly rows: readonly OverviewRow[];
  readonly messages: number;
}

/** The overview with those of its rows that have come. */
export interface PageOverview extends OverviewHead {
  readonly rows: readonly OverviewRow[];
}

export function listItems(view: ListedView, filter: Filter, search: string): readonly ListItem[] {
  const shown = view.rows.filter((row) => passes(row, filter) && matches(row, search));
  const items: ListItem[] =
    filter === "all" && search.trim() === "" && view.messages > 0 ? [{ kind: "everything" }] : [];
  for (const { health, title } of GROUPS) {
    const rows = shown.filter((row) => row.health === health);
    if (rows.length === 0) continue;
    items.push({ kind: "heading", health, title, count: rows.length });
    for (const row of rows) items.push({ kind: "row", row });
  }
  return items;
}

/** Key of the ladder that an item opens; undefined for a heading. */
export function keyOf(item: ListItem): string | undefined {
  if (item.kind === "heading") return undefined;
  return item.kind === "row" ? item.row.key : "all";
}

/** The row to show first: the first of the worst health, since that is what the trace was opened for. */
export function firstKey(view: ListedView): string | undefined {
  const first = listItems(view, "all", "").find((item) => item.kind === "row");
  return first ? keyOf(first) : view.messages > 0 ? "all" : undefined;
}

/** Where an arrow key, Home or End leads from an item; headings are stepped over. Undefined for other keys. */
export function moveInList(items: readonly ListItem[], from: number, key: string): number | undefined {
  const steps: Record<string, readonly [start: number, step: number]> = {
    ArrowDown: [from + 1, 1],
    ArrowUp: [from - 1, -1],
    Home: [0, 1],
    End: [items.length - 1, -1],
  };
  const move = steps[key];
  if (!move) return undefined;
  for (let index = move[0]; index >= 0 && index < items.length; index += move[1]) {
    if (items[index]?.kind !== "heading") return index;
  }
  return from;
}

/** Counts for the filter buttons. */
export function filterCounts(view: ListedView): Readonly<Record<Filter, number>> {
  return {
    all: view.rows.length,
    failed: view.rows.filter((row) => row.health === "failed").length,
    "at-risk": view.rows.filter((row) => row.health === "at-risk").length,
    calls: view.rows.filter((row) => row.kind === "call").length,
  };
}
