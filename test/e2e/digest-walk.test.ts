/** A person takes a digest apart and plays with the timers of a registration, in a real VS Code. */
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./driver/workbench.js";

const COLOURS = { node: "Default Dark Modern", web: "Default Light Modern" } as const;

/** A busy machine takes seconds to paint a page. */
const PATIENT = { timeout: 30_000 };

describe.each(["node", "web"] as const)("teaching in the %s host", (host) => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open({
      host,
      readyCommand: "SIP Trace: Treat as SIP Log",
      settings: { "workbench.colorTheme": COLOURS[host] },
    });
    await workbench.openFile("realm-mismatch.siptrace");
    await workbench.page.locator(".squiggly-error").first().waitFor();
  });
  afterAll(() => workbench?.close());

  /** The page that holds an element; VS Code keeps hidden ones too, in no certain order. */
  async function pageWith(element: string): Promise<Frame> {
    let found: Frame | undefined;
    const look = async () => {
      for (const frame of workbench.page.frames()) {
        // A frame may go while it is asked.
        if (
          (await frame
            .locator(element)
            .count()
            .catch(() => 0)) > 0
        )
          return (found = frame);
      }
      return undefined;
    };
    await expect.poll(look, PATIENT).toBeDefined();
    return found!;
  }

  it("a digest opens from the text by command, is changed by keyboard, and leads back to its characters", async () => {
    await workbench.runCommand("SIP Trace: Digest Step by Step");
    await workbench.tab("Digest realm-mismatch.siptrace").waitFor();
    const page = await pageWith("sip-digest-walk");
    const verdict = page.locator(".verdict");
    await page.getByLabel("password").fill("geheim");
    await expect.poll(() => page.locator(".lines > li").first().innerText(), PATIENT).toMatch(/= [0-9a-f]{32}$/);
    await expect.poll(() => verdict.innerText(), PATIENT).toContain("Not the response in the trace");
    const response = page.getByRole("row", { name: /^Computed/ }).first();
    const before = await response.innerText();
    await page.getByRole("textbox", { name: "realm" }).fill("Asterisk");
    await expect.poll(() => response.innerText(), PATIENT).not.toBe(before);
    await workbench.screenshot(`digest-walk-${host}`);
    await page.getByRole("button", { name: "WWW-Authenticate of 401" }).first().click();
    const selection = workbench.page.locator(".statusbar-item", { hasText: /\(15 selected\)/ });
    await selection.waitFor();
    expect(await selection.textContent()).toMatch(/Ln \d+, Col \d+ \(15 selected\)/);
  });

  it("the timers of its registration show which call is lost", async () => {
    await workbench.tab("realm-mismatch.siptrace").click();
    await workbench.runCommand("SIP Trace: What If… (Timers and NAT)");
    await workbench.tab("What If realm-mismatch.siptrace").waitFor();
    const page = await pageWith("sip-what-if");
    const verdict = page.locator(".verdict");
    await expect.poll(() => verdict.innerText(), PATIENT).toMatch(/calls? (is|are) lost/);
    await page.getByRole("combobox", { name: "Keep-alive" }).selectOption("crlf");
    await expect.poll(() => verdict.innerText(), PATIENT).toContain("All 4 calls get through.");
    await workbench.screenshot(`what-if-${host}`);
  });
});
