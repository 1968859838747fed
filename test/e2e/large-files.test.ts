/** A person opens what no text editor shows: a log of 60 MB, and captures and logs as they come, packed with gzip. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/build.mjs";
import { problemRow } from "./driver/problems.js";
import { Workbench } from "./driver/workbench.js";

const LARGE = "server.log";
const LARGE_OCTETS = 60_000_000;
const FINDING = 'Realm "asterisk" does not answer challenge realm "pbx.example.com".';

const sample = (name: string) => readFileSync(join(ROOT, "samples", name));

/** What a busy server prints between SIP messages. */
function noise(octets: number): string {
  const line = "2026-11-20 10:05:00.000 DEBUG[4711] taskprocessor.c: Nothing to do for subsystem 42, sleeping again\n";
  return line.repeat(Math.ceil(octets / line.length));
}

describe("large and packed files", () => {
  const folder = mkdtempSync(join(tmpdir(), "sip-trace-large-"));
  let workbench: Workbench;

  beforeAll(async () => {
    const log = sample("realm-mismatch.siptrace");
    writeFileSync(join(folder, LARGE), Buffer.concat([log, Buffer.from(noise(LARGE_OCTETS))]));
    writeFileSync(join(folder, "packed.pcapng.gz"), gzipSync(sample("realm-mismatch.pcapng")));
    writeFileSync(join(folder, "packed.log.gz"), gzipSync(log));
    workbench = await Workbench.open({ host: "node", folder, readyCommand: "SIP Trace: Treat as SIP Log" });
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  // While it is read, the overview shows the row with what is known so far.
  const failedRow = () =>
    workbench
      .webview()
      .locator(".overview-row", { hasText: "2061@pbx.example.com" })
      .filter({ hasText: "Realm mismatch" });

  it.each(["packed.pcapng.gz", "packed.log.gz"])("shows %s as if it were not packed", async (name) => {
    await workbench.openCapture(name);
    await failedRow().waitFor();
    await workbench.screenshot(name);
    await workbench.runCommand("View: Close All Editors");
  });

  it("offers the large reader for a log that VS Code gives to no extension", async () => {
    await workbench.openFile(LARGE);
    const offer = workbench.notification(`${LARGE} has 60 MB`);
    await offer.waitFor();
    await workbench.screenshot("large-log-offer");
    await offer.getByRole("button", { name: "Open in Large Reader" }).click();
    await failedRow().waitFor();
    await workbench.screenshot("large-log");
  });

  it("shows its findings, and its messages as text", async () => {
    const row = await problemRow(workbench, FINDING);
    expect(await row.textContent()).toContain("realm-mismatch");
    await workbench.webview().locator('[role="treeitem"]', { hasText: "REGISTER" }).nth(1).click();
    await workbench.tab(`${LARGE}.siptrace`).waitFor();
    await workbench.page.locator(".squiggly-error").first().waitFor();
    await workbench.screenshot("large-log-text");
  });
});
