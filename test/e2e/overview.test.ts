/** The overview in Chromium: search, filters, order and groups by keyboard, what outlives a reload, and what a screen reader gets. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FromWebview, ToWebview } from "../../src/view/protocol.js";
import type { Found } from "../../src/view/search.js";
import { CARD } from "../webview/card-view.js";
import { type OpenPage, openBrowser, openPage } from "../webview/harness.js";
import { FINDING_ROWS, OVERVIEW, overviewRow, toldOverview } from "../webview/overview-views.js";
import { THEMES } from "../webview/themes.js";
import { LADDER, MESSAGE, toldLadder } from "../webview/views.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const VIEW = { ...OVERVIEW, rows: [...OVERVIEW.rows, ...FINDING_ROWS] };
const CAPTURE: readonly ToWebview[] = [
  { type: "mode", mode: "capture", title: "branch-office.pcapng" },
  ...toldOverview(VIEW),
  toldLadder(LADDER),
  { type: "message", view: MESSAGE },
];

async function openWith(messages: readonly ToWebview[] = CAPTURE, options = {}): Promise<OpenPage> {
  const open = await openPage(browser, options);
  for (const message of messages) await open.tell(message);
  return open;
}

const grid = (page: Page): Locator => page.getByRole("treegrid");
const titles = (page: Page): Promise<string[]> => page.locator(".overview-row .title").allInnerTexts();
const last = async ({ sent }: OpenPage): Promise<FromWebview | undefined> => (await sent()).at(-1);
const found = (over: Partial<Found>): Found => ({
  examined: 1204,
  total: 1204,
  hits: 3,
  rows: Uint32Array.of(4),
  counts: Uint32Array.of(3),
  firsts: Uint32Array.of(27),
  ...over,
});

/** The search that the page asked for last. */
async function asked(open: OpenPage): Promise<Extract<FromWebview, { type: "search" }>> {
  const searches = async () => (await open.sent()).filter((each) => each.type === "search");
  await expect.poll(async () => (await searches()).at(-1)?.query, { timeout: 5000 }).not.toBeUndefined();
  // Letters typed within a moment make one search.
  await open.page.waitForTimeout(200);
  return (await searches()).at(-1)!;
}

test("notes and suppressed findings have a sign at their row, which says so", async () => {
  const [first, ...rest] = OVERVIEW.rows;
  const silenced = { ...VIEW, suppressed: 1, rows: [{ ...first!, suppressed: 1 }, ...rest] };
  const open = await openWith([CAPTURE[0]!, ...toldOverview(silenced), toldLadder(LADDER)]);
  const { page, tell } = open;
  const row = page.locator('[data-item="r0"]');
  expect(await page.locator(".suppressed-sign").count()).toBe(1);
  expect(await page.locator(".status").innerText()).toContain("1 finding suppressed");
  const note = { message: 2, row: "r0", author: "Ann", created: null, text: "Set by hand." };
  await tell({ type: "notes", notes: [note, { ...note, message: 3 }, { ...note, row: null }] });
  expect(await row.locator(".beside").innerText()).toBe("2");
  expect(await row.getAttribute("aria-label")).toMatch(/, 2 notes, 1 finding suppressed$/);
  await tell({ type: "notes", notes: [] });
  expect(await row.locator(".note-sign").count()).toBe(0);
  await page.close();
});

describe("by keyboard", () => {
  test("rows are walked, groups closed, and the ladder entered", async () => {
    const open = await openWith();
    const { page } = open;
    await grid(page).focus();
    await page.keyboard.press("ArrowDown");
    expect(await last(open)).toEqual({ type: "selectRow", key: "r1" });
    await page.keyboard.press("ArrowLeft");
    const group = page.getByRole("row", { name: "Failed, 3 rows" });
    expect(await grid(page).getAttribute("aria-activedescendant")).toBe(await group.getAttribute("id"));
    await page.keyboard.press("Enter");
    expect(await group.getAttribute("aria-expanded")).toBe("false");
    expect(await titles(page)).not.toContain("2014@pbx.example.com");
    await page.keyboard.press("ArrowRight");
    expect(await group.getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("End");
    expect((await last(open))?.type).toBe("selectRow");
    await page.keyboard.press("Home");
    expect(await last(open)).toEqual({ type: "selectRow", key: "all" });
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.className)).toContain("ladder");
    await page.close();
  });

  test("a slash leads to the search, its words find rows at once, Escape takes them away and leads back", async () => {
    const open = await openWith();
    const { page } = open;
    await page.locator(".ladder").focus();
    await page.keyboard.press("/");
    await page.keyboard.type("alg");
    expect(await titles(page)).toEqual(["2009@pbx.example.com"]);
    expect((await asked(open)).query).toMatchObject({ words: ["alg"] });
    await page.keyboard.press("Escape");
    expect(await titles(page)).toContain("2001@pbx.example.com");
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.className)).toContain("overview-grid");
    await page.close();
  });

  test("the table is put in order by its columns' heads, which say so", async () => {
    const { page } = await openWith();
    await page.getByRole("button", { name: "Table in place of the ladder" }).focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(".ladder").isVisible()).toBe(false);
    const head = page.getByRole("columnheader", { name: "Attempts" });
    expect(await head.getAttribute("aria-sort")).toBe("none");
    await head.getByRole("button").focus();
    await page.keyboard.press("Enter");
    expect(await head.getAttribute("aria-sort")).toBe("descending");
    expect(await page.locator(".overview-row .cell-attempts").first().innerText()).toBe("5");
    await page.keyboard.press("Enter");
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    await page.keyboard.press("Enter");
    expect(await head.getAttribute("aria-sort")).toBe("none");
    await grid(page).focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(".ladder").isVisible()).toBe(true);
    await page.close();
  });

  test("filters are chosen in the panel, told as chips, and taken away", async () => {
    const open = await openWith();
    const { page } = open;
    await page.getByRole("button", { name: "Filters" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("group", { name: "Rule" }).getByRole("button", { name: "Realm mismatch" }).focus();
    await page.keyboard.press("Space");
    expect(await titles(page)).toEqual(["2001@pbx.example.com"]);
    await page.getByRole("group", { name: "Method" }).getByRole("button", { name: "REGISTER" }).click();
    expect((await asked(open)).query).toMatchObject({ words: [], methods: ["REGISTER"] });
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Filters, 2 active");
    await page.getByRole("button", { name: "Remove filter REGISTER" }).click();
    await page.getByRole("button", { name: "Clear" }).click();
    expect(await page.locator(".overview-row").count()).toBeGreaterThan(8);
    await page.close();
  });

  test("the border to the ladder is moved", async () => {
    const { page } = await openWith();
    const before = (await page.locator(".overview").boundingBox())!.width;
    await page.getByRole("separator").focus();
    for (let step = 0; step < 8; step++) await page.keyboard.press("ArrowRight");
    expect((await page.locator(".overview").boundingBox())!.width).toBe(before + 8 * 40);
    // There is room for columns now.
    expect(await page.getByRole("columnheader").count()).toBeGreaterThan(2);
    await page.close();
  });
});

describe("the search over messages", () => {
  test("shows rows by what was found in them, and opens the first hit", async () => {
    const open = await openWith();
    const { page, tell } = open;
    await page.keyboard.press("/");
    await page.keyboard.type("z9hG4bK77");
    const { search } = await asked(open);
    expect(await page.locator(".overview .nothing").isVisible()).toBe(true);
    await tell({ type: "found", search, found: found({ examined: 300 }) });
    expect(await page.getByRole("status").innerText()).toBe("3 messages in 1 row, 24 % searched");
    await tell({ type: "found", search, found: found({ hits: 8, counts: Uint32Array.of(8) }) });
    expect(await page.getByRole("status").innerText()).toBe("8 messages in 1 row");
    expect(await page.locator(".overview-row .time").innerText()).toBe("8 hits");
    // What a search found that was replaced comes too late.
    await tell({ type: "found", search: search - 1, found: found({ rows: Uint32Array.of(5) }) });
    expect(await page.locator(".overview-row").count()).toBe(1);
    await page.locator(".overview-row").click();
    expect(await last(open)).toEqual({ type: "selectRow", key: "r4" });
    await tell(toldLadder({ ...LADDER, key: "r4" }));
    expect(await last(open)).toEqual({ type: "selectMessage", message: 27 });
    await page.close();
  });

  test("a finding's row opens the ladder that shows it, at its message", async () => {
    const open = await openWith();
    const { page } = open;
    await page.getByRole("button", { name: /^Findings/ }).click();
    expect(await titles(page)).toEqual(["Realm mismatch", "NAT mapping lost"]);
    await page.locator(".overview-row", { hasText: "NAT mapping lost" }).click();
    expect(await last(open)).toEqual({ type: "selectRow", key: "r3" });
    await open.tell(toldLadder({ ...LADDER, key: "r3" }));
    expect(await last(open)).toEqual({ type: "selectMessage", message: 32 });
    await page.close();
  });
});

describe("the pane", () => {
  test("shows the challenge beside its answer, with the characters that do not fit", async () => {
    const open = await openWith();
    const { page } = open;
    const realm = page.getByRole("row", { name: /^realm/ });
    expect(await realm.getByRole("rowheader").innerText()).toMatch(/realm.*does not fit/s);
    expect(await realm.locator("mark").allInnerTexts()).toEqual(["pbx.example.com", "asterisk"]);
    expect(
      await page
        .getByRole("row", { name: /^nonce/ })
        .locator("mark")
        .count(),
    ).toBe(0);
    await page.getByRole("button", { name: "Compare the messages" }).click();
    expect(await last(open)).toEqual({ type: "compare", first: 1, second: 2 });
    await page.close();
  });

  test("copies the message by key where nothing else is selected, and compares two by button", async () => {
    const open = await openWith();
    const { page } = open;
    await page.locator("#row-2").click();
    await page.keyboard.press("Control+c");
    expect(await last(open)).toEqual({ type: "copy", text: MESSAGE.text });
    await page.getByRole("button", { name: "Compare with…" }).click();
    await page.locator("#row-1").click();
    await open.tell({ type: "message", view: { ...MESSAGE, message: 1, digest: null } });
    await page.getByRole("button", { name: "Compare with the marked one" }).click();
    expect(await last(open)).toEqual({ type: "compare", first: 2, second: 1 });
    await page.locator(".pane pre").selectText();
    const before = (await open.sent()).length;
    await page.keyboard.press("Control+c");
    expect(await open.sent()).toHaveLength(before);
    await page.close();
  });
});

test("search, filters, order, groups and the table outlive a reload", async () => {
  const open = await openWith();
  const { page, tell } = open;
  await page.getByRole("combobox", { name: "Groups" }).selectOption("aor");
  await page.getByRole("button", { name: /^Calls/ }).click();
  await page.getByRole("button", { name: "Table in place of the ladder" }).click();
  await page.getByRole("columnheader", { name: "Start" }).getByRole("button").click();
  await page.keyboard.press("/");
  await page.keyboard.type("answered");
  await page.reload();
  for (const message of CAPTURE) await tell(message);
  expect(await page.locator("vscode-textfield input").inputValue()).toBe("answered");
  expect(await page.getByRole("columnheader", { name: "Start" }).getAttribute("aria-sort")).toBe("ascending");
  expect(await page.getByRole("combobox", { name: "Groups" }).inputValue()).toBe("aor");
  expect(await page.getByRole("button", { name: "Remove filter Calls" }).isVisible()).toBe(true);
  expect((await asked(open)).query).toMatchObject({ words: ["answered"] });
  await page.close();
});

/** The ladder has tests of its own. */
const PARTS = [".top", ".overview", ".bar", ".pane", ".status"];
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe-core calls serious or critical, in words. */
async function seriousFaults(page: Page): Promise<string[]> {
  // Not as a script of the page, whose policy would refuse it.
  const client = await page.context().newCDPSession(page);
  await client.send("Runtime.evaluate", { expression: readFileSync(AXE, "utf8") });
  const { violations } = await page.evaluate((parts) => {
    const { axe } = window as unknown as { axe: { run(context: unknown, options: unknown): Promise<AxeResults> } };
    return axe.run(
      { include: parts.filter((part) => document.querySelector(part)) },
      { rules: { "label-content-name-mismatch": { enabled: true } } },
    );
  }, PARTS);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
    .filter((fault) => !IS_SENTENCE.test(fault));
}

/** A row is said as a sentence, which tells more than what it shows and in another order. */
const IS_SENTENCE = /^label-content-name-mismatch: [^]*role="(?:row|treeitem)"/;

describe.each(Object.keys(THEMES))("axe-core in %s", (theme) => {
  test("finds nothing serious in the list, the filters, the table and the pane", async () => {
    const { page, tell } = await openWith(CAPTURE, { theme });
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Filters" }).click();
    await page.getByRole("group", { name: "Severity" }).getByRole("button", { name: "Error" }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Table in place of the ladder" }).click();
    await tell({ type: "card", view: CARD });
    await page.getByRole("tab", { name: /^Registration card/ }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await page.close();
  });
});

describe("hostile text", () => {
  const MARKUP = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
  const HOSTILE = [MARKUP, "\u05d0\u05d1\u05d2 שלום 2001", "a".repeat(65_536), "👩‍👩‍👧‍👦 ☎️ ".repeat(50), "␀␍␊ controls"];

  test.each([1400, 600])("stays text, and in its place, at %d pixels", async (width) => {
    const rows = HOSTILE.map((text, index) =>
      overviewRow(`r${index}`, {
        title: text,
        cause: text,
        device: text,
        product: text,
        version: text,
        address: text,
        aor: text,
        result: text,
      }),
    );
    const view = {
      ...VIEW,
      rows,
      fileNames: [MARKUP],
      facets: { ...VIEW.facets, methods: HOSTILE.map((value) => ({ value, count: 1 })) },
    };
    const { page, complaints } = await openWith(
      [
        { type: "mode", mode: "capture", title: MARKUP },
        ...toldOverview(view),
        toldLadder(LADDER),
        { type: "message", view: { ...MESSAGE, text: HOSTILE.join("\n"), title: MARKUP, marks: [] } },
      ],
      { width },
    );
    if (width < 800) await page.locator(".chooser").click();
    await page.getByRole("button", { name: "Filters" }).click();
    for (const grouping of ["device", "aor"]) {
      await page.getByRole("combobox", { name: "Groups" }).selectOption(grouping);
      const wide = await page.evaluate(
        () =>
          Array.from(document.querySelectorAll(".overview *")).filter((each) => {
            const { right } = each.getBoundingClientRect();
            const isClipped = each.closest(".overview-row, .overview-heading, .chip, .filter-panel, datalist") !== null;
            return !isClipped && right > innerWidth + 1;
          }).length,
      );
      expect(wide).toBe(0);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await page.locator(".app :is(img, script)").count()).toBe(0);
    expect(await page.title()).toBe("SIP Trace");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("what a page would load or run by markup is refused by the policy", async () => {
    const { page, complaints } = await openWith();
    await page.evaluate(() => {
      const injected = document.createElement("div");
      injected.innerHTML =
        `<img src="https://example.org/x.png" onerror="document.title='owned'">` +
        `<iframe src="https://example.org/"></iframe><b style="color: red" onclick="1">x</b>`;
      const script = document.createElement("script");
      script.textContent = "document.title = 'owned'";
      document.body.append(injected, script);
    });
    await expect.poll(() => complaints.length, { timeout: 5000 }).toBeGreaterThanOrEqual(4);
    expect(await page.title()).toBe("SIP Trace");
    expect(complaints.join("\n")).toMatch(/script-src/);
    expect(complaints.join("\n")).toMatch(/img-src/);
    expect(complaints.join("\n")).toMatch(/frame-src|default-src/);
    await page.close();
  });
});
