/** A person without a mouse on the ladder of a capture: walks it, asks why, hides a lane, saves it, and previews it as Mermaid. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./driver/workbench.js";

const CAPTURE = "realm-mismatch.pcapng";

describe("the ladder by keyboard", () => {
  let workbench: Workbench;
  let page: FrameLocator;

  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };
  /** Types into the input of VS Code that the key opens, and takes the first row. */
  const take = (open: () => Promise<void>, typed: string) =>
    workbench.repeat(30_000, async (tryMillis) => {
      await open();
      const input = workbench.page.locator(".quick-input-widget input.input");
      await input.waitFor({ state: "visible", timeout: tryMillis });
      await workbench.page.keyboard.type(typed);
      await workbench.page
        .locator(".quick-input-list .monaco-list-row.focused", { hasText: typed })
        .waitFor({ timeout: tryMillis });
      await press("Enter");
    });
  const command = (title: string) => take(() => press("F1"), title);
  const selected = () => page.locator('[role="treeitem"][aria-selected="true"]');
  const active = (of: FrameLocator) => of.locator("body").evaluate(() => document.activeElement?.className ?? "");

  beforeAll(async () => {
    workbench = await Workbench.open({
      host: "node",
      readyCommand: "SIP Trace: Treat as SIP Log",
      settings: { "workbench.colorTheme": "Default Dark Modern", "workbench.activityBar.location": "hidden" },
    });
    await workbench.openCapture(CAPTURE);
    await command("View: Toggle Primary Side Bar Visibility");
    page = workbench.webview();
    await page.locator(".overview-row.is-selected").waitFor();
    await page.getByRole("treegrid").focus();
  });
  afterAll(() => workbench?.close());

  it("is entered from its row in the overview, and each row is a sentence", async () => {
    await press("Enter");
    await expect.poll(() => active(page)).toContain("ladder");
    await press("Home");
    await expect.poll(() => selected().getAttribute("aria-label")).toMatch(/REGISTER from .* to /);
    await press("ArrowDown");
    await expect.poll(() => selected().getAttribute("aria-label")).toMatch(/401 Unauthorized from .* to /);
  });

  it("explains the next finding beside its arrow, and Escape leads back", async () => {
    await press("F8");
    await expect.poll(() => selected().getAttribute("aria-label")).toMatch(/finding:/);
    await press("e");
    const explanation = page.getByRole("dialog", { name: "Why this message is flagged" });
    await expect.poll(() => active(page)).toBe("explanation");
    await workbench.screenshot("keyboard-explanation");
    await press("Escape");
    await explanation.waitFor({ state: "detached" });
    expect(await active(page)).toContain("ladder");
  });

  it("hides a lane, and shows it again where it was", async () => {
    const heads = page.locator(".lane-head");
    const before = await heads.allTextContents();
    await command("SIP Trace: Arrange Lanes of the Ladder");
    await page.getByRole("dialog", { name: "Lanes" }).waitFor();
    const isCheckbox = () =>
      page.locator("body").evaluate(() => {
        const { activeElement } = document;
        return activeElement instanceof HTMLInputElement && activeElement.type === "checkbox";
      });
    for (let tabs = 0; tabs < 10 && !(await isCheckbox()); tabs++) await press("Tab");
    await press("Space");
    await expect.poll(() => heads.count()).toBe(before.length - 1);
    await press("Space");
    await expect.poll(() => heads.allTextContents()).toEqual(before);
    await press("Escape");
  });

  it("is saved complete", async () => {
    await command("SIP Trace: Export Ladder…");
    const list = workbench.page.locator(".quick-input-list .monaco-list-row");
    await list.filter({ hasText: "Save as Text…" }).waitFor();
    await workbench.page.keyboard.type("Save as Text");
    await list.and(workbench.page.locator(".focused")).filter({ hasText: "Save as Text…" }).waitFor();
    await press("Enter");
    const saved = () => readdirSync(workbench.folder).find((name) => name.startsWith(CAPTURE) && name.endsWith(".txt"));
    // VS Code proposes a name beside the capture; Enter takes it.
    await workbench.page.locator(".quick-input-widget input.input").waitFor();
    await expect.poll(async () => (await press("Enter"), saved()), { timeout: 20_000, interval: 1000 }).toBeDefined();
    const path = join(workbench.folder, saved()!);
    // The file is there before it is written.
    await expect.poll(() => readFileSync(path, "utf8")).toContain("401 Unauthorized");
  });

  it("is previewed as Mermaid draws it", async () => {
    await page.locator(".ladder").focus();
    await command("SIP Trace: Preview Ladder as Mermaid");
    await workbench.tab("Mermaid realm-mismatch").waitFor();
    const preview = workbench.page.frameLocator("iframe.webview.ready >> nth=1").frameLocator("iframe#active-frame");
    await preview.locator(".picture .messageText").first().waitFor();
    expect(await preview.locator(".picture .messageText").allTextContents()).toContainEqual(
      expect.stringContaining("401 Unauthorized"),
    );
    await workbench.screenshot("keyboard-mermaid");
  });

  it("asked nothing outside this machine", () => {
    expect(workbench.foreignRequests).toEqual([]);
  });
});
