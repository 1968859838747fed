/** A newcomer follows the walkthrough: every step is done by doing what it says, and is ticked off. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/build.mjs";
import { applyPanelFix, problemRow } from "./driver/problems.js";
import { Workbench } from "./driver/workbench.js";

const CAPTURE = "realm-mismatch.pcapng";
const FINDING = 'Realm "asterisk" does not answer challenge realm "pbx.example.com".';
const STEPS = ["sample", "ladder", "finding", "fix", "note", "lesson"];
/** Set by tools/walkthrough-pictures.mjs, which makes the walkthrough's pictures of what this test sees. */
const THEME = process.env["SIP_TRACE_PICTURES_THEME"];

describe("the walkthrough", () => {
  let workbench: Workbench;
  const step = (name: string) => workbench.page.locator(`[data-step-id$="#sipTrace.start#${name}"]`);
  const isDone = (name: string) =>
    workbench.page.locator(`[data-done-step-id$="#sipTrace.start#${name}"]`).first().getAttribute("aria-checked");
  const openWalkthrough = () =>
    workbench.repeat(60_000, async (tryMillis) => {
      await workbench.runCommand("SIP Trace: Open Walkthrough");
      await step("sample").waitFor({ timeout: 2 * tryMillis });
    });

  /** Part of the window, as a picture for the walkthrough. */
  const picture = async (name: string, x: number, y: number, width: number, height: number) => {
    const path = join(ROOT, "test-results", `walkthrough-${name}${THEME === undefined ? "" : ` ${THEME}`}.png`);
    await workbench.page.screenshot({ path, clip: { x, y, width, height } });
  };

  beforeAll(async () => {
    workbench = await Workbench.open({
      host: "node",
      // None of the samples is here: the walkthrough brings its own.
      folder: join(ROOT, "docs", "images"),
      readyCommand: "SIP Trace: Open Walkthrough",
      settings: {
        "workbench.colorTheme": THEME ?? "Default Dark Modern",
        "editor.wordWrap": "on",
        "editor.minimap.enabled": false,
        "editor.stickyScroll.enabled": false,
      },
    });
  });
  afterAll(() => workbench?.close());

  it("begins with nothing done, and opens the sample", async () => {
    await openWalkthrough();
    for (const name of STEPS) expect(await isDone(name), name).toBe("false");
    await workbench.screenshot("walkthrough");
    await step("sample").getByRole("button", { name: "Open the Sample" }).click();
    await workbench.tab(CAPTURE).waitFor();
    await workbench.webview().locator(".overview-row", { hasText: "2061@pbx.example.com" }).waitFor();
    await workbench.webview().locator('[role="treeitem"]', { hasText: "REGISTER" }).nth(1).waitFor();
    await picture("sample", 352, 126, 281, 240);
    await picture("ladder", 634, 190, 760, 310);
  });

  it("reads the ladder and follows the finding", async () => {
    await workbench.webview().locator('[role="treeitem"]', { hasText: "REGISTER" }).nth(1).click();
    await workbench.tab(`${CAPTURE}.siptrace`).waitFor();
    await (await problemRow(workbench, FINDING)).dblclick();
    await workbench.page.locator(".squiggly-error").first().waitFor();
    await workbench.page.locator(".view-line", { hasText: 'realm="asterisk"' }).first().waitFor();
    await picture("finding", 874, 138, 520, 262);
  });

  it("takes the fix and writes a note", async () => {
    await applyPanelFix(workbench, FINDING, "Copy fix", () => picture("fix", 352, 580, 700, 306));
    const box = workbench.page.locator(".review-widget .comment-form .monaco-editor").first();
    await workbench.repeat(60_000, async (tryMillis) => {
      await workbench.page.locator(".view-line", { hasText: "REGISTER sip:pbx.example.com" }).first().click();
      await workbench.runCommand("SIP Trace: Add Note");
      await box.waitFor({ timeout: tryMillis });
    });
    await workbench.page.keyboard.type("The phone's realm is fixed. Leave it empty.");
    await picture("note", 874, 271, 520, 224);
    await workbench.page.locator(".review-widget a.monaco-button", { hasText: "Add Note" }).first().click();
    await workbench.webview().locator('[role="treeitem"] .note-sign').first().waitFor();
  });

  it("starts the first lesson", async () => {
    await workbench.runCommand("View: Close All Editors");
    await openWalkthrough();
    await step("lesson").click();
    await step("lesson").getByRole("button", { name: "Start the First Lesson" }).click();
    const lesson = await workbench.webviewWith("main h1");
    await lesson.getByRole("button", { name: "Next" }).click();
    await lesson.getByText("Step 1 of").waitFor();
    const capture = await workbench.webviewWith('[role="treeitem"]');
    await capture.locator('[role="treeitem"][aria-selected="true"]', { hasText: "REGISTER" }).first().waitFor();
    await picture("lesson", 355, 126, 1030, 344);
  });

  it("has ticked every step", async () => {
    await openWalkthrough();
    for (const name of STEPS) await expect.poll(() => isDone(name), { message: name, timeout: 30_000 }).toBe("true");
    await workbench.screenshot("walkthrough-done");
    expect(workbench.foreignRequests).toEqual([]);
  });
});
