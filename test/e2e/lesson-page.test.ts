/** The page of a lesson in Chromium, under the policy of its panel: read and answered by keyboard, in every theme. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lessonView } from "../../src/core/teach/lesson/lesson-view.js";
import { parseLesson } from "../../src/core/teach/lesson/parse-lesson.js";
import type { LessonView, ToLessonPage } from "../../src/view/lesson.js";
import { overhang, seriousFaults } from "../webview/axe.js";
import { openBrowser, openLessonPage } from "../webview/harness.js";
import { THEMES } from "../webview/themes.js";

const ROOT = join(import.meta.dirname, "..", "..");
const ADDRESS = "sip-trace-sample:/lessons/01-healthy-handshake.md";
const LESSONS = join(ROOT, "samples", "lessons");
const LESSON = lessonView(parseLesson(readFileSync(join(LESSONS, "01-healthy-handshake.md"), "utf8")).lesson!);

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openLesson(view: LessonView, theme = "vscode-dark", place = 0) {
  const open = await openLessonPage(browser, { width: 620, height: 800, theme });
  await open.tell({ type: "lesson", address: ADDRESS, view, progress: { place, solved: [], isDone: false } });
  await open.page.locator("main h1").waitFor();
  return open;
}

test("the page keeps which lesson it is, for a window that is reloaded", async () => {
  const { page } = await openLesson(LESSON);
  expect(await page.evaluate(() => sessionStorage.getItem("state"))).toBe(JSON.stringify({ address: ADDRESS }));
  await page.close();
});

const heading = (page: Page) => page.locator("main h1").textContent();
const question = (index: number) => 1 + LESSON.steps.length + index;

test("the whole lesson is walked through with the arrow keys, and its end makes it done", async () => {
  const { page, complaints, sent } = await openLesson(LESSON);
  const last = question(LESSON.questions.length);
  for (let place = 1; place <= last; place++) await page.keyboard.press("ArrowRight");
  await page.getByText("End", { exact: true }).waitFor();
  expect((await sent()).findLast(({ type }) => type === "progress")).toEqual({
    type: "progress",
    progress: { place: last, solved: [], isDone: true },
  });
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.getByText(`Question ${LESSON.questions.length} of`).waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(readdirSync(LESSONS).filter((file) => file.endsWith(".md")))(
  "%s: every step has its words, every question is judged wrong and right, and progress is told",
  async (file) => {
    const view = lessonView(parseLesson(readFileSync(join(LESSONS, file), "utf8")).lesson!);
    const { page, complaints, sent, tell } = await openLesson(view);
    const solved = async () => (await sent()).findLast((each) => each.type === "progress")!.progress.solved;
    for (const [index, { title }] of view.steps.entries()) {
      await page.keyboard.press("ArrowRight");
      await page.getByText(`Step ${index + 1} of ${view.steps.length}`).waitFor();
      expect(await heading(page)).toBe(title);
      expect((await page.locator("main .text").innerText()).length).toBeGreaterThan(40);
    }
    for (const [index, { answers }] of view.questions.entries()) {
      await page.keyboard.press("ArrowRight");
      await page.getByText(`Question ${index + 1} of ${view.questions.length}`).waitFor();
      const verdict = (kind: "wrong" | "right") =>
        tell({ type: "verdict", question: index, verdict: { kind, sentence: `This is ${kind}.` } });
      if (answers.length === 0) await verdict("wrong");
      for (const at of answers.keys()) if (!answers[at]!.isRight) await page.locator(".answer").nth(at).click();
      expect(await page.locator(".explained").count()).toBe(0);
      if (answers.length === 0) await verdict("right");
      for (const at of answers.keys()) if (answers[at]!.isRight) await page.locator(".answer").nth(at).click();
      await page.locator(".explained").waitFor();
      expect(await solved()).toHaveLength(index + 1);
    }
    await page.keyboard.press("ArrowRight");
    await page.getByText("End", { exact: true }).waitFor();
    const count = view.questions.length;
    await page.getByText(`${count} of ${count} questions answered.`).waitFor();
    expect(await overhang(page)).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

describe.each(Object.keys(THEMES))("in %s", (theme) => {
  test.each([620, 360])("a step and an answered question are accessible at %d pixels", async (width) => {
    const { page, complaints, sent } = await openLesson(LESSON, theme, 3);
    await page.setViewportSize({ width, height: 800 });
    const picture = (name: string) =>
      page.screenshot({ path: join(ROOT, "test-results", `${name}-${theme.replaceAll(" ", "-")}-${width}.png`) });
    await picture("lesson-page-step");
    expect(await seriousFaults(page)).toEqual([]);
    for (let place = 3; place < question(0); place++) await page.keyboard.press("ArrowRight");
    await page.locator(".answer").nth(0).click();
    await page.getByText("✗ No.").waitFor();
    await page.locator(".answer").nth(1).click();
    await page.locator(".explained").waitFor();
    expect((await sent()).at(-1)).toMatchObject({ type: "progress", progress: { solved: [0] } });
    await picture("lesson-page-question");
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overhang(page)).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

test("a message that was chosen in the capture is judged, and its line asked for", async () => {
  const { page, sent, tell } = await openLesson(LESSON, "vscode-dark", question(1));
  const verdict = (told: Extract<ToLessonPage, { type: "verdict" }>["verdict"]) =>
    tell({ type: "verdict", question: 1, verdict: told });
  await verdict({ kind: "wrong", sentence: "401 Unauthorized: not this one." });
  await page.getByRole("status").filter({ hasText: "not this one" }).waitFor();
  await verdict({ kind: "message", sentence: "200 OK: the right message.", headers: ["Via", "Contact"] });
  await page.getByRole("button", { name: "Contact" }).click();
  expect((await sent()).at(-1)).toEqual({ type: "chooseHeader", question: 1, header: "Contact" });
  await verdict({ kind: "right", sentence: "Contact: right." });
  await page.locator(".explained").waitFor();
  await page.close();
});

test("hints come one by one, from the vague to the plain", async () => {
  const { page } = await openLesson(LESSON, "vscode-dark", question(1));
  const hint = page.getByRole("button", { name: "Hint" });
  await hint.click();
  expect(await page.locator(".hints p").count()).toBe(1);
  await hint.click();
  expect(await page.locator(".hints p").count()).toBe(2);
  expect(await hint.count()).toBe(0);
  await page.close();
});

test("a hostile lesson stays text, and its links lead to RFCs and lessons alone", async () => {
  const evil =
    "<img src=x onerror=\"document.title='owned'\"> [a](command:workbench.action.quit) [b](javascript:alert(1))";
  const text = readFileSync(join(ROOT, "samples/lessons/01-healthy-handshake.md"), "utf8").replace(
    "# The healthy handshake\n",
    `# The healthy handshake\n\n${evil} [next](02-next.md) [out](../../x.md)\n`,
  );
  const { page, complaints, sent } = await openLesson(lessonView(parseLesson(text).lesson!));
  expect(await page.locator("main .text").first().textContent()).toContain("<img src=x");
  expect(await page.locator("main img, main script").count()).toBe(0);
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map((each) => each.getAttribute("href")!));
  expect(links.filter((each) => !/^(https:\/\/www\.rfc-editor\.org\/|#lesson:[\w.-]+$)/.test(each))).toEqual([]);
  await page.getByRole("link", { name: "next" }).click();
  expect((await sent()).at(-1)).toEqual({ type: "openLesson", file: "02-next.md" });
  expect(await heading(page)).toBe("The healthy handshake");
  expect(complaints).toEqual([]);
  await page.close();
});
