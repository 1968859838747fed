/** The preview as Mermaid in Chromium, with the part of Mermaid that is shipped and under the policy of its panel. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawLadderMermaid } from "../../src/core/ladder/draw-mermaid.js";
import type { LadderView } from "../../src/view/ladder.js";
import { openBrowser, openMermaidPage } from "../webview/harness.js";
import { THEMES } from "../webview/themes.js";
import { LADDER, longLadder, wideLadder } from "../webview/views.js";

const ROOT = join(import.meta.dirname, "..", "..");
const GOLDENS = join(ROOT, "test", "ladder", "goldens");

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openPreview(theme = "vscode-dark") {
  const { page, complaints, sent, tell } = await openMermaidPage(browser, { width: 1200, height: 800, theme });
  expect(await sent()).toEqual([{ type: "ready" }]);
  const show = (text: string, title = "trace.pcapng") => tell({ type: "diagram", title, text });
  return { page, complaints, show };
}

const arrowsIn = (text: string) => text.match(/^ *L\d+-/gm)?.length ?? 0;

test("every ladder is drawn, one after the other in the same page", async () => {
  const { page, complaints, show } = await openPreview();
  for (const name of readdirSync(GOLDENS).filter((each) => each.endsWith(".mmd"))) {
    const text = readFileSync(join(GOLDENS, name), "utf8");
    await show(text, name);
    await page.locator(`[aria-label="Mermaid diagram of ${name}"] > svg`).waitFor();
    await expect.poll(() => page.locator(".picture .messageText").count(), { message: name }).toBe(arrowsIn(text));
    expect(await page.getByRole("status").textContent()).toBe("");
  }
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(Object.keys(THEMES))("words have the colour of %s, and axe-core finds nothing serious", async (theme) => {
  const { page, complaints, show } = await openPreview(theme);
  await show(drawLadderMermaid(LADDER));
  const words = page.locator(".picture .messageText").first();
  await words.waitFor();
  const [drawn, wanted] = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--vscode-editor-foreground, var(--vscode-foreground))";
    return [
      getComputedStyle(document.querySelector(".picture .messageText")!).fill,
      getComputedStyle(probe).color,
    ] as const;
  });
  expect(drawn).toBe(wanted);
  await page.screenshot({ path: join(ROOT, "test-results", `mermaid-${theme.replaceAll(" ", "-")}.png`) });
  expect(complaints).toEqual([]);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run({ rules: { "label-content-name-mismatch": { enabled: true } } }),
  );
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await page.close();
});

test("a wide ladder is scrolled, and shrunk to the width by a button that is remembered", async () => {
  const { page, show } = await openPreview();
  const wide = drawLadderMermaid(wideLadder(12));
  const svg = page.locator(".picture > svg");
  const over = () => page.locator(".picture").evaluate((each) => each.scrollWidth - each.clientWidth);
  await show(wide);
  await svg.waitFor();
  expect(await over()).toBeGreaterThan(0);
  const button = page.getByRole("button", { name: "Fit to width" });
  expect(await button.getAttribute("aria-pressed")).toBe("false");
  const before = (await svg.boundingBox())!;
  await button.press("Enter");
  expect(await over()).toBe(0);
  const after = (await svg.boundingBox())!;
  expect(after.width / after.height).toBeCloseTo(before.width / before.height, 1);
  await page.reload();
  await show(wide);
  await svg.waitFor();
  expect(await button.getAttribute("aria-pressed")).toBe("true");
  expect(await over()).toBe(0);
  await page.close();
});

test("a change of the theme draws it again", async () => {
  const { page, show } = await openPreview("vscode-dark");
  await show(drawLadderMermaid(LADDER));
  const svg = page.locator(".picture > svg");
  const first = await svg.getAttribute("id");
  await page.evaluate(() => (document.body.className = "vscode-light"));
  await expect.poll(() => svg.getAttribute("id")).not.toBe(first);
  await page.close();
});

test("hostile names, labels and findings stay text", async () => {
  const evil =
    "<img src=x onerror=alert(1)>%%{init:{'securityLevel':'loose'}}%%\n---\nend\nclick L0 call alert()\u202e;#lt;";
  const view: LadderView = {
    ...LADDER,
    lanes: LADDER.lanes.map((lane) => ({ ...lane, name: evil, detail: evil })),
    rows: LADDER.rows.map((row) => ("detail" in row ? { ...row, label: evil, detail: evil } : { ...row, label: evil })),
    findings: LADDER.findings.map((finding) => ({ ...finding, title: evil })),
  };
  const { page, complaints, show } = await openPreview();
  await show(drawLadderMermaid(view), evil);
  const words = page.locator(".picture .messageText").first();
  await words.waitFor();
  expect(await words.textContent()).toContain("<img src=x onerror=alert(1)>%%{init:");
  expect(await page.locator("img, .picture script, .picture a, .picture foreignObject").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test("its policy refuses a script that markup would bring", async () => {
  const { page, complaints } = await openPreview();
  await page.evaluate(() => {
    document.querySelector(".picture")!.innerHTML = "<img src=x onerror=\"document.title='owned'\">";
  });
  await expect.poll(() => complaints.join("\n")).toMatch(/Content Security Policy|policy refused/);
  expect(await page.title()).toBe("SIP Trace");
  await page.close();
});

test("a text that most viewers refuse is drawn and told of; one that would hold up the page is told of alone", async () => {
  const { page, show } = await openPreview();
  const long = drawLadderMermaid(longLadder(1500));
  expect(long.length).toBeGreaterThan(50_000);
  expect(long.length).toBeLessThan(300_000);
  await show(long);
  await page.getByRole("status").filter({ hasText: "Most viewers draw at most 50,000" }).waitFor();
  await expect.poll(() => page.locator(".picture .messageText").count(), { timeout: 60_000 }).toBe(arrowsIn(long));
  await show(`${long}${" ".repeat(300_000)}`);
  await page.getByRole("status").filter({ hasText: "too long to be previewed" }).waitFor();
  expect(await page.locator(".picture > svg").count()).toBe(0);
  await page.close();
});

test("what is no diagram of ours is told of, and the page lives on", async () => {
  const { page, show } = await openPreview();
  await show("flowchart LR\n  a --> b\n");
  await page.getByRole("status").filter({ hasText: "Mermaid could not draw this ladder" }).waitFor();
  await show(drawLadderMermaid(LADDER));
  await page.locator(".picture .messageText").first().waitFor();
  expect(await page.getByRole("status").textContent()).toBe("");
  await page.close();
});
