/** A newcomer goes through a lesson by keyboard: the capture follows, questions are judged at once, and where they left off is kept. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseLesson } from "../../src/core/teach/lesson/parse-lesson.js";
import { ROOT } from "../../tools/build.mjs";
import { Workbench } from "./driver/workbench.js";

const TITLE = "The healthy handshake";

async function startLesson(
  workbench: Workbench,
  title = TITLE,
): Promise<{ lesson: FrameLocator; capture: FrameLocator }> {
  await workbench.choose("SIP Trace: Start Lesson", "Start Lesson", title);
  const lesson = await workbench.webviewWith(`main h1:text-is("${title}")`);
  const capture = await workbench.webviewWith('[role="treeitem"]');
  return { lesson, capture };
}

const selected = (capture: FrameLocator) =>
  capture.locator('[role="treeitem"][aria-selected="true"]').first().textContent();

describe("a lesson in the node host", () => {
  let workbench: Workbench;
  let lesson: FrameLocator;
  let capture: FrameLocator;
  const heading = () => lesson.locator("main h1").textContent();
  const press = (key: string) => workbench.page.keyboard.press(key);

  beforeAll(async () => {
    workbench = await Workbench.open({
      host: "node",
      readyCommand: "SIP Trace: Start Lesson",
      settings: { "workbench.colorTheme": "Default Light Modern" },
    });
    ({ lesson, capture } = await startLesson(workbench));
  });
  afterAll(() => workbench?.close());

  it("begins with its goals, beside its capture", async () => {
    expect(await heading()).toBe(TITLE);
    expect(await lesson.locator("main ul").first().locator("li").count()).toBeGreaterThan(2);
    await workbench.tab("healthy-registration.pcapng").waitFor();
    await workbench.screenshot("lesson-beginning");
  });

  it("goes from step to step with the arrow keys, and the ladder follows", async () => {
    await lesson.locator("main h1").click();
    await press("ArrowRight");
    await lesson.getByText("Step 1 of 6").waitFor();
    await expect.poll(() => selected(capture), { timeout: 15_000 }).toContain("REGISTER");
    await press("ArrowRight");
    await expect.poll(() => selected(capture), { timeout: 15_000 }).toContain("401");
    // What the step is about is beside the ladder, and not how the phone is set up.
    await capture.locator("pre", { hasText: "SIP/2.0 401" }).waitFor();
    await workbench.screenshot("lesson-step");
    await press("ArrowLeft");
    await lesson.getByText("Step 1 of 6").waitFor();
  });

  it("goes on from the capture with the lesson's own keys", async () => {
    await capture.locator('[role="treeitem"]', { hasText: "200 OK" }).first().click();
    await press("Control+Alt+.");
    await lesson.getByText("Step 2 of 6").waitFor();
    await expect.poll(() => selected(capture), { timeout: 15_000 }).toContain("401");
  });

  it("judges and explains an answer at once", async () => {
    await lesson.locator("main h1").click();
    for (let step = 3; step <= 6; step++) {
      await press("ArrowRight");
      await lesson.getByText(`Step ${step} of 6`).waitFor();
    }
    await press("ArrowRight");
    await lesson.getByText("Question 1 of 4").waitFor();
    const [wrong, right] = [lesson.locator(".answer").nth(0), lesson.locator(".answer").nth(1)];
    await wrong.focus();
    await press("Enter");
    await lesson.locator("li.wrong .said", { hasText: "No." }).waitFor();
    expect(await lesson.locator(".explained").count()).toBe(0);
    await right.focus();
    await press("Enter");
    await lesson.locator(".explained", { hasText: "The first 401 is the challenge." }).waitFor();
    await workbench.screenshot("lesson-question");
  });

  it("takes a message of the ladder, and then one of its lines, for an answer", async () => {
    await lesson.getByRole("button", { name: "Next" }).click();
    await lesson.getByText("Question 2 of 4").waitFor();
    await capture.locator('[role="treeitem"]', { hasText: "401" }).first().click();
    await lesson.locator(".said.wrong").waitFor();
    await capture.locator('[role="treeitem"]', { hasText: "200 OK" }).first().click();
    await lesson.locator("ul.headers").getByRole("button", { name: "Contact" }).click();
    await lesson.locator(".explained").waitFor();
    await workbench.screenshot("lesson-click");
  });

  it("is listed in the Explorer as started, and goes on where it was left", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.runCommand("Explorer: Focus on SIP Lessons View");
    const row = workbench.page.locator(".pane-body .monaco-list-row", { hasText: TITLE }).first();
    await expect.poll(() => row.textContent(), { timeout: 15_000 }).toContain("started");
    await workbench.screenshot("lesson-list");
    await row.click();
    lesson = await workbench.webviewWith("main h1");
    await lesson.getByText("Question 2 of 4").waitFor();
    await lesson.locator(".explained").waitFor();
    expect(workbench.foreignRequests).toEqual([]);
  });

  it("comes back after the window was reloaded, and the ladder at the step where it stood", async () => {
    capture = await workbench.webviewWith('[role="treeitem"]');
    await capture.locator('[role="treeitem"]').first().click();
    await press("s");
    await press("ArrowDown");
    await capture.getByText("Step 2 of").waitFor();
    await reload();
    await lesson.getByText("Question 2 of 4").waitFor();
    await capture.getByText("Step 2 of").waitFor();
    await expect.poll(() => selected(capture), { timeout: 15_000 }).toContain("401");
    await workbench.screenshot("lesson-reloaded");
    await capture.getByRole("button", { name: "Guess" }).click();
    await capture.getByText("What is wrong here?").waitFor();
    await reload();
    await capture.getByText("What is wrong here?").waitFor();
    await workbench.screenshot("guess-reloaded");
  });

  it.each(["04-wrong-password.md", "06-nonce-stale-and-clocks.md", "10-timers-expiry-and-423.md"])(
    "%s is gone through to its end, the ladder at each message",
    async (file) => {
      const { lesson: read } = parseLesson(readFileSync(join(ROOT, "samples", "lessons", file), "utf8"));
      const { title, steps, questions } = read!;
      // A page that is hidden has rows as well.
      await workbench.runCommand("View: Close All Editors");
      ({ lesson, capture } = await startLesson(workbench, title));
      const next = lesson.getByRole("button", { name: "Next" });
      for (const [index, { at, header }] of steps.entries()) {
        await next.click();
        await lesson.getByText(`Step ${index + 1} of ${steps.length}`).waitFor();
        await expect.poll(() => selected(capture), { timeout: 15_000 }).toContain(at.split(" ")[0]);
        if (header)
          await capture
            .locator("mark.looked-at", { hasText: `${header}:` })
            .first()
            .waitFor();
      }
      for (const index of questions.keys()) {
        await next.click();
        await lesson.getByText(`Question ${index + 1} of ${questions.length}`).waitFor();
      }
      await next.click();
      await lesson.getByText("End", { exact: true }).waitFor();
      await workbench.screenshot(`lesson-${file.slice(0, 2)}`);
    },
  );

  async function reload(): Promise<void> {
    // In the ladder an Escape, with which a command is tried again, would end what is to come back.
    await lesson.locator("main h1").click();
    // The page's state is stored a moment after it changed.
    await workbench.page.waitForTimeout(1500);
    const reloaded = workbench.page.waitForEvent("load");
    await workbench.runCommand("Developer: Reload Window");
    await reloaded;
    lesson = await workbench.webviewWith("main h1");
    capture = await workbench.webviewWith('[role="treeitem"]');
  }
});

describe("a lesson in the web host", () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open({ host: "web", readyCommand: "SIP Trace: Start Lesson" });
  });
  afterAll(() => workbench?.close());

  it("is read from the extension, and its capture follows", async () => {
    const { lesson, capture } = await startLesson(workbench);
    await lesson.getByRole("button", { name: "Next" }).click();
    await lesson.getByRole("button", { name: "Next" }).click();
    await expect.poll(() => selected(capture), { timeout: 15_000 }).toContain("401");
    expect(workbench.foreignRequests).toEqual([]);
  });
});
