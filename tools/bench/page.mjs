/**
 * What the page costs in Chromium: an overview of 50,000 rows, from its data to its first paint, and from a letter of the search
 * to the rows it leaves, in milliseconds of the page's thread.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findBrowser, launchBrowser } from "../vscode-host/browser.mjs";

/** @typedef {import("playwright-core").Page} Page */

const ROWS = 50_000;
/** Rows in one message, as the extension sends them. */
const ROWS_AT_ONCE = 500;
const REPEATS = 15;
/** Milliseconds: what a person takes for at once; of scrolling the script alone, as of the ladder. */
const BUDGETS = { "first paint": 100, filter: 150, scroll: 8 };

const HOST = `
  window.acquireVsCodeApi = () => ({ postMessage: () => undefined, getState: () => undefined, setState: () => undefined });
`;

/**
 * Prints what was measured.
 * @param {string} root of the repository, whose dist/ is measured
 * @returns {Promise<boolean>} whether the budgets are kept; where there is no browser nothing is broken, and it says so
 */
export async function benchPage(root) {
  const path = findBrowser();
  if (path === undefined) {
    process.stderr.write("there is no Chromium: the page is not measured\n");
    return true;
  }
  const browser = await launchBrowser(path);
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.setContent('<!doctype html><body class="vscode-dark"><div id="app"></div></body>');
    await page.addStyleTag({ content: readFileSync(join(root, "dist/webview/main.css"), "utf8") });
    await page.addScriptTag({ content: HOST });
    await page.addScriptTag({ content: readFileSync(join(root, "dist/webview/main.js"), "utf8") });
    const costs = await measurePage(page);
    console.log(`\nOverview of ${ROWS} rows in Chromium ${browser.version()}`);
    let isWithinBudget = true;
    for (const [name, budget] of Object.entries(BUDGETS)) {
      const cost = /** @type {Record<string, number>} */ (costs)[name] ?? Infinity;
      isWithinBudget &&= cost <= budget;
      console.log(
        `${name.padEnd(12)} ${cost.toFixed(1).padStart(8)} ms (at most ${budget})${cost > budget ? " TOO SLOW" : ""}`,
      );
    }
    console.log(`${"all rows".padEnd(12)} ${costs["all rows"].toFixed(1).padStart(8)} ms, in parts of ${ROWS_AT_ONCE}`);
    return isWithinBudget;
  } finally {
    await browser.close();
  }
}

/** @param {Page} page @returns {Promise<Record<"first paint" | "all rows" | "filter" | "scroll", number>>} */
async function measurePage(page) {
  const client = await page.context().newCDPSession(page);
  // Ticks of the page's own thread: those of a wall clock count what else the machine does.
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  const busyMillis = async (/** @type {string} */ metric) => {
    const { metrics } = await client.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === metric)?.value ?? NaN) * 1000;
  };
  /** @param {"begin" | "tellAll" | "filter" | "scroll"} action @param {number} argument */
  const costOf = async (action, argument) => {
    const metric = action === "scroll" ? "ScriptDuration" : "TaskDuration";
    const before = await busyMillis(metric);
    await page.evaluate(
      async ({ name, value }) => {
        const bench = /** @type {any} */ (window).bench;
        bench[name](value);
        await bench.painted();
      },
      { name: action, value: argument },
    );
    return (await busyMillis(metric)) - before;
  };
  /** @param {"filter" | "scroll"} action @returns {Promise<number>} the 95th percentile */
  const usualCostOf = async (action) => {
    const costs = [];
    for (let step = 0; step < REPEATS; step++) costs.push(await costOf(action, step));
    return costs.sort((a, b) => a - b)[Math.ceil(REPEATS * 0.95) - 1] ?? NaN;
  };
  await page.evaluate(prepare, { rowCount: ROWS, atOnce: ROWS_AT_ONCE, last: REPEATS - 1 });
  return {
    "first paint": await costOf("begin", 0),
    "all rows": await costOf("tellAll", 0),
    filter: await usualCostOf("filter"),
    scroll: await usualCostOf("scroll"),
  };
}

/** In the page: makes the rows, and what is done with them. @param {{ rowCount: number, atOnce: number, last: number }} amounts */
function prepare({ rowCount, atOnce, last }) {
  const tell = (/** @type {unknown} */ data) => window.dispatchEvent(new MessageEvent("message", { data }));
  const healths = ["failed", "at-risk", "unknown", "healthy"];
  const rows = Array.from({ length: rowCount }, (_, index) => ({
    key: `r${index}`,
    kind: index % 3 === 0 ? "call" : "registration",
    health: healths[Math.min(Math.floor((index / rowCount) * 8), 3)],
    title: `${index}@pbx.example.com`,
    cause: `${300 + (index % 7)} s granted · refreshed at 80 % · OPTIONS every 30 s`,
    device: `Yealink T46U · 192.0.2.${index % 250} · UDP`,
    product: "Yealink T46U",
    version: "108.86.0.20",
    address: `192.0.2.${index % 250}`,
    aor: `${index}@pbx.example.com`,
    attempts: index % 9,
    grantedSeconds: 300,
    startMicros: 1.7e15 + index * 1e5,
    endMicros: 1.7e15 + index * 1e5 + 6e8,
    result: "granted 300 s",
    messages: 40,
    findings: [],
    rules: [],
  }));
  const view = {
    fileNames: ["large.pcapng"],
    format: "pcapng",
    frames: rowCount * 40,
    messages: rowCount * 40,
    devices: rowCount,
    duplicates: 0,
    errors: 0,
    warnings: 0,
    facets: { methods: [], statusClasses: [], addresses: [], rules: [] },
    inferred: [],
    problems: [],
    startMicros: 1.7e15,
    endMicros: 1.8e15,
    rowCount,
  };
  tell({ type: "mode", mode: "capture", title: "large.pcapng" });
  Object.assign(window, {
    bench: {
      painted: () => new Promise((done) => requestAnimationFrame(() => setTimeout(done))),
      begin() {
        tell({ type: "overview", view });
        tell({ type: "overviewRows", rows: rows.slice(0, atOnce) });
      },
      tellAll() {
        for (let first = atOnce; first < rowCount; first += atOnce) {
          tell({ type: "overviewRows", rows: rows.slice(first, first + atOnce) });
        }
      },
      filter(/** @type {number} */ step) {
        const field = /** @type {HTMLInputElement} */ (document.querySelector("vscode-textfield"));
        // The last one leaves all rows for what comes after it.
        field.value = step === last ? "" : `${step + 1}0`;
        field.dispatchEvent(new InputEvent("input"));
      },
      scroll(/** @type {number} */ step) {
        const grid = /** @type {HTMLElement} */ (document.querySelector(".overview-grid"));
        grid.scrollTop = (step + 1) * 70_000;
      },
    },
  });
}
