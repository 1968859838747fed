/** A person gives a password to a refused digest: the finding then says whose password is wrong. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/build.mjs";
import { applyQuickFix, problemRow } from "./driver/problems.js";
import { Workbench } from "./driver/workbench.js";

const LOG = "refused.siptrace";
const UNPROVED = "the password differs on the two sides";
const PROVED = "are made with the known password and refused with 401 Unauthorized: the server holds another one.";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

/** The sample's phone with the right realm, and digests made with a password that the server does not know. */
function refusedLog(password: string): string {
  const sample = readFileSync(join(ROOT, "samples/realm-mismatch.siptrace"), "utf8");
  return sample.replace(/^Authorization: Digest .*$/gm, (line) => {
    const value = (name: string) => new RegExp(`${name}="?([^",]*)`).exec(line)?.[1] ?? "";
    const ha1 = md5(`${value("username")}:pbx.example.com:${password}`);
    const ha2 = md5(`REGISTER:${value("uri")}`);
    const response = md5([ha1, value("nonce"), value("nc"), value("cnonce"), value(" qop"), ha2].join(":"));
    return line
      .replace(/realm="[^"]*"/, 'realm="pbx.example.com"')
      .replace(/response="[^"]*"/, `response="${response}"`);
  });
}

describe.each(["node", "web"] as const)("a password in the %s host", (host) => {
  const folder = mkdtempSync(join(tmpdir(), "sip-trace-password-"));
  let workbench: Workbench;

  beforeAll(async () => {
    writeFileSync(join(folder, LOG), refusedLog("geheim"));
    workbench = await Workbench.open({ host, folder, readyCommand: "SIP Trace: Treat as SIP Log" });
    await workbench.openFile(LOG);
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("proves which side is wrong, and is forgotten on command", async () => {
    await applyQuickFix(workbench, UNPROVED, "Verify with a password");
    const input = workbench.page.locator(".quick-input-widget input[type=password]");
    await input.fill("geheim");
    await workbench.page.keyboard.press("Enter");
    await workbench.notification(PROVED).waitFor();
    expect(await (await problemRow(workbench, PROVED)).textContent()).toContain("digest-failed");
    await workbench.screenshot(`password-${host}`);
    await workbench.runCommand("SIP Trace: Forget All Passwords");
    await problemRow(workbench, UNPROVED);
  });
});
