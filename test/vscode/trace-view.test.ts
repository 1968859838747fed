/** What the page is told and what becomes of its intents, with the real engine and a page that the test plays. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OpenTrace } from "../../src/vscode/open-trace.js";
import { COMMANDS } from "../../src/vscode/contributions.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { registerInStep } from "../../src/vscode/in-step.js";
import { LaneMemory } from "../../src/vscode/lane-memory.js";
import { TraceView } from "../../src/vscode/trace-view.js";
import type { FromWebview, ToWebview } from "../../src/view/protocol.js";
import { FakeUri } from "./fake-uri.js";
import { editor, EventEmitter } from "./fake-vscode.js";
import { analysed, startTraces, textAt } from "./open-log.js";
import { FakeDocument } from "./fake-vscode.js";

const CAPTURE = "file:///captures/trace.pcapng";

class PlayedPage {
  readonly received: ToWebview[] = [];
  readonly #intents = new EventEmitter<FromWebview>();
  readonly onDidReceiveMessage = this.#intents.event;
  readonly cspSource = "https://csp.example.com";
  html = "";
  postMessage(message: ToWebview): Promise<boolean> {
    this.received.push(message);
    return Promise.resolve(true);
  }
  asWebviewUri(uri: unknown): unknown {
    return uri;
  }
  /** Speaks, and waits until the host has answered what it will. */
  async say(message: FromWebview): Promise<void> {
    this.#intents.fire(message);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  last<T extends ToWebview["type"]>(type: T): Extract<ToWebview, { type: T }> | undefined {
    return this.received.findLast((message): message is Extract<ToWebview, { type: T }> => message.type === type);
  }
}

const kept = new Map<string, unknown>();
const lanes = new LaneMemory({
  get: (key: string, otherwise?: unknown) => kept.get(key) ?? otherwise,
  update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
} as never);

let traces: OpenTraces;
let page: PlayedPage;
let view: TraceView | undefined;

beforeEach(() => {
  editor.reset();
  kept.clear();
  traces = startTraces();
  page = new PlayedPage();
});
afterEach(() => {
  view?.dispose();
  traces.dispose();
});

async function open(octets: Uint8Array, mode: "capture" | "ladder" = "capture"): Promise<OpenTrace> {
  editor.files.set(CAPTURE, octets);
  const done = analysed(traces);
  const trace = traces.holdCapture(FakeUri.parse(CAPTURE) as never);
  view = new TraceView(page as never, trace, { mode, extension: FakeUri.parse("file:///extension") as never, lanes });
  await page.say({ type: "ready" });
  await done;
  return trace;
}

const sample = () => new Uint8Array(readFileSync(new URL("../../samples/realm-mismatch.pcapng", import.meta.url)));

describe("the page of a capture", () => {
  test("loads our own script and style only", async () => {
    await open(sample());
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page.html)![1]!;
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'nonce-[\w-]+'; style-src \S+; font-src \S+; img-src data:$/,
    );
    expect(page.html).not.toMatch(/<script(?![^>]*nonce=)/);
  });

  test("is told what it shows, then the overview, then the ladder it asks for", async () => {
    await open(sample());
    expect(page.received[0]).toEqual({ type: "mode", mode: "capture", title: "trace.pcapng" });
    const { key } = page.last("overviewRows")!.rows[0]!;
    await page.say({ type: "selectRow", key });
    expect(page.last("ladder")!.view.key).toBe(key);
    expect(page.last("card")!.view).toMatchObject({ key, title: "2061@pbx.example.com" });
    await page.say({ type: "selectMessage", message: 2 });
    expect(page.last("message")!.view.text).toContain('realm="asterisk"');
  });

  test("opens the text beside it at the message, and keeps the keyboard until Enter", async () => {
    const trace = await open(sample());
    await page.say({ type: "openText", message: 2, focus: false });
    const { uri, options } = editor.shown[0]!;
    expect(options).toMatchObject({ viewColumn: -2, preserveFocus: true });
    const document = new FakeDocument(FakeUri.parse(uri), "sip-trace", await trace.text("all"));
    const selection = options["selection"] as { start: { line: number } };
    expect(document.lineAt(selection.start.line).text).toBe("REGISTER sip:pbx.example.com SIP/2.0");
    await page.say({ type: "openText", message: 2, focus: true });
    expect(editor.shown[1]!.options).toMatchObject({ preserveFocus: false });
  });

  test("leads to the characters of a finding and of its related place", async () => {
    const trace = await open(sample());
    const document = new FakeDocument(FakeUri.parse(CAPTURE), "sip-trace", await trace.text("all"));
    await page.say({ type: "openFinding", finding: 0, related: null });
    await page.say({ type: "openFinding", finding: 0, related: 0 });
    expect(editor.shown.map(({ options }) => textAt(document, options["selection"]))).toEqual([
      "asterisk",
      "pbx.example.com",
    ]);
  });

  test("follows the text's cursor, and is not told what it chose itself", async () => {
    const trace = await open(sample());
    const { key } = page.last("overviewRows")!.rows[0]!;
    await page.say({ type: "selectRow", key });
    await page.say({ type: "selectMessage", message: 1 });
    expect(page.last("reveal")).toBeUndefined();
    trace.choose({ message: 3, by: "text" });
    await page.say({ type: "copy", text: "pause" });
    expect(page.last("reveal")).toEqual({ type: "reveal", message: 3, header: null });
  });

  test("is not thrown back by the cursor of a text that opened late for what it showed before", async () => {
    const trace = await open(sample());
    const inStep = registerInStep(traces);
    const { key } = page.last("overviewRows")!.rows[0]!;
    await page.say({ type: "selectRow", key });
    for (const message of [1, 2]) {
      await page.say({ type: "selectMessage", message });
      await page.say({ type: "openText", message, focus: false });
    }
    const document = new FakeDocument(FakeUri.parse(editor.shown[0]!.uri), "sip-trace", await trace.text("all"));
    const lines = editor.shown.map(({ options }) => (options["selection"] as { start: { line: number } }).start.line);
    editor.moveCursor(document, lines[0]!);
    await page.say({ type: "copy", text: "pause" });
    expect(page.last("reveal")).toBeUndefined();
    // A person goes there.
    editor.moveCursor(document, lines[0]! + 1);
    await expect.poll(() => page.last("reveal")).toEqual({ type: "reveal", message: 1, header: null });
    inStep.dispose();
  });

  test("copies, and opens a rule's own page only", async () => {
    await open(sample());
    await page.say({ type: "copy", text: "realm=pbx.example.com" });
    expect(editor.clipboard).toBe("realm=pbx.example.com");
    const opened: unknown[] = [];
    editor.commands.set(COMMANDS.openRulePage, (rule) => opened.push(rule));
    await page.say({ type: "openDocs", rule: "realm-mismatch" });
    await page.say({ type: "openDocs", rule: "https://elsewhere.example.com/" });
    expect(opened).toEqual(["realm-mismatch"]);
  });

  test("keeps how lanes were arranged with the file, for every ladder of it", async () => {
    const trace = await open(sample());
    await page.say({ type: "selectRow", key: "r0" });
    const ids = page.last("ladder")!.view.lanes.map(({ id }) => id);
    await page.say({ type: "arrangeLanes", lanes: [{ id: ids[1]!, name: "PBX" }, { id: ids[0]! }] });
    expect(page.last("ladder")!.view.lanes.map(({ name }) => name)[0]).toBe("PBX");
    await page.say({ type: "selectRow", key: "all" });
    expect(page.last("ladder")!.view.lanes[0]).toMatchObject({ id: ids[1], name: "PBX", isRenamed: true });
    const { lanes: chosen } = { lanes: lanes.of(trace.uri) };
    expect(
      await trace.drawing({ key: "r0", lanes: chosen, format: "text", time: { mode: "absolute", zone: "Asia/Tokyo" } }),
    ).toMatch(/Asia\/Tokyo\n\n +PBX/);
    await page.say({ type: "arrangeLanes", lanes: [] });
    expect(page.last("ladder")!.view.lanes.map(({ id }) => id)).toEqual(ids);
    expect(lanes.of(trace.uri)).toEqual([]);
  });

  test("copies the ladder complete, in the zone that its clock shows", async () => {
    await open(sample());
    await page.say({ type: "selectRow", key: "r0" });
    editor.picks = ({ label }) => label === "Copy as Mermaid";
    await page.say({ type: "export", time: { mode: "delta", zone: "UTC" } });
    expect(editor.clipboard).toMatch(/^sequenceDiagram\n/);
    editor.picks = ({ label }) => label === "Copy as Text";
    await page.say({ type: "export", time: { mode: "absolute", zone: "America/New_York" } });
    expect(editor.clipboard).toContain("America/New_York");
  });

  test("explains a step, and saves each as a slide", async () => {
    await open(sample());
    await page.say({ type: "selectRow", key: "r0" });
    await page.say({ type: "explainStep", place: 1, since: 0 });
    await expect.poll(() => page.last("explained")).toBeDefined();
    expect(page.last("explained")!.view).toMatchObject({ place: 1, registrar: { nonces: [{ change: "added" }] } });
    editor.picks = ({ label }) => label === "Every Step (8) as Mermaid";
    await page.say({ type: "slides", time: { mode: "delta", zone: "UTC" }, step: 2, steps: 8 });
    const slides = () => [...editor.files].filter(([name]) => name.endsWith(".mmd"));
    await expect.poll(() => slides().length).toBe(8);
    const textOf = (number: number) => {
      const file = slides().find(([name]) => name.endsWith(`trace.pcapng-r0-00${number}.mmd`));
      return new TextDecoder().decode(file?.[1]);
    };
    expect(textOf(1)).toMatch(/REGISTER/);
    expect(textOf(1)).not.toContain("401");
    expect(textOf(2)).toContain("401");
    editor.picks = ({ label }) => label === "Step 2 as SVG";
    await page.say({ type: "slides", time: { mode: "delta", zone: "UTC" }, step: 2, steps: 8 });
    await expect.poll(() => [...editor.files.keys()].filter((name) => name.endsWith("-002.svg")).length).toBe(1);
  });

  test("hides the findings of all texts and ladders while somebody guesses", async () => {
    const trace = await open(sample());
    await page.say({ type: "selectRow", key: "r0" });
    const told = () => trace.models.flatMap(({ findings }) => findings).length;
    expect(told()).toBeGreaterThan(0);
    await page.say({ type: "guessing", isOn: true });
    expect(told()).toBe(0);
    expect(page.last("guessing")).toEqual({ type: "guessing", isOn: true });
    await expect.poll(() => page.last("ladder")!.view).toMatchObject({ findings: [], worstAt: null });
    await page.say({ type: "guess", moves: [{ kind: "answer", place: 2, line: null }] });
    await expect.poll(() => page.last("guess")?.view).toMatchObject({ key: "r0", verdict: "half", points: 2 });
    await page.say({ type: "guessing", isOn: false });
    expect(told()).toBeGreaterThan(0);
    await expect.poll(() => page.last("ladder")!.view.findings).not.toEqual([]);
  });

  test("previews the ladder as Mermaid, from the export and by command", async () => {
    await open(sample());
    await page.say({ type: "selectRow", key: "r0" });
    editor.picks = ({ label }) => label === "Preview as Mermaid";
    await page.say({ type: "export", time: { mode: "delta", zone: "UTC" } });
    await view!.previewMermaid();
    const [panel, ...others] = editor.panels;
    expect(others).toEqual([]);
    expect(panel!.title).toBe("Mermaid trace.pcapng-r0");
    panel!.say({ type: "ready" });
    expect((panel!.told.at(-1) as { text: string }).text).toMatch(/^sequenceDiagram\n/);
  });

  test("while somebody guesses, neither drawings nor an earlier preview tell what is wrong", async () => {
    const trace = await open(sample());
    await page.say({ type: "selectRow", key: "r0" });
    const time = { mode: "delta", zone: "UTC" } as const;
    const drawn = async (label: string) => {
      editor.picks = (item) => item.label === label;
      await page.say({ type: "export", time });
      return editor.clipboard;
    };
    expect(await drawn("Copy as Text")).toContain("Realm");
    expect(await drawn("Copy as Mermaid")).toContain("Realm");
    await view!.previewMermaid();
    const [preview] = editor.panels;
    const gone = new Promise<void>((resolve) => preview!.onDidDispose(resolve));
    trace.isGuessing = true;
    await gone;
    expect(await drawn("Copy as Text")).not.toContain("Realm");
    expect(await drawn("Copy as Mermaid")).not.toContain("Realm");
    await page.say({ type: "guess", moves: [{ kind: "answer", place: 2, line: null }] });
    expect(page.last("guess")!.view).toMatchObject({ tries: 1 });

    trace.isGuessing = false;
    expect(await drawn("Copy as Text")).toContain("Realm");
  });

  test("survives an intent for a message that is not there", async () => {
    await open(sample());
    await page.say({ type: "selectMessage", message: 4711 });
    await page.say({ type: "selectRow", key: "r0" });
    expect(page.last("ladder")).toBeDefined();
  });
});

describe("what cannot be shown", () => {
  test("is told in a sentence", async () => {
    await open(new Uint8Array());
    expect(page.last("failure")!.message).toMatch(/empty/);
    expect(page.last("overview")).toBeUndefined();
  });

  test("is read again when the user asks for it", async () => {
    await open(new Uint8Array());
    editor.files.set(CAPTURE, sample());
    const done = analysed(traces);
    await page.say({ type: "retry" });
    await done;
    expect(page.last("overview")!.view.messages).toBe(8);
  });

  test("may be what the user cancelled", async () => {
    editor.files.set(CAPTURE, sample());
    const trace = traces.holdCapture(FakeUri.parse(CAPTURE) as never);
    view = new TraceView(page as never, trace, {
      mode: "capture",
      extension: FakeUri.parse("file:///x") as never,
      lanes,
    });
    trace.cancel();
    await page.say({ type: "ready" });
    expect(page.last("cancelled")).toBeDefined();
    expect(page.last("overview")).toBeUndefined();
  });
});

test("the ladder beside a text needs no overview to open", async () => {
  await open(sample(), "ladder");
  await page.say({ type: "copy", text: "pause" });
  expect(page.last("ladder")!.view.key).toBe("all");
  expect(page.last("overview")).toBeUndefined();
});
