/** What a user sees of a text log: marks, quick fixes, folds and the outline, from the real engine. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { registerCodeActions } from "../../src/vscode/code-actions.js";
import { registerDiagnostics } from "../../src/vscode/diagnostics.js";
import { registerFolding } from "../../src/vscode/folding.js";
import { registerInStep } from "../../src/vscode/in-step.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { registerOutline } from "../../src/vscode/outline.js";
import {
  type CodeAction,
  type Diagnostic,
  type DocumentSymbol,
  editor,
  EventEmitter,
  type FakeDocument,
  type FoldingRange,
  type Range,
} from "./fake-vscode.js";
import { analysed, LOG, openLog, REALM_MISMATCH, REALM_RIGHT, startTraces, textAt } from "./open-log.js";

let traces: OpenTraces;
let features: { dispose(): unknown }[];

beforeEach(() => {
  editor.reset();
  traces = startTraces();
  features = [
    registerDiagnostics(traces),
    registerCodeActions(traces),
    registerFolding(traces),
    registerOutline(traces),
    registerInStep(traces),
  ];
});

afterEach(() => {
  for (const feature of features) feature.dispose();
  traces.dispose();
});

const marks = (): Diagnostic[] => editor.diagnostics.get(LOG) ?? [];
const realmMark = (): Diagnostic | undefined => marks().find(({ code }) => code?.value === "realm-mismatch");

interface ActionProvider {
  provideCodeActions(document: FakeDocument, range: Range, context: { diagnostics: Diagnostic[] }): CodeAction[];
}

function actionsAt(document: FakeDocument, mark: Diagnostic): CodeAction[] {
  const provider = editor.provider<ActionProvider>("codeActions");
  return provider.provideCodeActions(document, mark.range, { diagnostics: [mark] });
}

describe("findings", () => {
  test("underline the very characters, name the rule and its page, and point at the challenge", async () => {
    const document = await openLog(traces);
    const mark = realmMark()!;
    expect(textAt(document, mark.range)).toContain("asterisk");
    expect(textAt(document, mark.range)).not.toContain("username");
    expect(mark.severity).toBe(0);
    expect(mark.source).toBe("SIP Trace");
    expect(mark.message).toContain("pbx.example.com");
    expect(mark.code!.target.toString()).toMatch(/^command:sipTrace\.openRulePage\?/);
    const places = mark.relatedInformation!.map(({ location }) => textAt(document, location.range));
    expect(places.join()).toContain("pbx.example.com");
  });

  test("change when the log is typed into", async () => {
    const document = await openLog(traces);
    expect(realmMark()).toBeDefined();
    const done = analysed(traces);
    editor.type(document, REALM_RIGHT);
    await done;
    expect(realmMark()).toBeUndefined();
  });

  test("are not told again when nothing changed", async () => {
    const document = await openLog(traces);
    expect(editor.publications).toEqual([LOG]);
    const done = analysed(traces);
    editor.type(document, REALM_MISMATCH);
    await done;
    expect(editor.publications).toEqual([LOG]);
    expect(realmMark()).toBeDefined();
  });

  test("of a text that changed again meanwhile are dropped", async () => {
    const document = await openLog(traces, REALM_RIGHT);
    const log = traces.all[0]!;
    editor.type(document, REALM_MISMATCH);
    const stale = log.analyse();
    editor.type(document, REALM_RIGHT);
    await Promise.all([stale, log.analyse()]);
    expect(log.state.kind).toBe("analysed");
    expect(realmMark()).toBeUndefined();
  });

  test("go when the log is closed, and when the user turns them off", async () => {
    const document = await openLog(traces);
    editor.settings["sipTrace.diagnostics.enabled"] = false;
    editor.configured.fire({ affectsConfiguration: (key) => key === "sipTrace.diagnostics.enabled" });
    expect(marks()).toEqual([]);
    editor.settings["sipTrace.diagnostics.enabled"] = true;
    editor.configured.fire({ affectsConfiguration: (key) => key === "sipTrace.diagnostics.enabled" });
    expect(realmMark()).toBeDefined();
    editor.close(document);
    expect(marks()).toEqual([]);
    expect(traces.all).toEqual([]);
  });

  test("are none in a text without SIP, and in an empty one", async () => {
    await openLog(traces, "nothing to see\n");
    expect(marks()).toEqual([]);
    expect(traces.all[0]!.opened?.overview.messages).toBe(0);
    expect(traces.all[0]!.opened?.overview.problems.length).toBeGreaterThan(0);
  });
});

describe("quick fixes", () => {
  test("lead to the challenge", async () => {
    const document = await openLog(traces);
    const go = actionsAt(document, realmMark()!).find(({ title }) => title.startsWith("Go to "))!;
    expect(go.title).toMatch(/challenge/);
    expect(go.diagnostics).toHaveLength(1);
    await editor.run(go.command!.command, ...go.command!.arguments);
    expect(editor.shown[0]!.uri).toBe(LOG);
    expect(textAt(document, editor.shown[0]!.options["selection"])).toContain("pbx.example.com");
  });

  test("copy the setting by the product's name for it", async () => {
    const document = await openLog(traces);
    const copies = actionsAt(document, realmMark()!).filter(({ title }) => title.startsWith("Copy fix: "));
    expect(copies.length).toBeGreaterThan(0);
    await editor.run(copies[0]!.command!.command, ...copies[0]!.command!.arguments);
    expect(editor.clipboard.length).toBeGreaterThan(10);
  });

  test("silence the rule in the workspace, which takes its marks away", async () => {
    editor.settings["sipTrace.rules"] = { "weak-digest": "off" };
    const document = await openLog(traces);
    const silence = actionsAt(document, realmMark()!).find(({ title }) => title.startsWith("Silence rule"))!;
    const done = analysed(traces);
    await editor.run(silence.command!.command, ...silence.command!.arguments);
    await done;
    expect(editor.updates).toEqual([
      { key: "sipTrace.rules", value: { "weak-digest": "off", "realm-mismatch": "off" }, target: 2 },
    ]);
    expect(realmMark()).toBeUndefined();
  });

  test("are not offered elsewhere", async () => {
    const document = await openLog(traces);
    const line = { ...realmMark()!, range: document.lineAt(0).range } as Diagnostic;
    expect(actionsAt(document, line)).toEqual([]);
  });
});

describe("structure", () => {
  test("folds each message from its start line to its last", async () => {
    const document = await openLog(traces);
    const provider = editor.provider<{ provideFoldingRanges(document: FakeDocument): FoldingRange[] }>("folding");
    const folds = provider.provideFoldingRanges(document);
    expect(folds).toHaveLength(8);
    expect(document.lineAt(folds[0]!.start).text).toBe("REGISTER sip:pbx.example.com SIP/2.0");
    expect(document.lineAt(folds[0]!.end).text).toBe("Content-Length: 0");
  });

  test("outlines messages with their headers", async () => {
    const document = await openLog(traces);
    interface SymbolProvider {
      provideDocumentSymbols(document: FakeDocument, token: unknown): Promise<DocumentSymbol[]>;
    }
    const symbols = await editor
      .provider<SymbolProvider>("symbols")
      .provideDocumentSymbols(document, { onCancellationRequested: new EventEmitter().event });
    expect(symbols.map(({ name }) => name).slice(0, 2)).toEqual(["REGISTER sip:pbx.example.com", "401 Unauthorized"]);
    const challenge = symbols[1]!.children.find(({ name }) => name === "WWW-Authenticate")!;
    expect(textAt(document, challenge.selectionRange)).toMatch(/^WWW-Authenticate: Digest realm/);
    expect(challenge.detail).toContain('realm="pbx.example.com"');
  });
});

test("the cursor chooses the message it stands in", async () => {
  const document = await openLog(traces);
  const chosen: number[] = [];
  traces.all[0]!.onDidChoose(({ message }) => chosen.push(message));
  const lines = REALM_MISMATCH.split("\n");
  editor.moveCursor(document, lines.indexOf("SIP/2.0 401 Unauthorized") + 3);
  await new Promise((resolve) => setTimeout(resolve, 150));
  // Above the first message there is none to choose.
  editor.moveCursor(document, 0);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(chosen).toEqual([1]);
});
