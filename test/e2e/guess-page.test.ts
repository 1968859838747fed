/** Guess mode on the page: nothing tells the findings, and what is pointed at goes to the host by keyboard. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { GuessView } from "../../src/view/guess.js";
import { overhang, seriousFaults } from "../webview/axe.js";
import { openBrowser, openPage } from "../webview/harness.js";
import { OVERVIEW, toldOverview as overview } from "../webview/overview-views.js";
import { THEMES } from "../webview/themes.js";
import { finding, LADDER, MESSAGE, toldLadder as ladder } from "../webview/views.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const HIDDEN = { ...LADDER, findings: [], rows: LADDER.rows.map((row) => ({ ...row, findings: [] })) };
const VIEW: GuessView = {
  key: "r0",
  count: 1,
  known: [],
  verdict: "none",
  words: "",
  hints: [],
  hintsLeft: 3,
  points: 0,
  mostPoints: 4,
  tries: 0,
  hintsUsed: 0,
  isOver: false,
};

test("findings are hidden, pointed at by keyboard, and shown again by Escape", async () => {
  const { page, tell, sent, complaints } = await openPage(browser);
  await tell({ type: "mode", mode: "capture", title: "branch-office.pcapng" });
  for (const message of overview(OVERVIEW)) await tell(message);
  await tell(ladder(LADDER));
  await page.getByRole("button", { name: "Guess" }).click();
  expect((await sent()).at(-1)).toEqual({ type: "guessing", isOn: true });
  await tell({ type: "guessing", isOn: true });
  await tell(ladder(HIDDEN));
  await tell({ type: "guess", view: VIEW });
  // The first row, and not that of the fault, is where guessing begins.
  expect((await sent()).slice(-2)).toEqual([
    { type: "guess", moves: [] },
    { type: "selectMessage", message: 0 },
  ]);
  for (const telling of [".badge", ".overview", ".status"]) {
    const shown = await page.locator(telling).evaluateAll((all) => all.filter((each) => each.checkVisibility()).length);
    expect([telling, shown]).toEqual([telling, 0]);
  }
  expect(await page.getByText("Realm mismatch").filter({ visible: true }).count()).toBe(0);

  await page.locator(".ladder").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await tell({ type: "message", view: MESSAGE });
  await page.keyboard.press("Enter");
  expect((await sent()).at(-1)).toEqual({ type: "guess", moves: [{ kind: "answer", place: 2, line: null }] });
  await page.getByRole("group", { name: "Lines of the message" }).getByRole("button").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect((await sent()).at(-1)).toEqual({
    type: "guess",
    moves: [
      { kind: "answer", place: 2, line: null },
      { kind: "answer", place: 2, line: 1 },
    ],
  });
  const known = [{ finding: finding(), points: 3 }];
  await tell({ type: "guess", view: { ...VIEW, known, verdict: "over", words: "Right.", points: 3, isOver: true } });
  expect(await page.getByRole("status").innerText()).toContain("Right.");
  expect(await page.locator(".score").innerText()).toContain("3 of 4 points");

  await page.reload();
  await tell({ type: "mode", mode: "capture", title: "branch-office.pcapng" });
  // The window was reloaded, and the host with it.
  await tell({ type: "guessing", isOn: false });
  expect((await sent()).at(-1)).toEqual({ type: "guessing", isOn: true });
  await tell({ type: "guessing", isOn: true });
  await tell(ladder(HIDDEN));
  const last = (await sent()).filter(({ type }) => type === "guess").at(-1);
  expect(last).toMatchObject({ moves: [{ place: 2 }, { place: 2, line: 1 }] });
  await page.keyboard.press("Escape");
  expect((await sent()).at(-1)).toEqual({ type: "guessing", isOn: false });
  await tell({ type: "guessing", isOn: false });
  await tell(ladder(LADDER));
  expect(await page.locator(".badge").count()).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
  await page.close();
});

describe.each(Object.keys(THEMES))("in %s", (theme) => {
  test.each([1400, 520])("guessing is accessible, and nothing sticks out, at %d pixels", async (width) => {
    const { page, tell } = await openPage(browser, { theme, width });
    await tell({ type: "mode", mode: "ladder", title: "branch-office.siplog" });
    await tell({ type: "guessing", isOn: true });
    await tell(ladder(HIDDEN));
    await tell({ type: "message", view: { ...MESSAGE, message: 0, marks: [], digest: null } });
    const verdicts = ["none", "right", "half", "wrong", "hint", "over"] as const;
    const hints = ["Look at what comes from the phone.", "Look at the second REGISTER."];
    for (const verdict of verdicts) {
      const words = verdict === "none" ? "" : "What is told of it.";
      await tell({ type: "guess", view: { ...VIEW, verdict, words, hints, hintsUsed: 2, isOver: verdict === "over" } });
      if (verdict === "hint")
        await page.screenshot({ path: `test-results/guess-${theme.replaceAll(" ", "-")}-${width}.png` });
      expect(await seriousFaults(page)).toEqual([]);
    }
    expect(await overhang(page)).toBe(0);
    await page.close();
  });
});
