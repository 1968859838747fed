/** A trainer before a class, in a real VS Code: nothing tells what is to be guessed, no step hides what is asked for, panels outlive a reload. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPng } from "../../tools/palette-png.mjs";
import { Workbench } from "./driver/workbench.js";

const LOG = "realm-mismatch.siptrace";

describe("a trainer", () => {
  let workbench: Workbench;
  const page = () => workbench.page;

  beforeAll(async () => {
    workbench = await Workbench.open({ host: "node", readyCommand: "SIP Trace: Start Lesson" });
  });
  afterAll(() => workbench?.close());

  it("has the peek at a finding closed when guessing begins beside it, and the keyboard stays on the page", async () => {
    // Another try may find what the one before left.
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile(LOG);
    await page().locator(".squiggly-error").first().waitFor();
    await workbench.runCommand("SIP Trace: Open Ladder to the Side");
    const ladder = await workbench.webviewWith('[role="treeitem"]');
    const peek = page().locator(".zone-widget .marker-widget");
    await workbench.repeat(60_000, async (tryMillis) => {
      await workbench.runCommand("View: Focus First Editor Group");
      await page().keyboard.press("F8");
      await peek.waitFor({ timeout: tryMillis });
    });
    await workbench.screenshot("trainer-peek");
    await ladder.getByRole("button", { name: "Guess" }).click();
    await ladder.getByText("What is wrong here?").waitFor();
    await peek.waitFor({ state: "detached" });
    await ladder.getByText("hidden. Choose a message").waitFor();
    await workbench.screenshot("trainer-guess");
    await expect.poll(() => page().evaluate(() => document.activeElement?.tagName)).toBe("IFRAME");
    await ladder.getByRole("button", { name: "End guessing" }).click();
    await page().locator(".squiggly-error").first().waitFor();
  });

  it("has the digest again after a reload of the window", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile(LOG);
    await page().locator(".squiggly-error").first().waitFor();
    await workbench.runCommand("SIP Trace: Digest Step by Step");
    await workbench.webviewWith("sip-digest-walk .verdict");
    const reloaded = page().waitForEvent("load");
    await workbench.runCommand("Developer: Reload Window");
    await reloaded;
    const digest = await workbench.webviewWith("sip-digest-walk .verdict");
    await digest.getByLabel("password").waitFor();
    await workbench.screenshot("trainer-digest-reloaded");
    await workbench.runCommand("View: Close All Editors");
  });

  it("asks for a message that comes later than the step: all of them can be clicked", async () => {
    const { lesson, ladder } = await startLesson("The healthy handshake");
    await lesson.getByRole("button", { name: "Next" }).click();
    await lesson.getByRole("button", { name: "Step through the ladder" }).click();
    const bar = ladder.getByRole("toolbar", { name: "Steps" });
    await bar.waitFor();
    const later = ladder.locator('[role="treeitem"]', { hasText: "200 OK" }).first();
    await later.waitFor({ state: "detached" });
    for (const place of ["Step 2", "Step 3", "Step 4", "Step 5", "Step 6", "Question 1", "Question 2"]) {
      await lesson.getByRole("button", { name: "Next" }).click();
      await lesson.getByText(`${place} of`).waitFor();
    }
    await bar.waitFor({ state: "detached" });
    await later.click();
    await lesson.locator("ul.headers").getByRole("button", { name: "Contact" }).click();
    await lesson.locator(".explained").waitFor();
    await workbench.screenshot("trainer-clicked");
  });

  it("saves the slides of the lesson as PNG", async () => {
    await workbench.choose("SIP Trace: Export Slides of Lesson", "Export Slides of Lesson", "PNG");
    await workbench.page.locator(".quick-input-widget .monaco-button", { hasText: "Save Slides Here" }).click();
    await workbench.notification("6 slides are in").waitFor();
    await workbench.screenshot("trainer-slides");
    const { width, height } = readPng(readFileSync(join(workbench.folder, "healthy-handshake-06.png")));
    expect([width, height].every((pixels) => pixels > 400)).toBe(true);
    expect(workbench.foreignRequests).toEqual([]);
  });

  async function startLesson(title: string): Promise<{ lesson: FrameLocator; ladder: FrameLocator }> {
    await workbench.choose("SIP Trace: Start Lesson", "Start Lesson", title);
    const lesson = await workbench.webviewWith(`main h1:text-is("${title}")`);
    return { lesson, ladder: await workbench.webviewWith('[role="treeitem"]') };
  }
});
