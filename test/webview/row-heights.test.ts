/** The arithmetic of virtual rows. */
import { describe, expect, test } from "vitest";
import { RowHeights } from "../../webview/row-heights.js";

const heights = new RowHeights([40, 40, 58, 32, 52]);

test("rows lie below each other", () => {
  expect([0, 1, 2, 3, 4, 5].map((row) => heights.top(row))).toEqual([0, 40, 80, 138, 170, 222]);
  expect(heights.total).toBe(222);
});

test.each([
  [-5, 0],
  [0, 0],
  [39.9, 0],
  [40, 1],
  [137, 2],
  [221, 4],
  [10_000, 4],
])("at %d is row %d", (y, row) => expect(heights.rowAt(y)).toBe(row));

describe("window", () => {
  test("holds what is visible and the overscan", () => {
    expect(heights.window(45, 40, 0)).toEqual({ first: 1, end: 3 });
    expect(heights.window(45, 40, 1)).toEqual({ first: 0, end: 4 });
  });
  test("is empty without rows", () => expect(new RowHeights([]).window(0, 500, 5)).toEqual({ first: 0, end: 0 }));
  test("has few rows of many", () => {
    const many = new RowHeights(new Array<number>(100_000).fill(40));
    const { first, end } = many.window(2_000_000, 900, 12);
    expect(first).toBe(50_000 - 12);
    expect(end - first).toBeLessThan(60);
  });
});

describe("scrolling to a row", () => {
  test("stays when the row is in view", () => expect(heights.scrollTo(1, 30, 100, 5)).toBe(30));
  test("goes up to a row above", () => expect(heights.scrollTo(0, 100, 60, 5)).toBe(0));
  test("goes down as far as the row needs", () => expect(heights.scrollTo(4, 0, 100, 5)).toBe(127));
});
