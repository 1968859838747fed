/** What the ladder costs in a browser: first paint after its data arrives, script while scrolling, memory of a hundred thousand rows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../build.mjs";
import { loadEngine } from "../load-engine.mjs";
import { findBrowser, launchBrowser } from "../vscode-host/browser.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {InstanceType<import("../load-engine.mjs").Engine["HeldLadder"]>} HeldLadder */

const ADDRESS = "http://page.example.com/";
const FIRST_PAINT_MILLIS = 100;
const SCROLL_MILLIS = 8;
const GROWTH_MEBI = 200;
const SCROLL_STEPS = 150;
/** Times that a ladder is opened: the middle one counts, since the browser is still warming up at the first. */
const OPENINGS = 5;

/** As the editor would: the page's script, its style, and a host that keeps what it is told. */
const HOST = `
  window.sent = [];
  window.acquireVsCodeApi = () => ({ postMessage: (message) => window.onSent?.(message), getState: () => undefined, setState: () => {} });`;
const HTML = `<!doctype html><html lang="en"><head><link rel="stylesheet" href="main.css"></head>
  <body class="vscode-dark"><div id="app"></div><script src="host.js"></script><script src="main.js"></script></body></html>`;

/** Prints a line a measurement. @returns {Promise<boolean>} whether the budgets are kept */
export async function benchLadderPage() {
  const path = findBrowser();
  if (!path) {
    console.log("\nLadder in a browser: NOT MEASURED, there is no Chromium");
    return true;
  }
  console.log("\nLadder in a browser");
  const browser = await launchBrowser(path);
  try {
    const long = await ladderOf(5_000, 2);
    const wide = await ladderOf(5_000, 63);
    const huge = await ladderOf(50_000, 2);
    const page = await openPage(browser);
    const paints = [];
    for (let count = 0; count < OPENINGS; count++) paints.push(await show(page, long));
    const firstPaint = paints.toSorted((a, b) => a - b)[OPENINGS >> 1] ?? NaN;
    const verdicts = [tell("first paint of 10,000 rows", firstPaint, FIRST_PAINT_MILLIS, "ms")];
    verdicts.push(tell("scrolling 10,000 rows, 95th percentile", await scroll(page), SCROLL_MILLIS, "ms of script"));
    await show(page, wide);
    verdicts.push(tell("scrolling 64 lanes, 95th percentile", await scroll(page), SCROLL_MILLIS, "ms of script"));
    await page.close();
    const fresh = await openPage(browser);
    const before = await memory(fresh);
    await show(fresh, huge);
    verdicts.push(tell("scrolling 100,000 rows, 95th percentile", await scroll(fresh), SCROLL_MILLIS, "ms of script"));
    verdicts.push(tell("growth of the page by 100,000 rows", (await memory(fresh)) - before, GROWTH_MEBI, "MiB"));
    return verdicts.every(Boolean);
  } finally {
    await browser.close();
  }
}

/** @param {string} what @param {number} cost @param {number} most @param {string} unit */
function tell(what, cost, most, unit) {
  const isKept = cost <= most;
  console.log(
    `${what.padEnd(44)}${cost.toFixed(1).padStart(7)} ${unit} (at most ${most})${isKept ? "" : "  TOO MUCH"}`,
  );
  return isKept;
}

/**
 * A ladder of OPTIONS and their answers, which no fold makes shorter.
 * @param {number} exchanges @param {number} phones @returns {Promise<HeldLadder>}
 */
async function ladderOf(exchanges, phones) {
  const { analyse, finish, HeldLadder, layOutLadder, memorySource } = await loadEngine();
  const lines = [];
  for (let index = 0; index < exchanges; index++) {
    const phone = `192.0.2.${(index % phones) + 1}`;
    const at = new Date(Date.UTC(2026, 10, 20) + index * 40 + (index % 7) * 3);
    for (const [after, isAnswer] of /** @type {const} */ ([
      [0, false],
      [9, true],
    ])) {
      const time = new Date(at.getTime() + after).toISOString().replace("Z", "000Z");
      const ends = isAnswer ? `198.51.100.1:5060 > ${phone}:5060` : `${phone}:5060 > 198.51.100.1:5060`;
      // Every other answer is another one: what looks alike would fold.
      const start = !isAnswer ? "OPTIONS sip:example.com SIP/2.0" : `SIP/2.0 ${200 + (((index * 7919) % 97) % 5)} OK`;
      lines.push(
        `${time} udp ${ends}`,
        start,
        `Via: SIP/2.0/UDP ${phone}:5060;branch=z9hG4bK${index}`,
        `From: <sip:${phone}@example.com>;tag=a`,
        `To: <sip:example.com>${isAnswer ? ";tag=b" : ""}`,
        `Call-ID: ${index}@${phone}`,
        "CSeq: 1 OPTIONS",
        "Content-Length: 0",
        "",
        "",
      );
    }
  }
  const analysis = finish(analyse([memorySource("bench.siptrace", new TextEncoder().encode(lines.join("\n")))]));
  return new HeldLadder(layOutLadder(analysis, "all"), 1);
}

/** @param {import("playwright-core").Browser} browser */
async function openPage(browser) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const built = (/** @type {string} */ file) => readFileSync(join(ROOT, "dist/webview", file), "utf8");
  const files = new Map([
    ["/", ["text/html", HTML]],
    ["/host.js", ["text/javascript", HOST]],
    ["/main.js", ["text/javascript", built("main.js")]],
    ["/main.css", ["text/css", built("main.css")]],
  ]);
  await page.route("**/*", (route) => {
    const [contentType = "", body = ""] = files.get(new URL(route.request().url()).pathname) ?? [];
    return contentType ? route.fulfill({ contentType, body }) : route.fulfill({ status: 204 });
  });
  await page.goto(ADDRESS);
  await page.evaluate(() => window.postMessage({ type: "mode", mode: "ladder", title: "bench" }, "*"));
  return page;
}

/**
 * Shows a ladder, and answers what the page asks for from then on.
 * @param {Page} page @param {HeldLadder} held @returns {Promise<number>} milliseconds until it is painted
 */
async function show(page, held) {
  const name = `answer${Math.random().toString(36).slice(2)}`;
  await page.exposeFunction(name, (/** @type {number} */ first, /** @type {number} */ end) => held.window(first, end));
  return page.evaluate(
    async ([view, rows, answer]) => {
      const host = /** @type {any} */ (window);
      host.onSent = async (/** @type {any} */ message) => {
        if (message.type !== "rows") return;
        window.postMessage({ type: "rows", rows: await host[answer](message.first, message.end) }, "*");
      };
      /** @type {number} */
      let arrived = NaN;
      window.addEventListener("message", () => (arrived = performance.now()), { once: true, capture: true });
      window.postMessage({ type: "ladder", view, rows }, "*");
      await new Promise((resolve) => window.addEventListener("message", resolve, { once: true }));
      // A frame is painted once the one after it begins.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return performance.now() - arrived;
    },
    /** @type {const} */ ([held.head(), held.window(0, 200), name]),
  );
}

/**
 * Milliseconds of processor time that scripts take, at the 95th percentile of scrolling by half a screen. Time by the clock
 * would measure what else the machine does.
 * @param {Page} page @returns {Promise<number>}
 */
async function scroll(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const scriptMillis = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? NaN) * 1000;
  };
  const costs = [];
  let before = await scriptMillis();
  for (let step = 0; step < SCROLL_STEPS; step++) {
    await page.evaluate(async (at) => {
      const ladder = /** @type {HTMLElement} */ (document.querySelector(".ladder"));
      ladder.scrollTop = (at * 400) % (ladder.scrollHeight - ladder.clientHeight);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, step);
    const after = await scriptMillis();
    costs.push(after - before);
    before = after;
  }
  return costs.toSorted((a, b) => a - b)[Math.floor(costs.length * 0.95)] ?? NaN;
}

/** @param {Page} page @returns {Promise<number>} MiB in use after collecting garbage */
async function memory(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const {
    usedSize,
    embedderHeapUsedSize = 0,
    backingStorageSize = 0,
  } = /** @type {any} */ (await session.send("Runtime.getHeapUsage"));
  return (usedSize + embedderHeapUsedSize + backingStorageSize) / 2 ** 20;
}
