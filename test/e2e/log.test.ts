/** A person opens a text log: its ladder stands beside it, and findings follow what is typed. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/build.mjs";
import { applyQuickFix, problemRow } from "./driver/problems.js";
import { Workbench } from "./driver/workbench.js";

const LOG = "phone.txt";
const FINDING = 'Realm "asterisk" does not answer challenge realm "pbx.example.com".';

describe.each(["node", "web"] as const)("a text log in the %s host", (host) => {
  const folder = mkdtempSync(join(tmpdir(), "sip-trace-log-"));
  let workbench: Workbench;

  beforeAll(async () => {
    // A name that says nothing, so that only the content can tell what it is.
    cpSync(join(ROOT, "samples/realm-mismatch.siptrace"), join(folder, LOG));
    writeFileSync(join(folder, "broken.pcap"), readFileSync(join(ROOT, "media/icon.png")));
    writeFileSync(join(folder, "empty.pcap"), "");
    workbench = await Workbench.open({
      host,
      folder,
      readyCommand: "SIP Trace: Treat as SIP Log",
      settings: { "workbench.colorTheme": "Default Light Modern" },
    });
    await workbench.openFile(LOG);
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is told by its content and underlined", async () => {
    await workbench.page.locator(".squiggly-error").first().waitFor();
    const row = await problemRow(workbench, FINDING);
    expect(await row.textContent()).toContain("realm-mismatch");
  });

  it("leads to the challenge by a quick fix", async () => {
    await applyQuickFix(workbench, FINDING, "Go to the challenge");
    const status = workbench.page.locator(".statusbar-item", { hasText: /Ln \d+, Col \d+/ });
    await expect.poll(() => status.textContent()).toContain("Ln 23, Col 48 (15 selected)");
  });

  it("leads to the rule's page by the code of the problem", async () => {
    const row = await problemRow(workbench, FINDING);
    await row.locator("a", { hasText: "realm-mismatch" }).click();
    await workbench.page.locator(".tab", { hasText: "Preview realm-mismatch.md" }).first().waitFor();
    await workbench.webview().getByRole("heading", { name: "Realm mismatch" }).waitFor();
    await workbench.screenshot(`rule-page-${host}`);
    await workbench.runCommand("View: Close Editor");
  });

  it("has its ladder beside it", async () => {
    await workbench.runCommand("View: Focus First Editor Group");
    await workbench.runCommand("SIP Trace: Open Ladder to the Side");
    const arrows = workbench.webview().locator('[role="treeitem"] .words b');
    await arrows.first().waitFor();
    expect(await arrows.first().textContent()).toBe("REGISTER");
    await workbench.screenshot(`log-ladder-${host}`);
  });

  it("changes its findings with what is typed", async () => {
    // The realm in both attempts becomes the registrar's.
    await workbench.runCommand("View: Focus First Editor Group");
    await workbench.replaceAll('realm="asterisk"', 'realm="pbx.example.com"');
    await workbench.page
      .locator(".markers-panel .monaco-list-row", { hasText: FINDING })
      .waitFor({ state: "detached" });
    await workbench.screenshot(`log-typed-${host}`);
  });

  it.each(["broken.pcap", "empty.pcap"])("says in a sentence what is wrong with %s", async (name) => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile(name);
    const notice = workbench.webview().locator(".notice-area");
    await expect.poll(() => notice.textContent(), { timeout: 15_000 }).toMatch(/\w+ .*\./);
    expect(await notice.textContent()).not.toContain("Reading");
    await workbench.screenshot(`${name}-${host}`);
  });
});
