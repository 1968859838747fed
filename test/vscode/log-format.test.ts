/** The format in the status bar, and the choice of another. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { registerLogFormat } from "../../src/vscode/log-format.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { printedBy } from "../log/printers.js";
import { REGISTRATION } from "../log/registration.js";
import { editor, window } from "./fake-vscode.js";
import { analysed, REALM_MISMATCH, startTraces } from "./open-log.js";

let traces: OpenTraces;
let feature: { dispose(): unknown };
beforeEach(() => {
  editor.reset();
  traces = startTraces();
});
afterEach(() => {
  feature.dispose();
  traces.dispose();
  Object.assign(window, { activeTextEditor: undefined });
});

async function open(text = REALM_MISMATCH): Promise<void> {
  traces.start();
  const done = analysed(traces);
  const document = editor.open("file:///a.siptrace", text);
  Object.assign(window, { activeTextEditor: { document } });
  feature = registerLogFormat(traces);
  await done;
}

const item = () => editor.statusItems.get("sipTrace.logFormat")!;

test("shows the format that the content tells", async () => {
  await open();
  expect(item()).toMatchObject({ text: "SIP Trace (.siptrace)", isShown: true });
});

test("tells beside it what the log does not print", async () => {
  await open(REALM_MISMATCH.replace(/^2026-11-20 /gm, ""));
  expect(item().tooltip).toMatch(/told by its content\. Click to choose another\.\nThe log prints no date/);
});

test("reads the log anew as the format that is chosen, and back", async () => {
  await open();
  editor.picks = ({ label }) => label === "Asterisk (PJSIP logger)";
  await editor.run("sipTrace.chooseLogFormat");
  expect(item().text).toBe("SIP messages in another text");
  expect(item().tooltip).toContain("as chosen");
  editor.picks = ({ label }) => label === "Detect automatically";
  await editor.run("sipTrace.chooseLogFormat");
  expect(item().text).toBe("SIP Trace (.siptrace)");
});

test("offers the user's own formats, and tells their mistakes", async () => {
  editor.settings["sipTrace.logFormats"] = [
    { id: "box", title: "Our box", header: "^@@ " },
    { id: "broken", header: "(" },
  ];
  await open();
  const labels: string[] = [];
  editor.picks = ({ label }) => {
    labels.push(label);
    return false;
  };
  await editor.run("sipTrace.chooseLogFormat");
  expect(labels.slice(0, 2)).toEqual(["Detect automatically", "Our box"]);
  expect(editor.messages.join()).toContain('sipTrace.logFormats: Log format "broken": its header cannot be used.');
});

test("counts the messages of each format of a mixed log, and offers those first", async () => {
  await open(`${printedBy("sngrep", REGISTRATION)}\n${printedBy("ngrep", REGISTRATION.slice(0, 3))}`);
  expect(item().text).toMatch(/^sngrep.* and ngrep/);
  expect(item().tooltip).toMatch(/\nsngrep.*: 4 messages\nngrep.*: 3 messages\n/);
  const offered: string[] = [];
  editor.picks = ({ label, detail }) => {
    offered.push(`${label}: ${detail}`);
    return label.startsWith("ngrep");
  };
  await editor.run("sipTrace.chooseLogFormat");
  expect(offered.slice(1)).toEqual([
    expect.stringMatching(/^sngrep.*: 4 messages in this log$/),
    expect.stringMatching(/^ngrep.*: 3 messages in this log$/),
  ]);
  expect(item().tooltip).toContain("as chosen");
});

test("shows the user's own format where the log is of it", async () => {
  editor.settings["sipTrace.logFormats"] = [
    { id: "box", title: "Our box", header: "^@@ (?<way>in|out) (?<transport>\\w+) (?<peer>\\S+)$" },
  ];
  await open(REALM_MISMATCH.replace(/^\S+ \S+ udp .*$/gm, "@@ in udp 192.0.2.10:5060"));
  expect(item()).toMatchObject({ text: "Our box", isShown: true });
});
