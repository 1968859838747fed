/** The step bar on the page: the ladder grows with each step, by key and by button, and stays so over a reload. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ToWebview } from "../../src/view/protocol.js";
import type { StepView } from "../../src/view/step.js";
import { overhang, seriousFaults } from "../webview/axe.js";
import { type OpenPage, openBrowser, openPage } from "../webview/harness.js";
import { THEMES } from "../webview/themes.js";
import { LADDER, MESSAGE, toldLadder as ladder } from "../webview/views.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const SHOWN: readonly ToWebview[] = [
  { type: "mode", mode: "ladder", title: "branch-office.siplog" },
  ladder(LADDER),
  { type: "message", view: MESSAGE },
];

async function open(options = {}): Promise<OpenPage> {
  const page = await openPage(browser, options);
  for (const message of SHOWN) await page.tell(message);
  return page;
}

const rowsOf = ({ page }: OpenPage) =>
  page.getByRole("treeitem").evaluateAll((rows) => rows.map((row) => row.dataset["row"]));
const stepOf = ({ page }: OpenPage) => page.locator(".step-number").innerText();

test("the ladder grows row by row, and back again", async () => {
  const opened = await open();
  const { page, complaints } = opened;
  await page.locator(".ladder").focus();
  await page.keyboard.press("s");
  expect(await rowsOf(opened)).toEqual(["0"]);
  expect(await stepOf(opened)).toBe("Step 1 of 13");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("button", { name: "Next step" }).click();
  expect(await rowsOf(opened)).toEqual(["0", "1", "2"]);
  expect(await page.locator(".step-words").innerText()).toContain('realm "asterisk"');
  await page.getByRole("button", { name: "Last step" }).click();
  expect(await stepOf(opened)).toBe("Step 13 of 13");
  await page.getByRole("button", { name: "First step" }).click();
  expect(await rowsOf(opened)).toEqual(["0"]);
  await page.getByRole("button", { name: "End stepping" }).click();
  expect((await rowsOf(opened)).length).toBeGreaterThan(10);
  expect(complaints).toEqual([]);
  await page.close();
});

test("a lesson begins the steps at a message, and a reload goes on there", async () => {
  const opened = await open();
  const { page, tell } = opened;
  await tell({ type: "step", message: 2 });
  expect(await rowsOf(opened)).toEqual(["0", "1", "2"]);
  await page.reload();
  for (const message of SHOWN) await tell(message);
  expect(await rowsOf(opened)).toEqual(["0", "1", "2"]);
  expect(await stepOf(opened)).toBe("Step 3 of 13");
  await page.close();
});

test("no arrow grows for those whom moving pictures disturb", async () => {
  const { page } = await open();
  // How long an arrow grows is nobody's to wait for: its beginnings are counted.
  await page.evaluate(() => {
    Element.prototype.animate = () => {
      document.body.dataset["grown"] = `${document.body.dataset["grown"] ?? ""}+`;
      return new Animation();
    };
  });
  const grown = () => page.evaluate(() => document.body.dataset["grown"]);
  await page.locator(".ladder").focus();
  await page.keyboard.press("s");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  expect(await grown()).toBe("+");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.keyboard.press("ArrowDown");
  expect(await grown()).toBe("+");
  await page.close();
});

test("a step tells why now and what the registrar knows, changes in words", async () => {
  const { page, tell, sent, complaints } = await open();
  await page.locator(".ladder").focus();
  await page.keyboard.press("s");
  await page.keyboard.press("ArrowDown");
  expect((await sent()).filter(({ type }) => type === "explainStep")).toEqual([
    { type: "explainStep", place: 0, since: null },
    { type: "explainStep", place: 1, since: 0 },
  ]);
  const evil = "<img src=x onerror=alert(1)>";
  const entry = { key: "b0", facts: [{ label: "expires", value: "in 1 min" }] };
  await tell({
    type: "explained",
    view: {
      place: 1,
      title: "401 · frame 5",
      who: ["The registrar answers ", evil, "."],
      why: [["The request carried no credentials."]],
      look: [{ name: "realm", value: evil, what: "The realm.", here: [["It is ", evil]], sources: [] }],
      registrar: {
        aor: "2001@pbx.example.com",
        summary: "The registrar knows 1 Contact.",
        bindings: [{ ...entry, name: evil, change: "ended", changeWords: "expired" }],
        nonces: [],
        timers: [],
      },
    },
  });
  const state = page.getByRole("region", { name: "What the registrar knows now" });
  expect(await state.getByRole("listitem").first().innerText()).toMatch(/−\s+<img src=x onerror=alert\(1\)>\s+expired/);
  expect(await page.locator(".step-words").innerText()).toContain("The request carried no credentials.");
  expect(await page.getByRole("region", { name: "This step" }).innerText()).toContain("401 · FRAME 5");
  expect(await page.locator("img").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

describe.each(Object.keys(THEMES))("in %s", (theme) => {
  test.each([1400, 520])("a step is accessible, and nothing sticks out, at %d pixels", async (width) => {
    const { page, tell } = await open({ theme, width });
    await page.locator(".ladder").focus();
    await page.keyboard.press("s");
    await page.keyboard.press("ArrowDown");
    const facts = [{ label: "expires", value: "in 1 min" }];
    const entry = { key: "b0", name: "<sip:2001@192.0.2.20:5060;transport=udp>", facts };
    const bindings = (["added", "changed", "ended", "none"] as const).map((change) => {
      return { ...entry, key: change, change, changeWords: change === "none" ? "" : change };
    });
    const view: StepView = {
      place: 1,
      title: "401 · frame 5",
      who: ["The registrar answers with ", "401 Unauthorized", "."],
      why: [["The request carried no credentials."]],
      look: [{ name: "realm", value: "pbx.example.com", what: "The realm.", here: [], sources: [] }],
      registrar: { aor: "2001@pbx.example.com", summary: "It knows 1 Contact.", bindings, nonces: [], timers: [] },
    };
    await tell({ type: "explained", view });
    await page.screenshot({ path: `test-results/step-bar-${theme.replaceAll(" ", "-")}-${width}.png` });
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overhang(page)).toBe(0);
    await page.close();
  });
});
