/** What a person chose of the overview: what is looked for, its order and its groups. It outlives the page. */
import type { FindingView, Health, OverviewRow } from "../../src/view/overview.js";
import type { MessageQuery } from "../../src/view/search.js";

export type RowKind = OverviewRow["kind"];
export type Severity = FindingView["severity"];
export type Grouping = "health" | "device" | "aor" | "none";

export const GROUPINGS: readonly Grouping[] = ["health", "device", "aor", "none"];
export const HEALTHS: readonly Health[] = ["failed", "at-risk", "unknown", "healthy"];
export const KINDS: readonly RowKind[] = ["registration", "call", "other", "finding"];
/** A finding is told in the row that it explains; as a row of its own it is listed where one asks for it. */
const USUAL_KINDS: readonly RowKind[] = ["registration", "call", "other"];
export const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

/** Empty lists, texts and null leave nothing out. */
export interface OverviewFilter {
  readonly search: string;
  readonly healths: readonly Health[];
  readonly kinds: readonly RowKind[];
  readonly severities: readonly Severity[];
  readonly rules: readonly string[];
  readonly methods: readonly string[];
  readonly statusClasses: readonly number[];
  readonly address: string;
  readonly fromMicros: number | null;
  readonly toMicros: number | null;
}

export interface Sorting {
  /** Id of a column. */
  readonly column: string;
  readonly isDescending: boolean;
}

export interface OverviewChoice {
  readonly filter: OverviewFilter;
  /** Null is by health, then by time: the worst first. */
  readonly sorting: Sorting | null;
  readonly grouping: Grouping;
  /** Groups that are closed. */
  readonly closed: readonly string[];
  /** Pixels beside the ladder; null as the page has room. */
  readonly width: number | null;
  /** The table stands in the ladder's place. */
  readonly isWide: boolean;
}

export const NO_FILTER: OverviewFilter = {
  search: "",
  healths: [],
  kinds: [],
  severities: [],
  rules: [],
  methods: [],
  statusClasses: [],
  address: "",
  fromMicros: null,
  toMicros: null,
};

export const INITIAL_CHOICE: OverviewChoice = {
  filter: NO_FILTER,
  sorting: null,
  grouping: "health",
  closed: [],
  width: null,
  isWide: false,
};

export function shownKinds({ kinds }: OverviewFilter): readonly RowKind[] {
  return kinds.length === 0 ? USUAL_KINDS : kinds;
}

export function isFiltering(filter: OverviewFilter): boolean {
  return filtersOf(filter).length > 0 || filter.search.trim() !== "";
}

/** The words of a search; what stands in double quotes is one of them. */
export function wordsOf(search: string): readonly string[] {
  return [...search.toLowerCase().matchAll(/"([^"]*)"?|[^\s"]+/g)]
    .map(([whole, quoted]) => quoted ?? whole)
    .filter((word) => word !== "");
}

/** What only the messages themselves can answer; null when nothing is asked of them. */
export function queryOf(filter: OverviewFilter): MessageQuery | null {
  const { search, methods, statusClasses, address, fromMicros, toMicros } = filter;
  const words = wordsOf(search);
  const isAsked =
    words.length > 0 ||
    methods.length > 0 ||
    statusClasses.length > 0 ||
    address.trim() !== "" ||
    fromMicros !== null ||
    toMicros !== null;
  return isAsked ? { words, methods, statusClasses, address: address.trim(), fromMicros, toMicros } : null;
}

/** Whether messages alone decide which rows are shown; a search without it finds words of the row as well. */
export function isOfMessages(filter: OverviewFilter): boolean {
  return queryOf({ ...filter, search: "" }) !== null;
}

/** The filters besides the search that leave something out. */
export function filtersOf(filter: OverviewFilter): readonly Exclude<keyof OverviewFilter, "search">[] {
  return FILTERS.filter((name) => {
    const value = filter[name];
    return typeof value === "string" ? value.trim() !== "" : Array.isArray(value) ? value.length > 0 : value !== null;
  });
}

const FILTERS = [
  "healths",
  "kinds",
  "severities",
  "rules",
  "methods",
  "statusClasses",
  "address",
  "fromMicros",
  "toMicros",
] as const;

/** A list with a value that it had not, or without it. */
export function toggled<T>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
}

/** Longest text and list that are taken from stored state. */
const MOST_CHARACTERS = 1000;
const MOST_VALUES = 500;

/** Takes from stored state what has the expected shape: an older version of the page may have written it. */
export function restoreChoice(stored: unknown): OverviewChoice {
  const from = recordOf(stored);
  const sorting = recordOf(from["sorting"]);
  const { column } = sorting;
  return {
    filter: restoreFilter(recordOf(from["filter"])),
    sorting: typeof column === "string" ? { column, isDescending: sorting["isDescending"] === true } : null,
    grouping: GROUPINGS.find((each) => each === from["grouping"]) ?? INITIAL_CHOICE.grouping,
    closed: textsOf(from["closed"]),
    width: countOf(from["width"]),
    isWide: from["isWide"] === true,
  };
}

function restoreFilter(from: Readonly<Record<string, unknown>>): OverviewFilter {
  const some = <T extends string>(name: string, of: readonly T[]) => {
    const stored = textsOf(from[name]);
    return of.filter((each) => stored.includes(each));
  };
  const { statusClasses } = from;
  return {
    search: textOf(from["search"]),
    healths: some("healths", HEALTHS),
    kinds: some("kinds", KINDS),
    severities: some("severities", SEVERITIES),
    rules: textsOf(from["rules"]),
    methods: textsOf(from["methods"]),
    statusClasses: [0, 1, 2, 3, 4, 5, 6].filter((each) => Array.isArray(statusClasses) && statusClasses.includes(each)),
    address: textOf(from["address"]),
    fromMicros: countOf(from["fromMicros"]),
    toMicros: countOf(from["toMicros"]),
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, MOST_CHARACTERS) : "";
}

function textsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is string => typeof each === "string").slice(0, MOST_VALUES);
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}
