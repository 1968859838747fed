/** A person opens a capture: sees who cannot register, follows the ladder into the text, and takes a quick fix. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyPanelFix, problemRow } from "./driver/problems.js";
import { Workbench } from "./driver/workbench.js";

const CAPTURE = "realm-mismatch.pcapng";
const FINDING = 'Realm "asterisk" does not answer challenge realm "pbx.example.com".';

describe.each(["node", "web"] as const)("a capture in the %s host", (host) => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open({
      host,
      readyCommand: "SIP Trace: Treat as SIP Log",
      settings: { "workbench.colorTheme": "Default Dark Modern" },
    });
    await workbench.openCapture(CAPTURE);
  });
  afterAll(() => workbench?.close());

  it("shows each registration with its cause in words", async () => {
    const row = workbench.webview().locator(".overview-row", { hasText: "2061@pbx.example.com" });
    await row.waitFor();
    expect(await row.textContent()).toContain("Realm mismatch");
  });

  it("draws the chosen registration's messages in order", async () => {
    const page = workbench.webview();
    await page.locator(".overview-row", { hasText: "2061@pbx.example.com" }).click();
    const arrows = page.locator('[role="treeitem"] .words b');
    await arrows.nth(3).waitFor();
    expect((await arrows.allTextContents()).slice(0, 4)).toEqual([
      "REGISTER",
      "401 Unauthorized",
      "REGISTER",
      "401 Unauthorized",
    ]);
    await workbench.screenshot(`capture-${host}`);
  });

  it("shows the registration card of the chosen registration", async () => {
    const page = workbench.webview();
    await page.getByRole("tab", { name: "Registration card" }).click();
    const expiry = page.getByRole("row", { name: /^Expiry/ });
    await expiry.waitFor();
    expect(await expiry.innerText()).toContain("none granted");
    await workbench.screenshot(`card-${host}`);
    await page.getByRole("tab", { name: "Message" }).click();
  });

  it("lists the finding among the problems before its text is open", async () => {
    const row = await problemRow(workbench, FINDING);
    expect(await row.textContent()).toContain("realm-mismatch");
  });

  it("leads from an arrow to the message in the text, which is underlined", async () => {
    const page = workbench.webview();
    await page.locator('[role="treeitem"]', { hasText: "REGISTER" }).nth(1).click();
    await workbench.tab(`${CAPTURE}.siptrace`).waitFor();
    await workbench.page.locator(".squiggly-error").first().waitFor();
    const line = workbench.page.locator(".view-line", { hasText: 'realm="asterisk"' }).first();
    await line.waitFor();
    // The method is coloured apart from the address behind it: the grammar is at work.
    const start = workbench.page.locator(".view-line", { hasText: "REGISTER sip:pbx.example.com" }).first();
    expect(await start.locator("span span").count()).toBeGreaterThan(3);
    await workbench.screenshot(`capture-text-${host}`);
  });

  it("leads from the text's cursor back to the arrow", async () => {
    await workbench.page.locator(".view-line", { hasText: "REGISTER sip:pbx.example.com" }).first().click();
    // Below the line that names the frame, which takes several where it is wrapped.
    for (const key of ["Control+Home", ...Array<string>(4).fill("ArrowDown")]) await workbench.page.keyboard.press(key);
    const selected = workbench.webview().locator('[role="treeitem"][aria-selected="true"]');
    await expect.poll(() => selected.textContent(), { timeout: 15_000 }).toContain("CSeq 3749");
  });

  it("takes the quick fix that silences the rule", async () => {
    await applyPanelFix(workbench, FINDING, "Silence rule realm-mismatch");
    await workbench.page.locator(".squiggly-error").first().waitFor({ state: "detached" });
  });

  it("compares two messages in VS Code's own way", async () => {
    const page = workbench.webview();
    await page.locator('[role="treeitem"]', { hasText: "REGISTER" }).first().click();
    await workbench.page.keyboard.press("c");
    await page.locator('[role="treeitem"]', { hasText: "REGISTER" }).nth(1).click();
    await workbench.page.keyboard.press("c");
    await workbench.page
      .locator(".monaco-diff-editor .line-insert, .monaco-diff-editor .char-insert")
      .first()
      .waitFor();
    await workbench.screenshot(`compare-${host}`);
  });

  it("asked nothing outside this machine", () => {
    expect(workbench.foreignRequests).toEqual([]);
  });
});
