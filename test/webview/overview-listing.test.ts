/** The overview's list: filter, search, order, groups, columns and keys. */
import { expect, test } from "vitest";
import { isFiltering, NO_FILTER, queryOf, restoreChoice, wordsOf } from "../../webview/overview/choice.js";
import { INITIAL_CHOICE, type OverviewChoice, type OverviewFilter } from "../../webview/overview/choice.js";
import { COLUMNS, fitColumns } from "../../webview/overview/columns.js";
import { firstKey, type Hits, Listing, listItems, matches, moveInList } from "../../webview/overview/listing.js";
import { durationWords, rowSentence } from "../../webview/overview/words.js";
import { FINDING_ROWS, OVERVIEW, overviewRow } from "./overview-views.js";

const VIEW = { ...OVERVIEW, rows: [...OVERVIEW.rows, ...FINDING_ROWS] };
const context = (hits?: Hits) => ({
  rules: VIEW.facets.rules,
  zone: "utc" as const,
  hits: (row: (typeof VIEW.rows)[number]) => hits?.get(row)?.count,
  notes: () => 0,
});

function listed(over: Partial<OverviewChoice>, filter: Partial<OverviewFilter> = {}, hits?: Hits): string[] {
  const choice = { ...INITIAL_CHOICE, ...over, filter: { ...NO_FILTER, ...filter } };
  const rows = new Listing().rows(VIEW, choice, hits, context(hits));
  return listItems(VIEW, rows, choice).map((item) =>
    item.kind === "row" ? item.id : item.kind === "group" ? `${item.title} ${item.count}` : "*",
  );
}
const keys = (...args: Parameters<typeof listed>) => listed(...args).filter((each) => /^[rcn]\d+$/.test(each));

test("groups stand by health, each with its count", () => {
  expect(listed({}).slice(0, 9)).toEqual([
    "*",
    "Failed 3",
    "r0",
    "r1",
    "r2",
    "At risk 2",
    "r3",
    "r4",
    "Outcome not seen 1",
  ]);
});

test("a closed group keeps its head and count", () => {
  expect(listed({ closed: ["health:failed"] }).slice(0, 4)).toEqual(["*", "Failed 3", "At risk 2", "r3"]);
});

test("rows are grouped by device, or by AoR, in the order of their first rows", () => {
  expect(listed({ grouping: "device" }).slice(0, 3)).toEqual(["*", "Yealink T46U · 192.0.2.20 1", "r0"]);
  expect(listed({ grouping: "aor" })[1]).toBe("2000@pbx.example.com 1");
  expect(listed({ grouping: "none" })[1]).toBe("r0");
});

test("each filter leaves what it names, and filters add up", () => {
  expect(keys({}, { healths: ["at-risk"] })).toEqual(["r3", "r4"]);
  expect(keys({}, { healths: ["failed", "at-risk"], search: "alg" })).toEqual(["r4"]);
  expect(keys({}, { kinds: ["call"], healths: ["unknown"] })).toEqual(["c9"]);
  expect(keys({}, { rules: ["realm-mismatch"] })).toEqual(["r0"]);
  expect(keys({}, { severities: ["warning"] })).toEqual(["r3"]);
  expect(keys({}, { rules: ["realm-mismatch"], severities: ["warning"] })).toEqual([]);
});

test("findings are rows of their own where they are asked for", () => {
  expect(keys({})).not.toContain("n0");
  expect(keys({}, { kinds: ["finding"] })).toEqual(["n0", "n1"]);
  expect(keys({}, { kinds: ["finding", "registration"], rules: ["realm-mismatch"] })).toEqual(["r0", "n0"]);
});

test("every word of a search has to stand somewhere in the row", () => {
  const row = overviewRow("r1", {
    title: "2001@pbx.example.com",
    cause: "Realm mismatch",
    device: "Yealink T46U · UDP",
  });
  expect(matches(row, [])).toBe(true);
  expect(matches(row, wordsOf("  YEALINK realm "))).toBe(true);
  expect(matches(row, wordsOf("yealink stale"))).toBe(false);
  expect(wordsOf('a "b c" d"e')).toEqual(["a", "b c", "d", "e"]);
  expect(keys({}, { search: "door" })).toEqual(["r2"]);
});

test("a row of which messages were found is shown, whatever its own words; of other filters the messages alone decide", () => {
  const hits: Hits = new Map([[VIEW.rows[3]!, { count: 7, first: 12 }]]);
  expect(keys({}, { search: "door" }, hits)).toEqual(["r2", "r3"]);
  expect(keys({}, { search: "door", methods: ["INVITE"] }, hits)).toEqual(["r3"]);
  expect(keys({}, { methods: ["INVITE"] })).toEqual([]);
});

test("messages are asked only for what the rows cannot tell", () => {
  expect(queryOf({ ...NO_FILTER, healths: ["failed"], rules: ["realm-mismatch"] })).toBeNull();
  expect(queryOf({ ...NO_FILTER, search: ' "a b" C', address: " 192.0.2.1 " })).toMatchObject({
    words: ["a b", "c"],
    address: "192.0.2.1",
  });
  expect(isFiltering({ ...NO_FILTER, search: "  " })).toBe(false);
});

test("every column puts rows in order, blanks last either way", () => {
  const sorted = (column: string, isDescending = false) =>
    keys({ grouping: "none", sorting: { column, isDescending } }, { kinds: ["registration"] });
  expect(sorted("granted").at(-1)).toBe("r0");
  expect(sorted("granted", true).at(-1)).toBe("r0");
  expect(sorted("attempts", true)[0]).toBe("r0");
  expect(sorted("title").at(-1)).toBe("r2");
  expect(sorted("health", true).at(-1)).toBe("r2");
  for (const { id } of COLUMNS) expect(sorted(id)).toHaveLength(sorted("none").length);
});

test("the other direction of a column turns the order round, but for what is equal and what is blank", () => {
  const listing = new Listing();
  const rows = [3, null, 1, 3, 2].map((attempts, index) => overviewRow(`r${index}`, { attempts }));
  const view = { ...OVERVIEW, rows };
  const order = (isDescending: boolean) =>
    listing
      .rows(view, { ...INITIAL_CHOICE, sorting: { column: "attempts", isDescending } }, undefined, context())
      .map(({ key }) => key);
  expect(order(true)).toEqual(["r0", "r3", "r4", "r2", "r1"]);
  expect(order(false)).toEqual(["r2", "r4", "r0", "r3", "r1"]);
  expect(order(true)).toEqual(["r0", "r3", "r4", "r2", "r1"]);
});

test("numbers within a text are ordered by their value", () => {
  const title = COLUMNS.find(({ id }) => id === "title")!;
  const key = (text: string) => title.sortKey(overviewRow("r1", { title: text }), context())!;
  expect(key("2002@example.com") < key("10001@example.com")).toBe(true);
  expect(key("Phone 9 of 100") < key("phone 10 of 2")).toBe(true);
  expect(key("192.0.2.9")).toBe(key("192.000.2.009"));
});

test("columns fill the room there is, and the least important ones are left out", () => {
  const fit = (width: number) => fitColumns(VIEW.rows, context(), width, 7);
  for (const width of [620, 800, 1200, 2400]) {
    const total = fit(width).reduce((sum, column) => sum + column.width, 0);
    expect(total, `in ${width} pixels`).toBeLessThanOrEqual(width);
    expect(total).toBeGreaterThan(width - 20);
  }
  const ids = (width: number) => fit(width).map(({ column }) => column.id);
  expect(ids(620)).toEqual(["health", "title", "cause", "device"]);
  expect(ids(2400)).toEqual(COLUMNS.map(({ id }) => id).filter((id) => id !== "hits"));
});

test("an address is whole before a long cause is", () => {
  const rows = [overviewRow("r0", { cause: "a cause ".repeat(20), address: "198.51.100.123" })];
  const widths = new Map(fitColumns(rows, context(), 1500, 7).map(({ column, width }) => [column.id, width]));
  expect(widths.get("address")).toBeGreaterThan("198.51.100.123".length * 7 + 20);
  expect(widths.get("cause")).toBeLessThan("a cause ".length * 20 * 7);
});

test("the worst row is shown first, and never a finding", () => {
  expect(firstKey(VIEW)).toBe("r0");
  expect(firstKey({ ...VIEW, rows: FINDING_ROWS })).toBe("all");
  expect(firstKey({ ...VIEW, rows: [], messages: 0 })).toBeUndefined();
});

test("keys stop at the ends", () => {
  expect(moveInList(10, 0, "ArrowUp", 4)).toBe(0);
  expect(moveInList(10, 3, "ArrowDown", 4)).toBe(4);
  expect(moveInList(10, 3, "PageDown", 4)).toBe(7);
  expect(moveInList(10, 8, "PageDown", 4)).toBe(9);
  expect(moveInList(10, 8, "PageUp", 4)).toBe(4);
  expect(moveInList(10, -1, "End", 4)).toBe(9);
  expect(moveInList(0, -1, "Home", 4)).toBeUndefined();
  expect(moveInList(10, 0, "x", 4)).toBeUndefined();
});

test("what was stored is taken as far as it has the expected shape", () => {
  const chosen: OverviewChoice = {
    filter: { ...NO_FILTER, search: "a", healths: ["failed"], methods: ["INVITE"], statusClasses: [4], fromMicros: 5 },
    sorting: { column: "start", isDescending: true },
    grouping: "aor",
    closed: ["aor:x"],
    width: 500,
    isWide: true,
  };
  expect(restoreChoice(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
  expect(
    restoreChoice({ filter: { healths: ["x", 7], statusClasses: "4", search: 9 }, sorting: 3, closed: [1] }),
  ).toEqual(INITIAL_CHOICE);
  expect(restoreChoice(undefined)).toEqual(INITIAL_CHOICE);
});

test("a row reads as a sentence", () => {
  expect(rowSentence(VIEW.rows[0]!, { ...context(), hits: () => 3 })).toBe(
    "registration, 2001@pbx.example.com, failed, Realm mismatch · 5 attempts, Yealink T46U · 192.0.2.20 · UDP, 3 messages found",
  );
  expect(rowSentence(FINDING_ROWS[1]!, context())).toMatch(/^finding, NAT mapping lost, warning, /);
  expect(rowSentence({ ...VIEW.rows[0]!, suppressed: 1 }, { ...context(), notes: () => 2 })).toMatch(
    / · UDP, 2 notes, 1 finding suppressed$/,
  );
});

test.each([
  [0, ""],
  [0.02, "20 ms"],
  [4.2, "4.2 s"],
  [42, "42 s"],
  [432, "7 min 12 s"],
  [11_100, "3 h 05 min"],
])("%d seconds last %j", (seconds, words) => {
  expect(durationWords(overviewRow("r1", { startMicros: 1e15, endMicros: 1e15 + seconds * 1e6 }))).toBe(words);
});
