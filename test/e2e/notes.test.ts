/** A person writes notes on messages, comes back to them after a reload, and makes a report with them. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./driver/workbench.js";

const CAPTURE = "realm-mismatch.pcapng";
const TSHARK = "tshark";
const LOG = "realm-mismatch.siptrace";
const IN_CAPTURE = "The phone has the wrong realm.";
const IN_LOG = "Seen in the log.";

describe("notes", () => {
  let workbench: Workbench;
  const written = (name: string) => {
    const path = join(workbench.folder, `${name}.notes.json`);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };

  beforeAll(async () => {
    workbench = await Workbench.open({
      host: "node",
      readyCommand: "SIP Trace: Treat as SIP Log",
    });
  });
  afterAll(() => workbench?.close());

  it("are written from the ladder by keyboard and shown on their row", async () => {
    await workbench.openCapture(CAPTURE);
    const row = workbench.webview().locator('[role="treeitem"]', { hasText: "realm" }).nth(1);
    const page = workbench.webview();
    const sign = page.locator(".note-sign:visible").first();
    // Keys that meet a page that is still loading are lost, and a box that comes late takes the place of one that was filled.
    await workbench.repeat(60_000, async (tryMillis) => {
      if (await sign.isVisible()) return;
      await row.click({ timeout: tryMillis });
      await workbench.page.keyboard.press("Control+K");
      await workbench.page.keyboard.press("n");
      const input = workbench.page.locator(".quick-input-widget input.input");
      await input.waitFor({ state: "visible", timeout: tryMillis });
      await input.fill(IN_CAPTURE, { timeout: tryMillis });
      await input.press("Enter", { timeout: tryMillis });
      await sign.waitFor({ timeout: tryMillis });
    });
    await page.locator(".notes blockquote", { hasText: IN_CAPTURE }).first().waitFor();
    await expect.poll(() => written(CAPTURE)).toContain(IN_CAPTURE);
    await workbench.screenshot("notes-ladder");
  });

  it("are written in a log as comments", async () => {
    await workbench.openFile(LOG);
    await workbench.page.locator(".statusbar-item", { hasText: "8 SIP messages" }).waitFor();
    const box = workbench.page.locator(".review-widget .comment-form .monaco-editor").first();
    await workbench.repeat(60_000, async (tryMillis) => {
      await workbench.runCommand("SIP Trace: Add Note");
      await box.click({ timeout: tryMillis });
      await workbench.page.keyboard.type(IN_LOG);
      await box.locator(".view-line", { hasText: IN_LOG }).waitFor({ timeout: tryMillis });
    });
    await workbench.page.locator(".review-widget a.monaco-button", { hasText: "Add Note" }).first().click();
    await expect.poll(() => written(LOG)).toContain(IN_LOG);
    await workbench.screenshot("notes-log");
  });

  it("are there again after the window was loaded anew", async () => {
    await workbench.page.reload();
    await workbench.page.locator(".monaco-workbench .part.statusbar").waitFor();
    await workbench.openCapture(CAPTURE);
    await workbench.webview().locator(".note-sign:visible").first().waitFor();
    await workbench.openFile(LOG);
    await workbench.page.locator(".comment-range-glyph.comment-thread, .comment-thread-unresolved").first().waitFor();
    await workbench.screenshot("notes-reloaded");
  });

  it("are in the report, which is opened", async () => {
    await workbench.openCapture(CAPTURE);
    await workbench.runCommand("SIP Trace: Create Report");
    await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "Markdown" }).first().waitFor();
    await workbench.page.keyboard.type("Markdown");
    await workbench.page.keyboard.press("Enter");
    await workbench.acceptName("realm-mismatch.pcapng.report.md");
    await workbench.tab("realm-mismatch.pcapng.report.md").waitFor();
    const report = readFileSync(join(workbench.folder, "realm-mismatch.pcapng.report.md"), "utf8");
    expect(report).toContain(IN_CAPTURE);
    await workbench.screenshot("notes-report");
  });

  it("are in the annotated capture as packet comments, beside the findings", async () => {
    // The report's preview is a page as well, and hidden behind the capture.
    await workbench.runCommand("View: Close All Editors");
    await workbench.openCapture(CAPTURE);
    await workbench.runCommand("SIP Trace: Save Annotated Capture");
    await workbench.acceptName("realm-mismatch.annotated.pcapng");
    await workbench.notification("packet comments.").waitFor();
    const path = join(workbench.folder, "realm-mismatch.annotated.pcapng");
    const comments = execFileSync(TSHARK, ["-r", path, "-T", "fields", "-e", "frame.comment"], { encoding: "utf8" });
    expect(comments).toContain(IN_CAPTURE);
    expect(comments).toContain("SIP Trace error: Realm mismatch.");
    expect(workbench.foreignRequests).toEqual([]);
  });
});
