/** The ladder in Chromium: its lanes, times and colours, the explanation beside an arrow, and what leaves it as a picture. */
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawLadderSvg } from "../../src/core/ladder/draw-svg.js";
import type { LadderView } from "../../src/view/ladder.js";
import type { ToWebview } from "../../src/view/protocol.js";
import { HeldLadder } from "../../src/worker/held-ladder.js";
import { type OpenPage, openBrowser, openPage } from "../webview/harness.js";
import { THEMES } from "../webview/themes.js";
import { LADDER, longLadder, wideLadder } from "../webview/views.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openLadder(view: LadderView, options = {}): Promise<OpenPage> {
  const open = await openPage(browser, options);
  const held = new HeldLadder(view, 1);
  const messages: readonly ToWebview[] = [
    { type: "mode", mode: "ladder", title: "trace.pcapng" },
    { type: "ladder", view: held.head(), rows: held.window(0, 200) },
  ];
  for (const message of messages) await open.tell(message);
  return open;
}

test("life lines stand on their lanes and end where they end in time", async () => {
  const { page } = await openLadder(LADDER);
  await page.locator(".ladder").focus();
  await page.keyboard.press("End");
  const [alive, open, shut] = await Promise.all(
    ["alive", "open", "shut"].map((kind) => page.locator(`.life-${kind}`).boundingBox()),
  );
  expect(alive!.height).toBeGreaterThan(150);
  expect(shut!.y).toBeCloseTo(open!.y + open!.height, 0);
  expect(await page.locator(".life-alive").innerText()).toBe("binding valid, 600 s");
  await page.close();
});

test("words beside the first and the last lane stand clear of the arrows' labels", async () => {
  const [alive] = LADDER.lifeLines;
  const whole = { ...alive!, from: { row: 0, share: 0 }, to: { row: 3, share: 1 }, label: "NAT pinhole open" };
  const lifeLines = [0, LADDER.lanes.length - 1].map((lane) => ({ ...whole, lane }));
  const { page } = await openLadder({ ...LADDER, lifeLines });
  const boxes = (selector: string) =>
    page.locator(selector).evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON() as DOMRect));
  const words = await boxes(".life span");
  expect(words).toHaveLength(2);
  const labels = await boxes(".row .words");
  expect(labels.length).toBeGreaterThan(3);
  const overlap = (a: DOMRect, b: DOMRect) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  expect(words.flatMap((word) => labels.filter((label) => overlap(word, label)))).toEqual([]);
  // Nor do they run into the times.
  expect(Math.min(...words.map(({ left }) => left))).toBeGreaterThan(
    Math.max(...(await boxes(".row > .time")).map(({ right }) => right)),
  );
  await page.close();
});

test("lanes are moved, renamed and hidden by keyboard", async () => {
  const { page, sent } = await openLadder(LADDER);
  await page.getByRole("button", { name: "Lanes" }).focus();
  await page.keyboard.press("Enter");
  expect(await page.getByRole("dialog", { name: "Lanes" }).isVisible()).toBe(true);
  await page.getByRole("button", { name: "Move Yealink T46U right" }).press("Enter");
  expect((await sent()).at(-1)).toEqual({
    type: "arrangeLanes",
    lanes: [{ id: "203.0.113.7" }, { id: "192.0.2.20" }, { id: "198.51.100.10" }],
  });
  await page.getByRole("textbox", { name: "Name of NAT router" }).fill("Home router");
  await page.keyboard.press("Enter");
  expect((await sent()).at(-1)).toMatchObject({ lanes: [{}, { id: "203.0.113.7", name: "Home router" }, {}] });
  await page.getByRole("checkbox", { name: "Show Kamailio 5.8" }).press("Space");
  expect((await sent()).at(-1)).toMatchObject({ lanes: [{}, {}, { id: "198.51.100.10", isHidden: true }] });
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await page.getByRole("button", { name: "Lanes" }).evaluate((each) => each === document.activeElement)).toBe(
    true,
  );
  await page.close();
});

test("the head of a lane is dragged to another place", async () => {
  const { page, sent } = await openLadder(LADDER);
  const from = (await page.locator(".lane-head").nth(0).boundingBox())!;
  const to = (await page.locator(".lane-head").nth(2).boundingBox())!;
  await page.mouse.move(from.x + 30, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + 10, { steps: 5 });
  await page.mouse.up();
  expect((await sent()).at(-1)).toEqual({
    type: "arrangeLanes",
    lanes: [{ id: "203.0.113.7" }, { id: "198.51.100.10" }, { id: "192.0.2.20" }],
  });
  await page.close();
});

test("a finding is explained beside its arrow, by key and by click, and Escape leads back", async () => {
  const { page, complaints } = await openLadder(LADDER);
  await page.locator(".ladder").focus();
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Why this message is flagged" });
  expect(await dialog.innerText()).toContain("The nonce is the same in both.");
  expect(await dialog.innerText()).toContain("account.1.auth_realm");
  await page.keyboard.press("Escape");
  expect(await dialog.count()).toBe(0);
  expect(await page.locator(".ladder").evaluate((each) => each === document.activeElement)).toBe(true);
  await page.locator("#row-2 .badge").click();
  expect(await dialog.isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  await page.close();
});

test("a finding is explained as soon as its row is there, and its row is brought back into view", async () => {
  const long = longLadder(600);
  const rows = long.rows.map((row, index) => (index === 500 ? { ...row, findings: [0] } : row));
  const held = new HeldLadder({ ...long, rows, findings: LADDER.findings.slice(0, 1) }, 1);
  const { page, tell, sent } = await openPage(browser);
  await tell({ type: "mode", mode: "ladder", title: "trace.pcapng" });
  await tell({ type: "ladder", view: { ...held.head(), worstAt: null }, rows: held.window(0, 200) });
  const ladder = page.locator(".ladder");
  const dialog = page.getByRole("dialog", { name: "Why this message is flagged" });
  const hasFocus = () => dialog.evaluate((each) => each === document.activeElement);
  await ladder.focus();
  await page.keyboard.press("F8");
  await page.keyboard.press("e");
  expect(await dialog.count()).toBe(0);
  expect(await sent()).toContainEqual({ type: "rows", edition: 1, first: 400, end: 600 });
  await tell({ type: "rows", rows: held.window(400, 600) });
  expect(await dialog.innerText()).toContain("The nonce is the same in both.");
  expect(await hasFocus()).toBe(true);
  await page.keyboard.press("Escape");
  await ladder.evaluate((each) => each.scrollTo(0, 0));
  await page.locator("#row-0").waitFor();
  await page.keyboard.press("e");
  await dialog.waitFor();
  expect(await hasFocus()).toBe(true);
  await page.close();
});

test("the clock tells the time of the zone that was chosen, after a reload too", async () => {
  const { page, tell, sent } = await openLadder(LADDER);
  await page.getByRole("button", { name: "Local time" }).click();
  expect((await sent()).at(-1)).toEqual({ type: "chooseZone", zone: "local" });
  await tell({ type: "zone", zone: "Asia/Tokyo" });
  expect(await page.locator("#row-0 .time").innerText()).toBe("18:58:02.113");
  await tell({ type: "press", button: "export" });
  expect((await sent()).at(-1)).toEqual({ type: "export", time: { mode: "delta", zone: "Asia/Tokyo" } });
  await page.reload();
  const held = new HeldLadder(LADDER, 2);
  await tell({ type: "ladder", view: held.head(), rows: held.window(0, 200) });
  expect(await page.getByRole("button", { name: "Asia/Tokyo" }).count()).toBe(1);
  await page.close();
});

/** A row is said as a sentence, which tells more than its drawing and in another order. */
const isSentence = (rule: string, html: string) =>
  rule === "label-content-name-mismatch" && html.includes('role="treeitem"');

test.each(Object.keys(THEMES))("axe-core finds nothing serious in %s", async (theme) => {
  const { page } = await openLadder(LADDER, { theme });
  await page.evaluate(axe.source);
  const serious = async () => {
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(".center", {
        rules: { "label-content-name-mismatch": { enabled: true } },
      }),
    );
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html]))
      .filter(([id, html]) => !isSentence(id!, html!));
  };
  expect(await serious()).toEqual([]);
  await page.locator(".ladder").focus();
  await page.keyboard.press("e");
  expect(await serious()).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Lanes" }).press("Enter");
  expect(await serious()).toEqual([]);
  await page.close();
});

test("hostile lanes, labels and findings stay text, and every character is seen or isolated", async () => {
  const evil = `<img src=x onerror=alert(1)>\u202eevil\u0007😀${"x".repeat(65_536)}`;
  const lanes = LADDER.lanes.map((lane) => ({ ...lane, name: evil, detail: evil }));
  const rows = LADDER.rows.map((row) =>
    "detail" in row ? { ...row, label: evil, detail: evil } : { ...row, label: evil },
  );
  const findings = LADDER.findings.map((each) => ({ ...each, message: evil, evidence: [evil], remedy: evil }));
  const { page, complaints } = await openLadder({ ...LADDER, title: evil, lanes, rows, findings });
  await page.locator(".ladder").focus();
  await page.keyboard.press("e");
  await page.getByRole("button", { name: "Lanes" }).press("Enter");
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.locator(".lane-head b bdi").count()).toBe(3);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
  expect(complaints).toEqual([]);
  await page.close();
});

test("colours by transaction say its number, too", async () => {
  const { page } = await openLadder(LADDER);
  await page.getByRole("button", { name: "By transaction" }).click();
  expect(await page.locator("#row-2").innerText()).toContain("transaction 2");
  expect(await page.locator("#row-0.hue-0").count()).toBe(1);
  await page.close();
});

test(
  "2,000 messages between 20 lanes are painted whole, in a PNG that a browser reads",
  { timeout: 300_000 },
  async () => {
    const wide = wideLadder(20);
    const rows = Array.from({ length: 2000 }, (_, index) => ({
      ...wide.rows[index % wide.rows.length]!,
      message: index,
    }));
    const svg = drawLadderSvg({ ...longLadder(0), lanes: wide.lanes, rows });
    expect(svg.match(/class="head"/g)).toHaveLength(2000);
    const { page, tell, complaints } = await openLadder(LADDER);
    await tell({ type: "paint", svg });
    await page.waitForFunction(
      () => (window as unknown as { sent: { type: string }[] }).sent.some(({ type }) => type === "picture"),
      undefined,
      { timeout: 240_000 },
    );
    const [width, height, octets, lastRow] = await page.evaluate(async () => {
      const sent = (window as unknown as { sent: { type: string; png: Uint8Array<ArrayBuffer> }[] }).sent;
      const { png } = sent.find(({ type }) => type === "picture")!;
      const view = new DataView(png.buffer);
      const [width, height] = [view.getUint32(16), view.getUint32(20)];
      // The whole is too large for a canvas; the browser decodes it all the same to show the part with the last arrow.
      const bitmap = await createImageBitmap(new Blob([png], { type: "image/png" }), 0, height - 60, width, 60);
      const canvas = new OffscreenCanvas(width, 60);
      const context = canvas.getContext("2d")!;
      context.drawImage(bitmap, 0, 0);
      const pixels = context.getImageData(0, 0, width, 60).data;
      let dark = 0;
      for (let at = 0; at < pixels.length; at += 4) if (pixels[at]! < 100 && pixels[at + 2]! > 150) dark++;
      return [width, height, png.length, dark] as const;
    });
    expect([width, height]).toEqual([/width="(\d+)"/, /height="(\d+)"/].map((size) => Number(size.exec(svg)![1])));
    expect(height).toBeGreaterThan(80_000);
    expect(octets).toBeGreaterThan(100_000);
    expect(lastRow).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
    await page.close();
  },
);
