/** A person saves a copy without names, opens it, and finds the same in it. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleNotes } from "../report/notes/sample-notes.js";
import { problemRow } from "./driver/problems.js";
import { Workbench } from "./driver/workbench.js";

/** What the samples name: domain, user, addresses, nonce, hardware. */
const ORIGINALS = ["pbx.example.com", "2061", "192.168.10.61", "192.168.10.5"];
const OCTETS = [Buffer.of(192, 168, 10, 61), Buffer.of(192, 168, 10, 5)];
const FINDING = /Realm "asterisk" does not answer challenge realm "(?!pbx\.example)[a-z]+\.[a-z]+\.com"/;

const NOTES = sampleNotes("Mrs. Miller of 2061 called.");

describe("a redacted copy", () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open({ host: "node", readyCommand: "SIP Trace: Treat as SIP Log" });
  });
  afterAll(() => workbench?.close());

  async function saveCopy(name: string): Promise<void> {
    await workbench.runCommand("SIP Trace: Save Redacted Copy");
    await workbench.acceptName(name);
    const told = workbench.notification(`${name} was saved.`);
    await told.waitFor();
    await workbench.screenshot(`redaction-${name}`);
    // What the original shows must not be taken for what the copy does.
    await workbench.runCommand("View: Close All Editors");
    await told.locator(".monaco-button", { hasText: "Open Copy" }).click();
    await workbench.tab(name).waitFor();
  }

  function expectNothingOfTheOriginal(name: string): void {
    const octets = readFileSync(join(workbench.folder, name));
    const text = octets.toString("latin1");
    for (const original of ORIGINALS) expect(text).not.toContain(original);
    for (const address of OCTETS) expect(octets.includes(address)).toBe(false);
  }

  it("of a capture shows the same finding, and nothing that the capture names", async () => {
    await workbench.openCapture("realm-mismatch.pcapng");
    await workbench.webview().locator('[role="treeitem"]').first().waitFor();
    await saveCopy("realm-mismatch.redacted.pcapng");
    await workbench.webview().getByText(FINDING).first().waitFor();
    await workbench.screenshot("redaction-capture-copy");
    expectNothingOfTheOriginal("realm-mismatch.redacted.pcapng");
  });

  it("of a log shows the same finding, and nothing that the log names", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.openFile("realm-mismatch.siptrace");
    await problemRow(workbench, 'does not answer challenge realm "pbx.example.com"');
    await saveCopy("realm-mismatch.redacted.siptrace");
    const row = await problemRow(workbench, 'Realm "asterisk" does not answer challenge realm');
    await expect.poll(() => row.textContent()).toMatch(FINDING);
    await workbench.screenshot("redaction-log-copy");
    expectNothingOfTheOriginal("realm-mismatch.redacted.siptrace");
  });

  it("goes with a report that is of it, and has notes without their text", async () => {
    const name = "noted.pcapng";
    await workbench.runCommand("View: Close All Editors");
    copyFileSync(join(workbench.folder, "realm-mismatch.pcapng"), join(workbench.folder, name));
    writeFileSync(join(workbench.folder, `${name}.notes.json`), JSON.stringify(NOTES));
    await workbench.openCapture(name);
    await workbench.webview().locator(".note-sign:visible").first().waitFor();
    await workbench.choose("SIP Trace: Create Report", `Report of ${name}`, "Redacted Markdown");
    const row = (label: string) =>
      workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();
    await workbench.acceptName("noted.redacted.pcapng");
    await row("Leave their text out").waitFor();
    await workbench.screenshot("redaction-note-text");
    await row("Leave their text out").click();
    await workbench.acceptName("noted.redacted.pcapng.report.md");
    await workbench.tab("noted.redacted.pcapng.report.md").waitFor();
    const saved = workbench.notification("noted.redacted.pcapng.report.md is the report of it.");
    await saved.waitFor();
    await workbench.screenshot("redaction-report");
    expectNothingOfTheOriginal("noted.redacted.pcapng");
    expectNothingOfTheOriginal("noted.redacted.pcapng.report.md");
    expectNothingOfTheOriginal("noted.redacted.pcapng.notes.json");
    const report = readFileSync(join(workbench.folder, "noted.redacted.pcapng.report.md"), "utf8");
    expect(report).toMatch(FINDING);
    expect(report).toContain("This text was left out of the redacted copy.");
    expect(report).not.toContain("Miller");
    expect(workbench.foreignRequests).toEqual([]);
  });
});
