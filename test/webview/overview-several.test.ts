/** Which rows of the overview stand together on a ladder, as a person adds and takes away. */
import { expect, test } from "vitest";
import { INITIAL_CHOICE } from "../../webview/overview/choice.js";
import { listItems } from "../../webview/overview/listing.js";
import { keyOfRange, keysOf, keyWithToggled } from "../../webview/overview/several.js";
import { OVERVIEW } from "./overview-views.js";

test("a row joins the ladder and leaves it again; the last one stays", () => {
  expect(keyWithToggled("r0", "c2")).toBe("r0+c2");
  expect(keyWithToggled("r0+c2", "r0")).toBe("c2");
  expect(keyWithToggled("c2", "c2")).toBe("c2");
  expect(keyWithToggled(null, "c2")).toBe("c2");
});

test("a row takes the place of the ladder of all messages", () => {
  expect(keyWithToggled("all", "r0")).toBe("r0");
});

test("a ladder's key names its rows", () => {
  expect(keysOf("r0+c2+r7")).toEqual(["r0", "c2", "r7"]);
  expect(keysOf(null)).toEqual([]);
});

test("a range takes the rows between its ends, upwards too, and no headings", () => {
  const items = listItems(OVERVIEW, OVERVIEW.rows, INITIAL_CHOICE);
  const heading = items.findIndex(({ kind }, index) => kind === "group" && items[index - 1]?.kind === "row");
  expect(heading).toBeGreaterThan(0);
  const [before, after] = [items[heading - 1]!.id, items[heading + 1]!.id];
  expect(keyOfRange(items, heading - 1, heading + 1)).toBe(`${before}+${after}`);
  expect(keyOfRange(items, heading + 1, heading - 1)).toBe(`${before}+${after}`);
  expect(keyOfRange(items, heading, heading)).toBeUndefined();
});
