/** The page that paints the slides of a lesson, in Chromium, under the policy of its panel: the pictures are whole. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lessonSlides } from "../../src/core/teach/lesson/lesson-slides.js";
import { analysisOf, lessonOf, lessonText } from "../teach/lesson/lessons.js";
import { openBrowser, openPaintingPage } from "../webview/harness.js";

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

interface Window {
  readonly sent: readonly { readonly type: string; readonly png?: Uint8Array<ArrayBuffer> }[];
}

test("each slide becomes a PNG of its whole size, and is shown as a whole meanwhile", async () => {
  const lesson = lessonOf(lessonText("11-nat-and-idle-phones.md"));
  const drawings = lessonSlides(lesson, analysisOf(lesson)).flatMap(({ name, content }) =>
    name.endsWith(".svg") ? [content] : [],
  );
  const { page, tell, complaints } = await openPaintingPage(browser);
  for (const [index, svg] of drawings.entries()) {
    await tell({ type: "paint", svg });
    await page.waitForFunction((count) => (window as unknown as Window).sent.length > count, index + 1);
  }
  const sizes = await page.evaluate(async () => {
    const pictures = (window as unknown as Window).sent.flatMap(({ png }) => png ?? []);
    return Promise.all(
      pictures.map(async (png) => {
        const { width, height } = await createImageBitmap(new Blob([png], { type: "image/png" }));
        return [width, height];
      }),
    );
  });
  expect(sizes).toHaveLength(lesson.steps.length);
  const wanted = drawings.map((svg) => [/width="(\d+)"/, /height="(\d+)"/].map((size) => Number(size.exec(svg)?.[1])));
  expect(sizes).toEqual(wanted);
  const { width, height } = (await page.getByRole("img").boundingBox())!;
  expect(width).toBeLessThanOrEqual(1400);
  expect(height).toBeLessThanOrEqual(900);
  expect(complaints).toEqual([]);
  await page.close();
});
