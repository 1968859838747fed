/** A person reads a log by keyboard: explanations of words, lenses above messages, from credentials to their challenge, all of a Call-ID. */
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./driver/workbench.js";

describe.each(["node", "web"] as const)("the text of a log in the %s host", (host) => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open({
      host,
      readyCommand: "SIP Trace: Treat as SIP Log",
      settings: { "sipTrace.inlayHints.deltaTimes": true, "workbench.colorTheme": COLOURS[host] },
    });
    await workbench.openFile("realm-mismatch.siptrace");
    await workbench.page.locator(".squiggly-error").first().waitFor();
  });
  afterAll(() => workbench?.close());

  /** Puts the cursor on a line and column, counted from 1. */
  async function goTo(line: number, column: number): Promise<void> {
    await workbench.page.keyboard.press("Control+G");
    const input = workbench.page.locator(".quick-input-widget input.input");
    await input.fill(`:${line}:${column}`);
    await workbench.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
    await expect.poll(cursor).toContain(`Ln ${line}, Col ${column}`);
  }
  const cursor = () => workbench.page.locator(".statusbar-item", { hasText: /Ln \d+, Col \d+/ }).textContent();

  /** An editor's blanks may be of the kind that does not break. */
  const wordsOf = async (place: Locator) => (await place.textContent())?.replace(/\s/g, " ");

  it("has lenses above its messages, and the time since the one before", async () => {
    const lenses = workbench.page.locator(".codelens-decoration");
    await lenses.first().waitFor();
    expect(await lenses.first().textContent()).toMatch(/Answered 401 in line \d+ after \d+ µs.*Show in Ladder/);
    await workbench.page
      .locator(".view-line span", { hasText: /^\+\d+\sµs/ })
      .first()
      .waitFor();
    await workbench.screenshot(`understanding-lenses-${host}`);
  });

  it("explains a word at the cursor", async () => {
    await goTo(36, 42);
    await workbench.runCommand("Show or Focus Hover");
    const hover = workbench.page.locator(".monaco-hover-content").first();
    await expect.poll(() => wordsOf(hover)).toContain("realm · parameter of Authorization");
    expect(await wordsOf(hover)).toContain("The challenge in line 17 says pbx.example.com: the two do not agree.");
    await workbench.screenshot(`understanding-hover-${host}`);
    await workbench.page.keyboard.press("Escape");
  });

  it("leads from credentials to their challenge", async () => {
    await goTo(36, 3);
    await workbench.page.keyboard.press("F12");
    await expect.poll(cursor).toContain("Ln 23, Col 19");
  });

  it("lists all messages of a Call-ID", async () => {
    await goTo(6, 12);
    await workbench.page.keyboard.press("Shift+F12");
    const peek = workbench.page.locator(".peekview-widget");
    await peek.waitFor();
    await expect.poll(() => wordsOf(peek)).toContain("References (8)");
    await workbench.screenshot(`understanding-references-${host}`);
    await workbench.page.keyboard.press("Escape");
  });

  it("asks nothing of the network", () => expect(workbench.foreignRequests).toEqual([]));
});

const COLOURS = { node: "Default Dark Modern", web: "Default High Contrast" } as const;
