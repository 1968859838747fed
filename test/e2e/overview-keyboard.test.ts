/** A person without a mouse: searches a capture, filters and sorts it, opens a ladder, compares challenge and answer, and finds all of it after a reload. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./driver/workbench.js";

const CAPTURE = "realm-mismatch.pcapng";

describe("the overview by keyboard", () => {
  let workbench: Workbench;
  const active = () =>
    workbench
      .webview()
      .locator("body")
      .evaluate(() => document.activeElement?.className ?? "");

  beforeAll(async () => {
    workbench = await Workbench.open({
      host: "node",
      readyCommand: "SIP Trace: Treat as SIP Log",
      settings: { "workbench.colorTheme": "Default Dark Modern", "workbench.activityBar.location": "hidden" },
    });
    await workbench.openCapture(CAPTURE);
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    await workbench.webview().locator(".overview-row").first().waitFor();
  });
  afterAll(() => workbench?.close());

  it("searches the text of every message", async () => {
    const page = workbench.webview();
    await page.getByRole("treegrid").focus();
    await workbench.page.keyboard.press("/");
    await workbench.page.keyboard.type('"www-authenticate: digest"');
    const status = page.locator(".overview-order [role=status]");
    await expect.poll(() => status.innerText(), { timeout: 15_000 }).toMatch(/^\d+ messages in 1 row$/);
    await workbench.screenshot("overview-search");
    await workbench.page.keyboard.press("Escape");
    await expect.poll(() => status.innerText()).toBe("");
  });

  it("filters by status and shows the filter as a chip", async () => {
    const page = workbench.webview();
    await workbench.page.keyboard.press("Tab");
    await workbench.page.keyboard.press("Enter");
    await page.getByRole("group", { name: "Status" }).getByRole("button", { name: "4xx" }).focus();
    await workbench.page.keyboard.press("Space");
    await page.getByRole("button", { name: "Remove filter 4xx" }).waitFor();
    await workbench.screenshot("overview-filters");
    await workbench.page.keyboard.press("Escape");
    expect(await page.locator(".filter-panel").count()).toBe(0);
  });

  it("sorts the table and says so", async () => {
    const page = workbench.webview();
    await workbench.page.keyboard.press("Tab");
    await workbench.page.keyboard.press("Enter");
    const head = page.getByRole("columnheader", { name: "Start" });
    await head.getByRole("button").focus();
    await workbench.page.keyboard.press("Enter");
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    await workbench.screenshot("overview-table");
  });

  it("opens a ladder, and compares the challenge with its answer", async () => {
    const page = workbench.webview();
    await page.getByRole("treegrid").focus();
    await workbench.page.keyboard.press("End");
    await workbench.page.keyboard.press("Enter");
    await page.locator('[role="treeitem"]').first().waitFor();
    await expect.poll(active).toContain("ladder");
    const realm = page.getByRole("row", { name: /^realm/ });
    await realm.waitFor();
    expect(await realm.locator("mark").allInnerTexts()).toEqual(["pbx.example.com", "asterisk"]);
    await workbench.screenshot("overview-digest");
  });

  it("is as it was after the window was reloaded", async () => {
    // The page's state is stored a moment after it changed.
    await workbench.page.waitForTimeout(1500);
    await workbench.runCommand("Developer: Reload Window");
    const page = workbench.webview();
    await page.getByRole("button", { name: "Remove filter 4xx" }).waitFor({ timeout: 60_000 });
    expect(await page.getByRole("combobox", { name: "Order" }).inputValue()).toBe("start");
    await page.locator('[role="treeitem"][aria-selected="true"]').waitFor();
    expect(await page.locator(".overview-row.is-selected").count()).toBe(1);
    await workbench.screenshot("overview-reloaded");
  });
});
