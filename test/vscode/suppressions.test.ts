/** A user silences one finding with a reason: in the workspace's settings, or by a comment in the log. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMANDS } from "../../src/vscode/contributions.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { registerSuppressions } from "../../src/vscode/suppressions.js";
import { type CodeAction, editor, type FakeDocument, type Range } from "./fake-vscode.js";
import { analysed, openLog, REALM_MISMATCH, startTraces } from "./open-log.js";

let traces: OpenTraces;
let feature: { dispose(): unknown };

beforeEach(() => {
  editor.reset();
  traces = startTraces();
  feature = registerSuppressions(traces);
});
afterEach(() => {
  feature.dispose();
  traces.dispose();
});

const rules = () => traces.all[0]!.models[0]!.findings.map(({ view }) => view.rule);

test("in the settings, for the AoR it is about", async () => {
  await openLog(traces);
  expect(rules()).toContain("realm-mismatch");
  editor.typed = ["  a test\nphone "];
  const done = analysed(traces);
  await editor.run(COMMANDS.ignoreFinding, "realm-mismatch", "sip:2061@pbx.example.com");
  await done;
  const suppression = { rule: "realm-mismatch", aor: "sip:2061@pbx.example.com", reason: "a test phone" };
  expect(editor.updates).toEqual([{ key: "sipTrace.suppressions", value: [suppression], target: 2 }]);
  expect(rules()).not.toContain("realm-mismatch");
  expect(traces.all[0]!.opened?.suppressed).toBe(1);
});

test("not without a reason", async () => {
  await openLog(traces);
  editor.typed = [undefined];
  await editor.run(COMMANDS.ignoreFinding, "realm-mismatch", null);
  expect(editor.updates).toEqual([]);
});

test("for files of a path alone", async () => {
  const suppression = { rule: "realm-mismatch", reason: "x" };
  editor.settings["sipTrace.suppressions"] = [{ ...suppression, file: "other/*" }];
  await openLog(traces);
  expect(rules()).toContain("realm-mismatch");
  const done = analysed(traces);
  editor.settings["sipTrace.suppressions"] = [{ ...suppression, file: "logs/*" }];
  editor.configured.fire({ affectsConfiguration: (key) => key === "sipTrace.suppressions" });
  await done;
  expect(rules()).not.toContain("realm-mismatch");
});

interface ActionProvider {
  provideCodeActions(document: FakeDocument, range: Range): CodeAction[];
}
const actionsAt = (document: FakeDocument) => {
  const { range } = traces.all[0]!.models[0]!.findings.find(({ view }) => view.rule === "realm-mismatch")!;
  const at = document.lineAt(range.start.line).range;
  return editor.provider<ActionProvider>("codeActions").provideCodeActions(document, at);
};

test("by a comment above the message, where comments are possible", async () => {
  const document = await openLog(traces);
  editor.typed = ["a test phone"];
  const action = actionsAt(document).find(({ title }) => title.includes("realm-mismatch"));
  await editor.run(action!.command!.command, ...action!.command!.arguments);
  const [edit] = editor.edits;
  expect(edit!.text).toBe("# sip-trace-ignore realm-mismatch a test phone\n");
  expect(document.lineAt(edit!.position).text).toMatch(/ udp 192\.0\.2\.10:5060 > /);
  const done = analysed(traces);
  const lines = REALM_MISMATCH.split("\n").toSpliced(edit!.position.line, 0, edit!.text.trimEnd());
  editor.type(document, lines.join("\n"));
  await done;
  expect(rules()).not.toContain("realm-mismatch");
});

test("by no comment in other logs", async () =>
  expect(actionsAt(await openLog(traces, REALM_MISMATCH, "file:///logs/phone.log"))).toEqual([]));
