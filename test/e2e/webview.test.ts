/** The page in Chromium, under the policy it runs with in the editor: what it draws, says and answers. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ToWebview } from "../../src/view/protocol.js";
import { CARD } from "../webview/card-view.js";
import { type OpenPage, openBrowser, openPage } from "../webview/harness.js";
import { OVERVIEW, toldOverview as overview } from "../webview/overview-views.js";
import { HeldLadder } from "../../src/worker/held-ladder.js";
import { finding, LADDER, MESSAGE, READING, toldLadder as ladder, wideLadder } from "../webview/views.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const CAPTURE: readonly ToWebview[] = [
  { type: "mode", mode: "capture", title: "branch-office.pcapng" },
  ...overview(OVERVIEW),
  ladder(LADDER),
  { type: "message", view: MESSAGE },
];

async function openWith(messages: readonly ToWebview[], options = {}): Promise<OpenPage> {
  const open = await openPage(browser, options);
  for (const message of messages) await open.tell(message);
  return open;
}

test("the worst row, its proof and the answer are in view at once", async () => {
  const { page, sent, complaints } = await openWith(CAPTURE);
  expect(await sent()).toEqual([
    { type: "ready" },
    { type: "selectRow", key: "r0" },
    { type: "selectMessage", message: 2 },
  ]);
  expect(await page.getByRole("treeitem", { selected: true }).getAttribute("aria-label")).toContain('realm "asterisk"');
  expect(await page.locator(".packets mark.bad").innerText()).toBe("asterisk");
  expect(await page.getByRole("heading", { name: "Realm mismatch" }).isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  await page.close();
});

test("keys move, open folds, open the text and compare", async () => {
  const { page, sent } = await openWith(CAPTURE);
  const before = (await sent()).length;
  await page.locator(".ladder").focus();
  for (const key of ["ArrowDown", "c", "ArrowLeft", "c", "Enter"]) await page.keyboard.press(key);
  expect((await sent()).slice(before)).toEqual([
    { type: "selectMessage", message: 3 },
    { type: "openText", message: 3, focus: false },
    { type: "selectMessage", message: 2 },
    { type: "openText", message: 2, focus: false },
    { type: "compare", first: 3, second: 2 },
    { type: "openText", message: 2, focus: true },
  ]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const fold = page.locator("#row-4");
  expect(await fold.getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("Enter");
  expect(await fold.getAttribute("aria-expanded")).toBe("true");
  expect(await page.locator("#row-5").count()).toBe(1);
  expect(await page.locator(".ladder").getAttribute("aria-activedescendant")).toBe("row-4");
  await page.close();
});

test("the card of a registration stands behind a tab, and leads to the messages that show it", async () => {
  const { page, tell, sent, complaints } = await openWith(CAPTURE);
  expect(await page.getByRole("tab").count()).toBe(0);
  await tell({ type: "card", view: CARD });
  // A failure is explained first.
  const tab = page.getByRole("tab", { name: "Registration card 1 poor · 1 fair" });
  expect(await tab.getAttribute("aria-selected")).toBe("false");
  expect(await page.getByRole("heading", { name: "Realm mismatch" }).isVisible()).toBe(true);
  await tab.click();
  expect(await page.getByRole("columnheader").allInnerTexts()).toHaveLength(3);
  const poor = page.getByRole("rowgroup").filter({ hasText: "Retry back-off" });
  expect(await poor.getByRole("rowheader").innerText()).toMatch(/Retry back-off\s+poor/);
  expect(await poor.innerText()).toContain("4 retries after 2 s");
  // What needs no change keeps its reason folded.
  const good = page.getByRole("rowgroup").filter({ hasText: "asked for" });
  expect(await good.getByText("Responses come back through a NAT.").isVisible()).toBe(false);
  expect(await poor.getByRole("link", { name: "RFC 5626 §4.5" }).getAttribute("href")).toMatch(/^https:/);
  await poor.getByRole("button", { name: "401 · frame 7" }).click();
  expect((await sent()).at(-1)).toEqual({ type: "openText", message: 3, focus: false });
  // The message that was asked for is shown.
  expect(await tab.getAttribute("aria-selected")).toBe("false");
  await page.getByRole("tab", { name: "Message" }).focus();
  await page.keyboard.press("ArrowRight");
  expect(await tab.getAttribute("aria-selected")).toBe("true");
  expect(await tab.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(complaints).toEqual([]);
  await page.close();
});

test("a registration without faults shows its card at once; another ladder has none", async () => {
  const { page, tell } = await openWith([
    ...CAPTURE.slice(0, 2),
    ladder({ ...LADDER, findings: [], rows: LADDER.rows.map((row) => ({ ...row, findings: [] })) }),
    { type: "card", view: CARD },
  ]);
  await page.getByRole("article", { name: "Registration card of 2001@pbx.example.com" }).waitFor();
  await tell(ladder({ ...LADDER, key: "c1" }));
  expect(await page.getByRole("tab").count()).toBe(0);
  await page.close();
});

test("text of a trace stays text", async () => {
  const evil = "<img src=x onerror=alert(1)><script>document.title='owned'</script>";
  const view = {
    ...LADDER,
    title: evil,
    lanes: LADDER.lanes.map((lane) => ({ ...lane, name: evil })),
    findings: [
      finding({ message: evil, quote: evil, evidence: [evil], sources: [{ label: evil, url: "javascript:alert(1)" }] }),
    ],
    rows: LADDER.rows.slice(0, 4),
  };
  const { page, complaints } = await openWith([
    { type: "mode", mode: "ladder", title: evil },
    ladder(view),
    { type: "message", view: { ...MESSAGE, text: evil, title: evil } },
  ]);
  expect(await page.locator("img, .app script, a[href^=javascript]").count()).toBe(0);
  expect(await page.title()).toBe("SIP Trace");
  expect(await page.locator(".ladder-title b").innerText()).toBe(evil);
  expect(complaints).toEqual([]);
  await page.close();
});

test("what was chosen survives a reload", async () => {
  const { page, sent, tell } = await openWith(CAPTURE);
  await page.locator("#row-1").click();
  await page.getByRole("button", { name: "Clock" }).click();
  await page.reload();
  for (const message of CAPTURE) await tell(message);
  expect((await sent()).at(-1)).toEqual({ type: "selectMessage", message: 1 });
  expect(await page.getByRole("button", { name: "Clock" }).getAttribute("aria-pressed")).toBe("true");
  await page.close();
});

test("the text's cursor leads the ladder, into folds too", async () => {
  const { page, tell, sent } = await openWith(CAPTURE);
  const before = (await sent()).length;
  await tell({ type: "reveal", message: 23, header: null });
  expect(await page.getByRole("treeitem", { selected: true }).getAttribute("id")).toBe("row-18");
  // Only a person moves the text: otherwise text and ladder would chase each other.
  expect((await sent()).slice(before).map(({ type }) => type)).not.toContain("openText");
  await page.close();
});

test("a header that a lesson points at is marked and in view, until the lesson goes on", async () => {
  const { page, tell } = await openWith(CAPTURE, { width: 600, height: 700 });
  const look = page.locator("mark.looked-at");
  await tell({ type: "reveal", message: 2, header: "authorization" });
  expect(await look.innerText()).toMatch(/^Authorization: Digest .*uri="sip:pbx\.example\.com"$/);
  await page.screenshot({ path: "test-results/pointed-at.png" });
  expect((await page.locator(".lane-heads").boundingBox())!.y).toBeGreaterThan(0);
  const { top, bottom } = await page.locator(".pane").evaluate((pane) => pane.getBoundingClientRect());
  const box = (await look.boundingBox())!;
  expect(box.y).toBeGreaterThanOrEqual(top);
  expect(box.y + box.height).toBeLessThanOrEqual(bottom);
  await tell({ type: "reveal", message: 2, header: null });
  expect(await look.count()).toBe(0);
  expect(await page.locator(".pane").evaluate((pane) => pane.scrollTop)).toBe(0);
  await page.close();
});

test("progress can be cancelled; failure and emptiness are said", async () => {
  const { page, tell, sent } = await openWith([
    { type: "mode", mode: "capture", title: "a.pcap" },
    { type: "progress", ...READING },
  ]);
  expect(await page.getByRole("status").innerText()).toContain(
    "500.0 MB of 2.00 GB, 25 % · 12,034 SIP messages so far",
  );
  await page.getByRole("button", { name: "Cancel" }).click();
  expect((await sent()).at(-1)).toEqual({ type: "cancel" });
  await tell({ type: "progress", ...READING, phase: "stopping" });
  expect(await page.getByRole("heading").innerText()).toBe("Stopped at 25 %");
  await tell({ type: "failure", message: "The file is gone." });
  expect(await page.getByRole("alert").innerText()).toContain("The file is gone.");
  for (const message of overview({ ...OVERVIEW, messages: 0, rows: [] })) await tell(message);
  expect(await page.getByRole("alert").innerText()).toContain("No SIP message was found");
  await page.close();
});

test("the overview fills while the file is read, and stays when reading is given up", async () => {
  const [first, second] = OVERVIEW.rows.map((row, index) => ({ ...row, key: `f${index}`, cause: "no answer so far" }));
  const { page, tell, sent } = await openWith([
    { type: "mode", mode: "capture", title: "a.pcap" },
    { type: "progress", ...READING, changed: [first!] },
  ]);
  const rows = page.locator(".overview-row");
  expect(await rows.count()).toBe(1);
  await tell({ type: "progress", ...READING, changed: [second!, { ...first!, cause: "401 Unauthorized so far" }] });
  expect(await rows.count()).toBe(2);
  expect(await rows.filter({ hasText: first!.title }).innerText()).toContain("401 Unauthorized so far");
  // There is no ladder to choose yet.
  await rows.first().click();
  expect((await sent()).map(({ type }) => type)).toEqual(["ready"]);
  await tell({ type: "cancelled" });
  expect(await rows.count()).toBe(2);
  expect(await page.getByRole("alert").innerText()).toContain("Stopped at 25 %");
  await page.getByRole("button", { name: "Read again" }).click();
  expect((await sent()).at(-1)).toEqual({ type: "retry" });
  expect(await rows.count()).toBe(0);
  await page.close();
});

test("a file that was read in part says so, and offers to read all of it", async () => {
  const { page, sent } = await openWith([
    { type: "mode", mode: "capture", title: "a.pcap" },
    ...overview({ ...OVERVIEW, stoppedAtPercent: 37 }),
    ladder(LADDER),
  ]);
  expect(await page.locator(".status").innerText()).toContain("Stopped at 37 %");
  await page.getByRole("button", { name: "Read all of it" }).click();
  expect((await sent()).at(-1)).toEqual({ type: "retry" });
  await page.close();
});

test.each([
  [1400, 900],
  [1000, 800],
  [600, 800],
])("nothing sticks out at %d×%d", async (width, height) => {
  const { page } = await openWith(CAPTURE, { width, height });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  for (const part of [".ladder", ".pane"]) {
    const box = await page.locator(part).boundingBox();
    expect(box!.width).toBeGreaterThan(300);
    expect(box!.height).toBeGreaterThan(150);
  }
  await page.close();
});

test("of lanes beyond the edge the arrows say on which side they are", async () => {
  const { page } = await openWith([{ type: "mode", mode: "ladder", title: "wide" }, ladder(wideLadder(20))]);
  const labels = () =>
    page.locator(".label").evaluateAll((all) => {
      const view = document.querySelector(".ladder")!.getBoundingClientRect();
      return all.map((label) => {
        const { left, right } = label.querySelector(".words")!.getBoundingClientRect();
        const isCut = left < view.left || right > view.right;
        return `${isCut ? "cut " : ""}${label.getAttribute("class")}`;
      });
    });
  await page.locator(".ladder").evaluate((element) => element.scrollTo(0, 0));
  // All arrows lead to the last lane; those from the first ones are seen.
  await expect.poll(labels).toEqual(expect.arrayContaining(["label", "label beyond-right"]));
  expect((await labels()).filter((label) => label.startsWith("cut"))).toEqual([]);
  await page.close();
});

test("a signal that a finding points at is explained, and leads to its text", async () => {
  const alert = finding({ title: "TLS handshake failed", at: -1 });
  const rows = LADDER.rows.map((row) => (row.kind === "signal" ? { ...row, findings: [0] } : row));
  const { page, sent } = await openWith([
    { type: "mode", mode: "ladder", title: "signal" },
    ladder({ ...LADDER, rows, findings: [alert] }),
  ]);
  await page.getByRole("treeitem", { name: "keep-alive" }).first().click();
  const details = page.getByRole("complementary", { name: "Details" });
  expect(await details.getByRole("heading", { name: "keep-alive CRLF" }).isVisible()).toBe(true);
  expect(await details.getByRole("heading", { name: "TLS handshake failed" }).isVisible()).toBe(true);
  await details.getByRole("button", { name: "Open in text" }).click();
  expect((await sent()).at(-1)).toEqual({ type: "openText", message: -1, focus: true });
  await page.close();
});

test("a lane is moved to the end by keyboard, and its button keeps the keyboard", async () => {
  const { page, sent, tell } = await openWith(CAPTURE);
  await page.getByRole("button", { name: /^Lanes/ }).press("Enter");
  const [first, ...others] = LADDER.lanes;
  const mover = page.getByRole("button", { name: `Move ${first!.name} right` });
  await mover.focus();
  for (let place = 1; place <= others.length; place++) {
    await page.keyboard.press("Enter");
    const lanes = [...others.slice(0, place), first!, ...others.slice(place)];
    expect((await sent()).filter(({ type }) => type === "arrangeLanes").at(-1)).toEqual({
      type: "arrangeLanes",
      lanes: lanes.map(({ id }) => ({ id })),
    });
    await tell(ladder({ ...LADDER, lanes }));
    expect(await mover.evaluate((element) => element === document.activeElement)).toBe(true);
  }
  await page.keyboard.press("Enter");
  expect((await sent()).filter(({ type }) => type === "arrangeLanes")).toHaveLength(others.length);
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog", { name: "Lanes" }).count()).toBe(0);
  await page.close();
});

test("on a narrow page Escape puts the overview away", async () => {
  const { page } = await openWith(CAPTURE, { width: 600, height: 800 });
  const chooser = page.locator(".chooser");
  const state = () =>
    chooser.evaluate((element) => [element.getAttribute("aria-expanded"), element === document.activeElement]);
  await chooser.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("treegrid").focus();
  expect(await state()).toEqual(["true", false]);
  await page.keyboard.press("Escape");
  expect(await state()).toEqual(["false", true]);
  await page.close();
});

/** Shows a ladder of many rows, and answers what the page asks for until the page is closed. */
async function showLong({ page, tell }: OpenPage, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({ ...LADDER.rows[index % 2]!, message: index }));
  const held = new HeldLadder({ ...LADDER, rows, lifeLines: [] }, count);
  await page.exposeFunction(`answer${count}`, (first: number, end: number) => held.window(first, end));
  await page.evaluate((edition) => {
    interface Asked {
      readonly type: string;
      readonly edition: number;
      readonly first: number;
      readonly end: number;
    }
    const host = window as unknown as { sent: Asked[] } & Record<
      string,
      (first: number, end: number) => Promise<unknown>
    >;
    host.sent.push = (message: Asked) => {
      if (message.type !== "rows" || message.edition !== edition) return 0;
      void host[`answer${edition}`]!(message.first, message.end).then((rows) =>
        window.postMessage({ type: "rows", rows }, "*"),
      );
      return 0;
    };
  }, count);
  await tell({ type: "ladder", view: held.head(), rows: held.window(0, 200) });
}

test("100,000 rows keep few elements, however far one scrolls", async () => {
  const open = await openWith([{ type: "mode", mode: "ladder", title: "long" }]);
  const { page } = open;
  await showLong(open, 100_000);
  for (const at of [0, 1_234_567, 3_900_000]) {
    await page.locator(".ladder").evaluate((element, top) => element.scrollTo(0, top), at);
    await page
      .locator(`#row-${Math.floor(at / 40) + 3}`, { hasText: "REGISTER" })
      .or(page.locator(`#row-${Math.floor(at / 40) + 3}`, { hasText: "401" }))
      .waitFor();
    expect(await page.getByRole("treeitem").count()).toBeLessThan(70);
  }
  await page.close();
});

/** How many changes of the page forty steps of scrolling make. */
function scrollChanges(page: Page): Promise<number> {
  return page.locator(".ladder").evaluate(async (element) => {
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    for (let step = 0; step < 40; step++) {
      element.scrollTop = (step % 4) * 700;
      element.dispatchEvent(new Event("scroll"));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    observer.disconnect();
    return changes;
  });
}

test("scrolling 50,000 rows changes no more of the page than scrolling 100", async () => {
  const open = await openWith([{ type: "mode", mode: "ladder", title: "long" }]);
  const { page } = open;
  await showLong(open, 100);
  const few = await scrollChanges(page);
  expect(few).toBeGreaterThan(0);
  await showLong(open, 50_000);
  expect(await scrollChanges(page)).toBeLessThan(few * 2);
  await page.close();
});
