/** The overview's list: filter, search, groups and keys. */
import { expect, test } from "vitest";
import { filterCounts, firstKey, keyOf, listItems, matches, moveInList } from "../../webview/overview/groups.js";
import { OVERVIEW, overviewRow } from "./views.js";

const titles = (items: ReturnType<typeof listItems>) =>
  items.map((item) =>
    item.kind === "row" ? item.row.key : item.kind === "heading" ? `${item.title} ${item.count}` : "*",
  );

test("groups stand by health, each with its count", () => {
  expect(titles(listItems(OVERVIEW, "all", "")).slice(0, 9)).toEqual([
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

test("a filter leaves one health or kind", () => {
  expect(titles(listItems(OVERVIEW, "at-risk", ""))).toEqual(["At risk 2", "r3", "r4"]);
  expect(titles(listItems(OVERVIEW, "calls", ""))[0]).toBe("Outcome not seen 1");
  expect(filterCounts(OVERVIEW)).toMatchObject({ failed: 3, "at-risk": 2, calls: 12 });
});

test("every word of a search has to stand somewhere in the row", () => {
  const row = overviewRow("r1", {
    title: "2001@pbx.example.com",
    cause: "Realm mismatch",
    device: "Yealink T46U · UDP",
  });
  expect(matches(row, "")).toBe(true);
  expect(matches(row, "  YEALINK realm ")).toBe(true);
  expect(matches(row, "yealink stale")).toBe(false);
  expect(titles(listItems(OVERVIEW, "all", "door"))).toEqual(["Failed 1", "r2"]);
});

test("the worst row is shown first", () => {
  expect(firstKey(OVERVIEW)).toBe("r0");
  expect(firstKey({ ...OVERVIEW, rows: [] })).toBe("all");
  expect(firstKey({ ...OVERVIEW, rows: [], messages: 0 })).toBeUndefined();
});

test("arrow keys step over headings and stop at the ends", () => {
  const items = listItems(OVERVIEW, "all", "");
  expect(moveInList(items, 0, "ArrowDown")).toBe(2);
  expect(moveInList(items, 2, "ArrowUp")).toBe(0);
  expect(moveInList(items, 4, "ArrowDown")).toBe(6);
  expect(moveInList(items, 0, "ArrowUp")).toBe(0);
  expect(moveInList(items, 3, "Home")).toBe(0);
  expect(moveInList(items, 0, "End")).toBe(items.length - 1);
  expect(moveInList(items, 0, "x")).toBeUndefined();
  expect(keyOf(items[1]!)).toBeUndefined();
});
