/** A person looks at the format in the status bar, chooses another, has it told by content again, and opens a log of a format of their own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printedBy } from "../log/printers.js";
import { REGISTRATION } from "../log/registration.js";
import { Workbench } from "./driver/workbench.js";

const ASTERISK = "Asterisk (PJSIP logger)";

describe("the format of a log", () => {
  const folder = mkdtempSync(join(tmpdir(), "sip-trace-format-"));
  let workbench: Workbench;

  beforeAll(async () => {
    writeFileSync(join(folder, "full.log"), printedBy("asterisk-pjsip", REGISTRATION));
    const own = REGISTRATION.map(({ sent, octets }) => `@@ ${sent ? "out" : "in"} udp 192.0.2.10:5060\n${octets}\n`);
    writeFileSync(join(folder, "box.log"), own.join(""));
    const format = { id: "box", title: "Our box", header: "^@@ (?<way>in|out) (?<transport>\\w+) (?<peer>\\S+)$" };
    workbench = await Workbench.open({
      host: "node",
      folder,
      readyCommand: "SIP Trace: Treat as SIP Log",
      settings: { "sipTrace.logFormats": [format] },
    });
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const shown = (title: string) => workbench.page.locator(".statusbar-item:visible", { hasText: title });
  const choose = (label: string) => workbench.choose("SIP Trace: Choose Log Format", "Log Format", label);

  it("stands in the status bar, may be another, and is told by content again", async () => {
    await workbench.openFile("full.log");
    // Another try may find what the one before chose.
    await choose("Detect automatically");
    await shown(ASTERISK).waitFor();
    await workbench.page.locator(".squiggly-error, .squiggly-warning").first().waitFor();
    await choose("Snom");
    await shown("SIP messages in another text").waitFor();
    await workbench.screenshot("log-format-chosen");
    await choose("Detect automatically");
    await shown(ASTERISK).waitFor();
    expect(await shown("SIP messages in another text").count()).toBe(0);
  });

  it("is one that a person declared", async () => {
    await workbench.openFile("box.log");
    await shown("Our box").waitFor();
    await workbench.screenshot("log-format-own");
  });
});
