/** A trainer without a mouse: steps through a capture, sees the registrar's state change, and lets a class guess what is wrong. */
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./driver/workbench.js";

const LONG = { timeout: 20_000 };

describe("steps and guesses by keyboard", () => {
  let workbench: Workbench;
  let page: FrameLocator;

  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };
  const step = () => page.locator(".step-number").innerText();
  const registrar = () => page.getByRole("region", { name: "What the registrar knows now" }).innerText();

  beforeAll(async () => {
    workbench = await Workbench.open({
      host: "node",
      readyCommand: "SIP Trace: Treat as SIP Log",
      settings: { "workbench.colorTheme": "Default Light Modern", "workbench.activityBar.location": "hidden" },
    });
    await workbench.openCapture("nat-flow-expired.pcapng");
    page = workbench.webview();
    await page.locator(".row.is-selected").waitFor();
  });
  afterAll(() => workbench?.close());

  it("goes from message to message, and the registrar learns the Contact and loses the pinhole", async () => {
    await page.locator(".ladder").focus();
    await press("s");
    await expect.poll(step, LONG).toBe("Step 1 of 6");
    await expect.poll(registrar, LONG).toContain("knows no Contact");
    await press("ArrowDown", "ArrowDown", "ArrowDown");
    await expect.poll(step, LONG).toBe("Step 4 of 6");
    await expect.poll(registrar, LONG).toMatch(/sip:5200@192\.168\.52\.20:5060\s+added/);
    await workbench.screenshot("steps-granted");
    await press("ArrowDown");
    await expect.poll(registrar, LONG).toMatch(/Pinhole of the NAT\s+closed/);
    expect(await page.getByRole("region", { name: "This step" }).innerText()).toContain("the binding holds");
    await press("ArrowUp");
    await expect.poll(registrar, LONG).toMatch(/Pinhole of the NAT\s+kept open/);
    await press("s");
    await expect.poll(() => page.locator(".step-bar").count(), LONG).toBe(0);
  });

  it("hides the findings, scores what is pointed at, and shows them again", async () => {
    const problems = workbench.page.locator('.part.statusbar [aria-label*="1 error"]');
    await expect.poll(() => problems.count(), LONG).toBeGreaterThan(0);
    await workbench.runCommand("SIP Trace: Guess What Is Wrong");
    await page.getByRole("heading", { name: "What is wrong here?" }).waitFor();
    await expect.poll(() => page.locator(".badge").count(), LONG).toBe(0);
    await expect.poll(() => problems.count(), LONG).toBe(0);
    const score = () => page.locator(".score").first().innerText();
    await page.locator(".ladder").focus();
    await press("Home", "Enter");
    await expect.poll(score, LONG).toContain("0 of 4 points · 1 try");
    const invite = page.locator('[role="treeitem"][aria-selected="true"]');
    for (let row = 0; row < 4; row++) await press("ArrowDown");
    await expect.poll(() => invite.getAttribute("aria-label"), LONG).toMatch(/INVITE/);
    await press("Enter");
    await expect.poll(() => page.getByRole("status").innerText(), LONG).toMatch(/Right/);
    await workbench.screenshot("guess-right");
    await press("Escape");
    await expect.poll(() => page.locator(".badge").count(), LONG).toBeGreaterThan(0);
    await expect.poll(() => problems.count(), LONG).toBeGreaterThan(0);
  });

  it("asked nothing outside this machine", () => {
    expect(workbench.foreignRequests).toEqual([]);
  });
});
