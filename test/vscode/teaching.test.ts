/** The ways to a digest step by step and to the simulation of timers, and from their page back into the text. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMANDS, TEACHING_PANELS } from "../../src/vscode/contributions.js";
import { HIDDEN_WHILE_GUESSING } from "../../src/vscode/guessing.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { registerTeaching } from "../../src/vscode/teaching.js";
import { TracePages } from "../../src/vscode/trace-pages.js";
import type { ToTeachingPage } from "../../src/view/teaching.js";
import { FakeUri } from "./fake-uri.js";
import { FakePanel, type PanelSerializer } from "./fake-panel.js";
import { type CodeAction, editor, type FakeDocument, type Hover, Position, Range } from "./fake-vscode.js";
import { LOG, openLog, startTraces, textAt } from "./open-log.js";

let traces: OpenTraces;
let teaching: { dispose(): unknown };

beforeEach(() => {
  editor.reset();
  traces = startTraces();
  teaching = registerTeaching(traces, new TracePages(), FakeUri.parse("file:///extension") as never);
});
afterEach(() => {
  teaching.dispose();
  traces.dispose();
});

const lineOf = (document: FakeDocument, words: string) =>
  document
    .getText()
    .split("\n")
    .findIndex((line) => line.includes(words));

/** Runs a command and waits for what it opens or says. */
async function run(command: string, target?: unknown): Promise<FakePanel | undefined> {
  await editor.run(command, target);
  return editor.panels.at(-1);
}

/** The page listens, and what it was told last. */
function told(panel: FakePanel | undefined): ToTeachingPage | undefined {
  panel?.say({ type: "ready" });
  return panel?.told.at(-1) as ToTeachingPage | undefined;
}

test("a line of credentials leads to its digest, by light bulb and by hover; another line does not", async () => {
  const document = await openLog(traces);
  const line = lineOf(document, "Authorization: Digest");
  const actionsAt = (at: number) =>
    editor
      .provider<{ provideCodeActions(document: FakeDocument, range: Range): CodeAction[] }>("codeActions")
      .provideCodeActions(document, new Range(at, 0, at, 0));
  const hoverAt = (at: number) =>
    editor
      .provider<{ provideHover(document: FakeDocument, position: Position): Hover | undefined }>("hover")
      .provideHover(document, new Position(at, 0));
  expect(actionsAt(lineOf(document, "User-Agent"))).toEqual([]);
  expect(hoverAt(lineOf(document, "User-Agent"))).toBeUndefined();
  const { title, command } = actionsAt(line)[0]!;
  expect(title).toBe("Digest step by step");
  expect(hoverAt(line)!.contents[0]).toMatchObject({
    value: expect.stringContaining(`command:${COMMANDS.digestWalk}?`) as string,
    isTrusted: { enabledCommands: [COMMANDS.digestWalk] },
  });
  const panel = await run(command!.command, command!.arguments[0]);
  expect(told(panel)).toMatchObject({
    type: "digestWalk",
    view: { answer: { message: 2 }, challenge: { message: 1 } },
  });
});

test("the page's policy lets in our own script and style alone, and a value leads to its characters", async () => {
  const document = await openLog(traces);
  const panel = (await run(COMMANDS.digestWalk, { trace: LOG, message: 2 }))!;
  const { html } = panel.webview;
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
  expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[\w-]+'; style-src https:\/\/csp\.example\.com$/);
  expect(html).toContain("dist/webview/teaching.js");
  const view = told(panel)!;
  if (view.type !== "digestWalk") throw new Error("another page");
  const realm = view.view.values.find(({ name }) => name === "realm")!.expected!.place;
  panel.say({ type: "goTo", message: realm.message, start: realm.start, end: realm.end });
  await expect.poll(() => editor.shown.length).toBe(1);
  expect(textAt(document, editor.shown[0]!.options["selection"])).toBe("pbx.example.com");
});

test("a registration opens its timers, once in a panel of its own", async () => {
  await openLog(traces);
  const first = await run(COMMANDS.whatIf, { trace: LOG, key: "r0" });
  expect(told(first)).toMatchObject({ type: "whatIf", view: { key: "r0", title: "2061@pbx.example.com" } });
  expect(await run(COMMANDS.whatIf, { trace: LOG, message: 5 })).toBe(first);
  expect(first!.told).toHaveLength(2);
  first!.dispose();
  expect(await run(COMMANDS.whatIf, { trace: LOG, key: "r0" })).not.toBe(first);
});

/** As the window does after a reload. */
async function bringBack(state: unknown): Promise<FakePanel> {
  const panel = new FakePanel("restored");
  await editor.provider<PanelSerializer>(TEACHING_PANELS.digestWalk).deserializeWebviewPanel(panel, state);
  return panel;
}

test("each panel comes back after a reload of the window, and is the one that the command shows again", async () => {
  await openLog(traces);
  const digest = told(await run(COMMANDS.digestWalk, { trace: LOG, message: 3 }))!;
  const timers = told(await run(COMMANDS.whatIf, { trace: LOG, key: "r0", change: { natTimeoutSeconds: 30 } }))!;
  expect(digest.subject).toEqual({ trace: LOG, kind: "log", message: 3 });
  for (const before of editor.panels) before.dispose();
  for (const before of [digest, timers]) {
    const panel = await bringBack(before.subject);
    await expect.poll(() => told(panel)).toEqual(before);
    editor.panels.push(panel);
    const shown = panel.told.length;
    await run(before.type === "whatIf" ? COMMANDS.whatIf : COMMANDS.digestWalk, before.subject);
    expect(panel.told.length).toBe(shown + 1);
  }
});

test("a capture that no editor shows yet is analysed for a panel that comes back, and freed with it", async () => {
  const capture = "file:///captures/wrong-password.pcapng";
  editor.files.set(capture, readFileSync(new URL("../../samples/wrong-password.pcapng", import.meta.url)));
  const panel = await bringBack({ trace: capture, kind: "capture", key: "r0" });
  await expect.poll(() => told(panel)).toMatchObject({ type: "whatIf", view: { key: "r0" } });
  panel.dispose();
  expect(traces.all).toEqual([]);
});

test.each([
  undefined,
  {},
  { trace: "nowhere", kind: "capture", key: "r0" },
  { trace: "file:///captures/gone.pcapng", kind: "capture", key: "r0" },
  { trace: LOG, kind: "log", message: 0, key: "r0" },
  { trace: LOG, kind: "log", key: "c7" },
])("a state of %j brings nothing back", async (state) => {
  await openLog(traces, "");
  const panel = await bringBack(state);
  await expect.poll(() => panel.isOpen).toBe(false);
});

test("when somebody begins to guess what is wrong, what is open already is closed", async () => {
  await openLog(traces);
  const panel = await run(COMMANDS.digestWalk, { trace: LOG, message: 2 });
  traces.all[0]!.isGuessing = true;
  expect(panel!.isOpen).toBe(false);
  const restored = await bringBack({ trace: LOG, kind: "log", message: 2 });
  await expect.poll(() => restored.isOpen).toBe(false);
});

test("while somebody guesses what is wrong, neither takes anything apart", async () => {
  await openLog(traces);
  traces.all[0]!.isGuessing = true;
  await run(COMMANDS.digestWalk, { trace: LOG, message: 2 });
  await run(COMMANDS.whatIf, { trace: LOG, key: "r0" });
  expect(editor.panels).toEqual([]);
  expect(editor.messages).toEqual([HIDDEN_WHILE_GUESSING, HIDDEN_WHILE_GUESSING]);
});

test("what has no digest or registration is said in a sentence", async () => {
  await run(COMMANDS.digestWalk, { trace: "file:///logs/other.siptrace" });
  await openLog(traces, "");
  await run(COMMANDS.digestWalk, { trace: LOG, message: 0 });
  await run(COMMANDS.whatIf, { trace: LOG, key: "c0" });
  expect(editor.panels).toEqual([]);
  expect(editor.messages).toEqual([
    "No trace is shown. Open a capture or a SIP log.",
    "No digest credentials belong to this message. Choose a request with Authorization, or a 401 or 407.",
    "No registration is chosen. Choose one in the overview, or one of its messages.",
  ]);
});
