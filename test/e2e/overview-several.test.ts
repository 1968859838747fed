/** Several rows of the overview on one ladder, chosen by mouse and by keyboard, on the page in Chromium. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenPage, openBrowser, openPage } from "../webview/harness.js";
import { OVERVIEW, toldOverview } from "../webview/overview-views.js";
import { LADDER, toldLadder } from "../webview/views.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openOverview(): Promise<OpenPage> {
  const open = await openPage(browser);
  await open.tell({ type: "mode", mode: "capture", title: "branch-office.pcapng" });
  for (const message of toldOverview(OVERVIEW)) await open.tell(message);
  await open.tell(toldLadder(LADDER));
  return open;
}

const lastKey = async ({ sent }: OpenPage) =>
  (await sent()).findLast((message) => message.type === "selectRow")?.key ?? "";

test("a click with Ctrl adds a row to the ladder and takes it away again", async () => {
  const open = await openOverview();
  const { page } = open;
  const rows = page.locator('.overview-row:not([data-item="all"])');
  const [first, second] = [await rows.nth(0).getAttribute("data-item"), await rows.nth(1).getAttribute("data-item")];
  await rows.nth(0).click();
  await rows.nth(1).click({ modifiers: ["Control"] });
  expect(await lastKey(open)).toBe(`${first}+${second}`);
  await open.tell(toldLadder({ ...LADDER, key: `${first}+${second}` }));
  expect(await page.locator(".overview-row[aria-selected=true]").count()).toBe(2);
  await rows.nth(0).click({ modifiers: ["Control"] });
  expect(await lastKey(open)).toBe(second);
  await rows.nth(0).click();
  expect(await lastKey(open)).toBe(first);
  expect(await page.locator(".overview-row[aria-selected=true]").count()).toBe(1);
  expect(open.complaints).toEqual([]);
  await page.close();
});

test("Shift and arrows choose the rows between, and give them back", async () => {
  const open = await openOverview();
  const { page } = open;
  const grid = page.getByRole("treegrid");
  expect(await grid.getAttribute("aria-multiselectable")).toBe("true");
  const rows = page.locator('.overview-row:not([data-item="all"])');
  await rows.nth(0).click();
  await grid.focus();
  const first = (await rows.nth(0).getAttribute("data-item"))!;
  // A heading may lie between them.
  for (let presses = 0; presses < 3 && !(await lastKey(open)).includes("+"); presses++) {
    await page.keyboard.press("Shift+ArrowDown");
  }
  const both = await lastKey(open);
  expect(both.split("+")).toHaveLength(2);
  expect(both.split("+")[0]).toBe(first);
  expect(await page.locator(".overview-row[aria-selected=true]").count()).toBe(2);
  for (let presses = 0; presses < 3 && (await lastKey(open)) !== first; presses++) {
    await page.keyboard.press("Shift+ArrowUp");
  }
  expect(await page.locator(".overview-row[aria-selected=true]").count()).toBe(1);
  await page.close();
});

test("the rows of a ladder are found again after the page was reloaded", async () => {
  const open = await openOverview();
  const { page } = open;
  const rows = page.locator('.overview-row:not([data-item="all"])');
  await rows.nth(0).click();
  await rows.nth(1).click({ modifiers: ["Control"] });
  const both = await lastKey(open);
  await page.reload();
  for (const message of toldOverview(OVERVIEW)) await open.tell(message);
  expect(await lastKey(open)).toBe(both);
  await page.close();
});
