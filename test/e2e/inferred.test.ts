/** What a log does not print, told in the status line of the page, in Chromium. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPage } from "../webview/harness.js";
import { OVERVIEW, toldOverview } from "../webview/overview-views.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("what was inferred opens above the status line by keyboard", async () => {
  const { page, tell } = await openPage(browser, {});
  const inferred = ["The log prints no year: 2026 is taken.", "Times have no zone: they are taken as UTC."];
  await tell({ type: "mode", mode: "capture", title: "phone.log" });
  for (const message of toldOverview({ ...OVERVIEW, problems: [], inferred })) await tell(message);
  const button = page.getByRole("button", { name: "Everything could be read · 2 facts inferred" });
  await button.press("Enter");
  await expect.poll(() => button.getAttribute("aria-expanded")).toBe("true");
  expect(await page.locator(".problem-list li").allInnerTexts()).toEqual(inferred);
});
