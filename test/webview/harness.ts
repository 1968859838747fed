/** Opens the page in headless Chromium as VS Code would: theme variables, `acquireVsCodeApi`, and the strict policy. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, type Page, chromium } from "playwright-core";
import type { FromLessonPage, ToLessonPage } from "../../src/view/lesson.js";
import type { FromMermaidPage, ToMermaidPage } from "../../src/view/mermaid.js";
import type { FromPaintingPage, ToPaintingPage } from "../../src/view/painting.js";
import type { FromWebview, ToWebview } from "../../src/view/protocol.js";
import type { FromTeachingPage, ToTeachingPage } from "../../src/view/teaching.js";
import { sequenceDiagramOnly } from "../../tools/mermaid-parts.mjs";
import { THEMES } from "./themes.js";

const ADDRESS = "http://page.example.com/";

export interface OpenPage<Told = ToWebview, Said = FromWebview> {
  readonly page: Page;
  /** What the page told its host, in order. */
  readonly sent: () => Promise<readonly Said[]>;
  readonly tell: (message: Told) => Promise<void>;
  /** Errors of scripts and refusals of the policy. */
  readonly complaints: readonly string[];
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/** As the extension sends it: nothing inline, nothing from elsewhere. */
const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'";
const WITH_PICTURES = `${STRICT}; font-src 'self'; img-src 'self' data:`;

/** Each page with its policy; Mermaid writes styles into its picture. */
const POLICIES = {
  main: WITH_PICTURES,
  "teach/teaching-page": WITH_PICTURES,
  "painting-page": WITH_PICTURES,
  "lesson-page": STRICT,
  "mermaid-page": `${STRICT} 'unsafe-inline'`,
};
type PageName = keyof typeof POLICIES;

const bundles = new Map<PageName, Promise<{ script: string; style: string }>>();

async function bundlePage(name: PageName): Promise<{ script: string; style: string }> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`../../webview/${name}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    outdir: "out",
    format: "iife",
    target: "es2022",
    plugins: [sequenceDiagramOnly],
  });
  const text = (suffix: string) => result.outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? "";
  return { script: text(".js"), style: text(".css") };
}

/** Stands in for the editor: keeps what the page says, and its state over reloads. */
const HOST_SCRIPT = `
  window.sent = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.sent.push(message),
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
  });
  document.addEventListener("securitypolicyviolation", (event) =>
    console.error("policy refused " + event.violatedDirective + " " + event.sourceFile));
`;

interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: string;
}

export function openPage(browser: Browser, options: PageOptions = {}): Promise<OpenPage> {
  return open(browser, "main", options);
}

export function openTeachingPage(
  browser: Browser,
  options: PageOptions = {},
): Promise<OpenPage<ToTeachingPage, FromTeachingPage>> {
  return open(browser, "teach/teaching-page", options);
}

export function openPaintingPage(browser: Browser): Promise<OpenPage<ToPaintingPage, FromPaintingPage>> {
  return open(browser, "painting-page", {});
}

export function openLessonPage(
  browser: Browser,
  options: PageOptions,
): Promise<OpenPage<ToLessonPage, FromLessonPage>> {
  return open(browser, "lesson-page", options);
}

export function openMermaidPage(
  browser: Browser,
  options: PageOptions,
): Promise<OpenPage<ToMermaidPage, FromMermaidPage>> {
  return open(browser, "mermaid-page", options);
}

async function open<Told, Said>(
  browser: Browser,
  name: PageName,
  { width = 1400, height = 900, theme = "vscode-dark" }: PageOptions,
): Promise<OpenPage<Told, Said>> {
  const bundle = bundles.get(name) ?? bundlePage(name);
  bundles.set(name, bundle);
  const { script, style } = await bundle;
  const page = await browser.newPage({ viewport: { width, height }, timezoneId: "UTC" });
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (entry) => {
    if (entry.type() === "error") complaints.push(entry.text());
  });
  const variables = Object.entries(THEMES[theme] ?? {}).map(([name, value]) => `--vscode-${name}: ${value};`);
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    "/": ["text/html", pageHtml(theme)],
    "/host.js": ["text/javascript", HOST_SCRIPT],
    "/main.js": ["text/javascript", script],
    "/main.css": ["text/css", style],
    "/theme.css": ["text/css", `:root { ${variables.join(" ")} }`],
  };
  await page.route("**/*", (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file
      ? route.fulfill({ contentType: file[0], body: file[1], headers: { "Content-Security-Policy": POLICIES[name] } })
      : route.fulfill({ status: 204 });
  });
  await page.goto(ADDRESS);
  return {
    page,
    complaints,
    sent: () => page.evaluate(() => (window as unknown as { sent: Said[] }).sent),
    tell: (message) => page.evaluate((data) => window.postMessage(data, "*"), message).then(() => nextFrame(page)),
  };
}

async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
}

function pageHtml(theme: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>SIP Trace</title>
    <link rel="stylesheet" href="theme.css"><link rel="stylesheet" href="main.css"></head>
    <body class="${theme}"><div id="app"></div><script src="host.js"></script><script src="main.js"></script></body></html>`;
}
