/** A real VS Code in a browser with the extension installed, and the hands of a user on it. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { expect, inject } from "vitest";
import { ROOT } from "../../../tools/build.mjs";
import { launchBrowser } from "../../../tools/vscode-host/browser.mjs";
import { type RunningHost, startServer } from "../../../tools/vscode-host/host.mjs";
import type { HostKind } from "./prepare.js";

const STEP_MILLIS = 30_000;
/** How long one try of a step that may have to be repeated waits for its effect. */
const TRY_MILLIS = 2000;

export interface WorkbenchOptions {
  readonly host: HostKind;
  /** Folder to open; a copy is opened, so that a test may write into it. `samples/` when not told. */
  readonly folder?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Packed extensions that are installed beside ours. */
  readonly beside?: readonly string[];
  /** A command of the extension as the command palette shows it; the workbench is ready once it is listed. */
  readonly readyCommand: string;
}

export class Workbench {
  readonly page: Page;
  /** The folder that is open. */
  readonly folder: string;
  /** Addresses outside this machine that anything in the workbench asked for. The extension must cause none. */
  readonly foreignRequests: string[] = [];
  readonly #browser: Browser;
  readonly #server: RunningHost;

  private constructor(page: Page, folder: string, browser: Browser, server: RunningHost) {
    this.page = page;
    this.folder = folder;
    this.#browser = browser;
    this.#server = server;
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      // A webview names its own files under vscode-cdn.net; its service worker answers, nothing goes there.
      const local = /^127\.0\.0\.1$|(^|\.)localhost$|\.vscode-resource\.vscode-cdn\.net$/.test(hostname);
      if (protocol.startsWith("http") && !local) this.foreignRequests.push(request.url());
    });
  }

  /** Starts server and browser, opens the folder and waits until the extension's contributions are there. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const folder = mkdtempSync(join(tmpdir(), "sip-trace-folder-"));
    cpSync(options.folder ?? join(ROOT, "samples"), folder, { recursive: true });
    const settings = options.settings ?? {};
    const vsix = [inject("vsix")[options.host], ...(options.beside ?? [])];
    const server = await startServer(inject("vscodeHost"), { vsix, settings });
    const browser = await launchBrowser(inject("browser"));
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const workbench = new Workbench(page, folder, browser, server);
    try {
      page.setDefaultTimeout(STEP_MILLIS);
      await page.goto(`${server.url}?folder=${encodeURIComponent(folder)}`);
      await page.locator(".monaco-workbench .part.statusbar").waitFor();
      await workbench.#waitForCommand(options.readyCommand);
      return workbench;
    } catch (error) {
      await workbench.screenshot("workbench-did-not-open");
      await workbench.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Puts a picture into test-results/, for the eye. */
  async screenshot(name: string): Promise<void> {
    const folder = join(ROOT, "test-results");
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  /** Opens a file of the folder by its name, with Quick Open, in the editor VS Code chooses for it. */
  async openFile(name: string): Promise<void> {
    await this.#pick("Control+P", name, name);
    await this.tab(name).waitFor();
  }

  /**
   * Opens a capture in the extension's editor. VS Code takes up contributions kind by kind: commands may be listed
   * before custom editors are known, and a capture opened in between is shown as a binary file. Quick Open would
   * remember that, the explorer does not.
   */
  async openCapture(name: string): Promise<void> {
    const file = this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first();
    const binary = this.page.locator(".monaco-editor-pane-placeholder");
    const ours = this.page.locator("iframe.webview.ready");
    await this.repeat(60_000, async () => {
      await file.dblclick();
      await ours.or(binary).first().waitFor();
      if (!(await binary.isVisible())) return;
      await this.runCommand("View: Close All Editors");
      throw new Error(`${name} was opened as a binary file.`);
    });
  }

  /** Runs a command by its title in the command palette, `SIP Trace: Show Ladder`. */
  async runCommand(title: string): Promise<void> {
    await this.#pick("F1", `>${title}`, title);
  }

  /** Takes an item of the menu that a command opens; begins anew when the menu closes halfway or shows another one. */
  async choose(command: string, menu: string, label: string): Promise<void> {
    const title = this.page.locator(".quick-input-title", { hasText: menu });
    await this.repeat(STEP_MILLIS, async (timeout) => {
      await this.runCommand(command);
      await title.waitFor({ timeout });
      await this.page.locator(".quick-input-widget input.input").fill(label, { timeout });
      await this.#quickRow(label).click({ timeout });
      await title.waitFor({ state: "hidden", timeout });
    });
  }

  /** Saves under the name that VS Code's own file dialog proposes. */
  async acceptName(name: string): Promise<void> {
    const path = this.page.locator(".quick-input-widget input.input");
    await path.waitFor({ state: "visible" });
    await expect.poll(() => path.inputValue(), { timeout: STEP_MILLIS }).toContain(name);
    await this.page.locator(".quick-input-widget .monaco-button", { hasText: "OK" }).click();
  }

  /** Replaces every occurrence in the text editor that has the focus, with VS Code's own Replace. */
  async replaceAll(find: string, replacement: string): Promise<void> {
    const widget = this.page.locator(".find-widget.visible");
    await this.repeat(STEP_MILLIS, async () => {
      await this.page.keyboard.press("Control+H");
      await widget.locator(".replace-part textarea").waitFor({ timeout: TRY_MILLIS });
    });
    await widget.locator(".find-part textarea").first().fill(find);
    await widget.locator(".replace-part textarea").first().fill(replacement);
    await widget.locator(".codicon-find-replace-all").click();
    await this.page.keyboard.press("Escape");
  }

  /** The tab of an open editor. */
  tab(name: string): Locator {
    return this.page.locator(".tabs-container .tab", { hasText: name }).first();
  }

  /** The text editor's lines; a language feature shows as a decoration within. */
  get editor(): Locator {
    return this.page.locator(".editor-instance .monaco-editor").first();
  }

  /** The page inside a webview: VS Code wraps it in two frames. The n-th, when several are open. */
  webview(index = 0): FrameLocator {
    return this.page.frameLocator(`iframe.webview.ready >> nth=${index}`).frameLocator("iframe#active-frame");
  }

  /** The page that has such an element, wherever it stands among those that are open. */
  async webviewWith(selector: string): Promise<FrameLocator> {
    let found: FrameLocator | undefined;
    await this.repeat(60_000, async (tryMillis) => {
      const count = await this.page.locator("iframe.webview.ready").count();
      for (let index = 0; index < count; index++) {
        const page = this.webview(index);
        if ((await page.locator(selector).count()) > 0) found = page;
      }
      if (!found) await this.page.locator(`no page with ${selector}`).waitFor({ timeout: tryMillis });
    });
    return found!;
  }

  /** A message that VS Code shows at the lower right. */
  notification(text: string): Locator {
    return this.page.locator(".notification-toast", { hasText: text });
  }

  /**
   * The workbench is painted, and opens files, before the extension's contributions are registered: a capture opened
   * too early stays in the binary file editor. So nothing may happen before the extension's command is listed.
   */
  async #waitForCommand(title: string): Promise<void> {
    await this.repeat(60_000, async () => {
      await this.#quickInput("F1", `>${title}`);
      await this.#quickRow(title).waitFor({ timeout: TRY_MILLIS });
    });
    await this.page.keyboard.press("Escape");
  }

  /** Begins anew when the input closes halfway: a webview that has just loaded takes the focus from it. */
  async #pick(key: string, typed: string, row: string): Promise<void> {
    await this.repeat(STEP_MILLIS, async () => {
      await this.#quickInput(key, typed);
      await this.#quickRow(row).click({ timeout: TRY_MILLIS });
    });
  }

  async #quickInput(key: string, typed: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input.input");
    await this.page.keyboard.press(key);
    await input.waitFor({ state: "visible", timeout: TRY_MILLIS });
    await input.fill(typed, { timeout: TRY_MILLIS });
  }

  #quickRow(text: string): Locator {
    return this.page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
  }

  /** Tries a step until it succeeds; a try is undone by Escape. For steps that race with the workbench's own focus. */
  async repeat(limitMillis: number, step: (tryMillis: number) => Promise<void>): Promise<void> {
    const endMillis = Date.now() + limitMillis;
    for (;;) {
      try {
        await step(TRY_MILLIS);
        return;
      } catch (error) {
        if (Date.now() > endMillis) {
          await this.screenshot("failed-step");
          throw error;
        }
        await this.page.keyboard.press("Escape");
        await this.page.waitForTimeout(200);
      }
    }
  }
}
