/** The overview as a list: rows filtered, put in order, grouped and counted. */
import type { Facets, Health, OverviewHead, OverviewRow } from "../../src/view/overview.js";
import { type Column, COLUMNS, type ColumnContext } from "./columns.js";
import {
  type Grouping,
  HEALTHS,
  isFiltering,
  isOfMessages,
  type OverviewChoice,
  type OverviewFilter,
  shownKinds,
  type Sorting,
  wordsOf,
} from "./choice.js";
import { HEALTH_TITLES } from "./words.js";

export type ListItem =
  | { readonly kind: "everything"; readonly id: "all" }
  | {
      readonly kind: "group";
      /** `group:` and what its rows have in common. */
      readonly id: string;
      readonly title: string;
      readonly count: number;
      readonly isOpen: boolean;
    }
  /** `id` is the row's key. */
  | { readonly kind: "row"; readonly id: string; readonly row: OverviewRow };

/** What the list shows of an overview, or of what is known of it while the file is read. */
export interface ListedView {
  readonly rows: readonly OverviewRow[];
  readonly messages: number;
  readonly facets: Pick<Facets, "rules">;
}

/** The overview with those of its rows that have come. */
export interface PageOverview extends OverviewHead {
  readonly rows: readonly OverviewRow[];
}

/** Hits of the search by row; undefined while none is asked for. */
export type Hits = ReadonlyMap<OverviewRow, { readonly count: number; readonly first: number }> | undefined;

/** Case and order of words do not matter: every word has to stand somewhere in the row. */
export function matches(row: OverviewRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = searchedText(row);
  return words.every((word) => text.includes(word));
}

/** Rows stay as long as their trace, and are searched with each letter that is typed. */
const SEARCHED = new WeakMap<OverviewRow, string>();

function searchedText(row: OverviewRow): string {
  let text = SEARCHED.get(row);
  if (text === undefined) {
    const { title, cause, device, version, aor, result, kind } = row;
    text = `${title}\n${cause}\n${device}\n${version}\n${aor}\n${result}\n${kind}`.toLowerCase();
    SEARCHED.set(row, text);
  }
  return text;
}

interface KeyedRow {
  readonly row: OverviewRow;
  readonly key: number | string | null;
}

/** Rows in the order of a column. */
interface Sorted {
  readonly rows: readonly OverviewRow[];
  readonly column: Column;
  readonly hits: Hits;
  readonly keyed: KeyedRow[];
  readonly isDescending: boolean;
  readonly order: readonly OverviewRow[];
}

/** Rows that pass, in order. Put in order once, however often the filter changes. */
export class Listing {
  #sorted: Sorted | null = null;

  rows(
    view: ListedView,
    { filter, sorting }: OverviewChoice,
    hits: Hits,
    context: ColumnContext,
  ): readonly OverviewRow[] {
    const passes = filterOf(view, filter, hits);
    return this.#inOrder(view.rows, sorting, hits, context).filter(passes);
  }

  #inOrder(rows: readonly OverviewRow[], sorting: Sorting | null, hits: Hits, context: ColumnContext) {
    const column = COLUMNS.find(({ id }) => id === sorting?.column);
    if (!sorting || !column) return rows;
    const { isDescending } = sorting;
    // Only the column of hits changes with them.
    const isKnown = ({ rows: own, column: by, hits: then }: Sorted) =>
      own === rows && by === column && (column.id !== "hits" || then === hits);
    const known = this.#sorted && isKnown(this.#sorted) ? this.#sorted : undefined;
    if (known?.isDescending === isDescending) return known.order;
    // The keys of many rows cost more than their order, and those of the other direction are in order already.
    const keyed = known?.keyed ?? rows.map((row) => ({ row, key: column.sortKey(row, context) }));
    keyed.sort(comparison(isDescending));
    const order = keyed.map(({ row }) => row);
    this.#sorted = { rows, column, hits, keyed, isDescending, order };
    return order;
  }
}

/** What is equal keeps the order by health and time. */
function comparison(isDescending: boolean): (a: KeyedRow, b: KeyedRow) => number {
  const direction = isDescending ? -1 : 1;
  return (a, b) => {
    const isBlankA = a.key === null || a.key === "";
    const isBlankB = b.key === null || b.key === "";
    if (isBlankA || isBlankB) return Number(isBlankA) - Number(isBlankB);
    return (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * direction;
  };
}

function filterOf({ facets }: ListedView, filter: OverviewFilter, hits: Hits): (row: OverviewRow) => boolean {
  const kinds = new Set(shownKinds(filter));
  const healths = new Set(filter.healths);
  const rules = new Set(filter.rules);
  const severities = new Set(filter.severities);
  const wantedRules = new Set(
    facets.rules.flatMap(({ rule, severity }, index) =>
      (rules.size === 0 || rules.has(rule)) && (severities.size === 0 || severities.has(severity)) ? [index] : [],
    ),
  );
  const isByRule = rules.size > 0 || severities.size > 0;
  const words = wordsOf(filter.search);
  const isByMessages = isOfMessages(filter);
  return (row) => {
    if (!kinds.has(row.kind)) return false;
    if (healths.size > 0 && !healths.has(row.health)) return false;
    if (isByRule && !row.rules.some((rule) => wantedRules.has(rule))) return false;
    if (hits?.has(row)) return true;
    return !isByMessages && matches(row, words);
  };
}

/** @param rows those that pass, in order */
export function listItems(view: ListedView, rows: readonly OverviewRow[], choice: OverviewChoice): readonly ListItem[] {
  const items: ListItem[] = view.messages > 0 && !isFiltering(choice.filter) ? [{ kind: "everything", id: "all" }] : [];
  const closed = new Set(choice.closed);
  for (const { id, title, rows: own } of groupsOf(rows, choice.grouping)) {
    const isOpen = !closed.has(id);
    if (choice.grouping !== "none") items.push({ kind: "group", id, title, count: own.length, isOpen });
    if (isOpen) for (const row of own) items.push({ kind: "row", id: row.key, row });
  }
  return items;
}

interface Group {
  readonly id: string;
  readonly title: string;
  readonly rows: OverviewRow[];
}

/** Groups stand in the order of their first rows; those by health always the worst first. */
function groupsOf(rows: readonly OverviewRow[], grouping: Grouping): Iterable<Group> {
  const groups = new Map<string, Group>();
  const add = (id: string, title: string) => {
    const group: Group = { id, title, rows: [] };
    groups.set(id, group);
    return group;
  };
  if (grouping === "health") for (const health of HEALTHS) add(`health:${health}`, HEALTH_TITLES[health]);
  for (const row of rows) {
    const { id, title } = groupOf(row, grouping);
    (groups.get(id) ?? add(id, title)).rows.push(row);
  }
  return [...groups.values()].filter((group) => group.rows.length > 0);
}

function groupOf(row: OverviewRow, grouping: Grouping): { readonly id: string; readonly title: string } {
  switch (grouping) {
    case "none":
      return { id: "none", title: "" };
    case "health":
      return { id: `health:${row.health}`, title: HEALTH_TITLES[row.health] };
    case "device": {
      const title = [row.product, row.address].filter(Boolean).join(" · ") || "Unknown device";
      return { id: `device:${title}`, title };
    }
    case "aor":
      return { id: `aor:${row.aor}`, title: row.aor || "Of no AoR" };
  }
}

/** The row to show first: the first of the worst health, since that is what the trace was opened for. */
export function firstKey({ rows, messages }: Pick<ListedView, "rows" | "messages">): string | undefined {
  const rank = (health: Health) => HEALTHS.indexOf(health);
  let worst: OverviewRow | undefined;
  for (const row of rows) {
    if (row.kind !== "finding" && (!worst || rank(row.health) < rank(worst.health))) worst = row;
  }
  return worst?.key ?? (messages > 0 ? "all" : undefined);
}

/** Where a key leads from an item; `pageRows` are those in view. Undefined for other keys. */
export function moveInList(count: number, from: number, key: string, pageRows: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + pageRows,
    PageUp: from - pageRows,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined || count === 0 ? undefined : Math.min(Math.max(target, 0), count - 1);
}
