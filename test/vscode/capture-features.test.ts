/** What a user sees of a capture: its SIP as text with marks, and links in place of quick fixes, from the real engine. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { registerCaptureText } from "../../src/vscode/capture-text.js";
import { COMMANDS } from "../../src/vscode/contributions.js";
import { captureTextUri, messageTextUri, parseCaptureTextUri } from "../../src/vscode/capture-uri.js";
import { registerCodeActions } from "../../src/vscode/code-actions.js";
import { registerDiagnostics } from "../../src/vscode/diagnostics.js";
import { registerFindingHover } from "../../src/vscode/finding-hover.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { FakeUri } from "./fake-uri.js";
import { editor, FakeDocument, type Hover, type Position } from "./fake-vscode.js";
import { analysed, startTraces, textAt } from "./open-log.js";

const CAPTURE = "file:///captures/realm-mismatch.pcapng";
const capture = FakeUri.parse(CAPTURE) as unknown as Parameters<typeof captureTextUri>[0];

let traces: OpenTraces;
let features: { dispose(): unknown }[];

beforeEach(() => {
  editor.reset();
  editor.files.set(CAPTURE, readFileSync(new URL("../../samples/realm-mismatch.pcapng", import.meta.url)));
  traces = startTraces();
  features = [
    registerDiagnostics(traces),
    registerCaptureText(traces),
    registerCodeActions(traces),
    registerFindingHover(traces),
  ];
});

afterEach(() => {
  for (const feature of features) feature.dispose();
  traces.dispose();
});

interface ContentProvider {
  provideTextDocumentContent(uri: unknown): Promise<string>;
}
const contentOf = (uri: unknown) => editor.provider<ContentProvider>("content").provideTextDocumentContent(uri);

async function openCapture() {
  const done = analysed(traces);
  const trace = traces.holdCapture(capture);
  await done;
  return trace;
}

async function openText(): Promise<FakeDocument> {
  await openCapture();
  const uri = captureTextUri(capture) as unknown as FakeUri;
  return new FakeDocument(uri, "sip-trace", await contentOf(uri));
}

describe("the captured text", () => {
  test("is marked before it is open, at the very characters", async () => {
    await openCapture();
    const [uri, marks] = [...editor.diagnostics][0]!;
    expect(marks.map(({ message }) => message)).toEqual([
      'Realm "asterisk" does not answer challenge realm "pbx.example.com".',
    ]);
    const document = new FakeDocument(FakeUri.parse(uri), "sip-trace", await contentOf(FakeUri.parse(uri)));
    expect(textAt(document, marks[0]!.range)).toBe("asterisk");
    expect(textAt(document, marks[0]!.relatedInformation![0]!.location.range)).toBe("pbx.example.com");
  });

  test("says that it is being read, then what was read", async () => {
    const uri = captureTextUri(capture);
    const done = analysed(traces);
    expect(await contentOf(uri)).toBe("# realm-mismatch.pcapng is being read.\n");
    await done;
    expect(await contentOf(uri)).toContain("REGISTER sip:pbx.example.com SIP/2.0");
  });

  test("says in a sentence why there is none", async () => {
    editor.files.clear();
    const uri = captureTextUri(capture);
    const done = analysed(traces);
    await contentOf(uri);
    await done;
    expect(await contentOf(uri)).toMatch(/^# .*cannot be read.*\.\n$/);
  });

  test("holds the capture as long as it is open", async () => {
    const document = await openText();
    traces.release(traces.all[0]!);
    expect(traces.all).toHaveLength(1);
    editor.closed.fire(document);
    expect(traces.all).toHaveLength(0);
    expect(editor.diagnostics.size).toBe(0);
  });

  test("of a single message is for comparing, and is marked nowhere", async () => {
    await openCapture();
    const uri = messageTextUri(capture, 2);
    expect(await contentOf(uri)).toMatch(/^REGISTER sip:pbx\.example\.com SIP\/2\.0\r?\n/);
    expect(traces.documentOf(uri)).toBeUndefined();
  });
});

describe("the address of a captured text", () => {
  test("leads back to its capture", () => {
    const uri = captureTextUri(capture, "r3", "2001@pbx.example.com");
    expect(uri.path).toBe("/captures/realm-mismatch.pcapng/2001@pbx.example.com.siptrace");
    const parsed = parseCaptureTextUri(FakeUri.parse(uri.toString()) as unknown as typeof capture);
    expect(parsed?.capture.toString()).toBe(CAPTURE);
    expect(parsed?.selection).toBe("r3");
  });

  test("cannot be led elsewhere by what a trace names", () => {
    expect(captureTextUri(capture, "r3", "../../etc/passwd").path).not.toContain("..%2F");
    expect(captureTextUri(capture, "r3", "../../etc/passwd").path.split("/")).toHaveLength(4);
  });

  test("is read from no other address", () => {
    const foreign = FakeUri.from({ scheme: "sip-trace-capture", path: "/x", query: "{" });
    expect(parseCaptureTextUri(foreign as unknown as typeof capture)).toBeUndefined();
  });
});

describe("resting on a finding", () => {
  interface HoverProvider {
    provideHover(document: FakeDocument, position: Position): Hover | undefined;
  }
  const hoverAt = (document: FakeDocument, position: Position) =>
    editor.provider<HoverProvider>("hover").provideHover(document, position);

  test("tells why it matters and offers the steps, by our commands alone", async () => {
    const document = await openText();
    const mark = editor.diagnostics.get(document.uri.toString())![0]!;
    const [text] = hoverAt(document, mark.range.start)!.contents;
    expect(text!.value).toContain("https://www.rfc-editor.org/");
    const link = /\[Go to the challenge it answers\]\(command:([\w.]+)\?([^)]*)\)/.exec(text!.value)!;
    expect(text!.isTrusted!.enabledCommands).toContain(link[1]);
    await editor.run(link[1]!, ...(JSON.parse(decodeURIComponent(link[2]!)) as unknown[]));
    expect(editor.shown[0]!.uri).toBe(document.uri.toString());
    expect(textAt(document, editor.shown[0]!.options["selection"])).toBe("pbx.example.com");
    expect(text!.value).toContain(`[About rule realm\\-mismatch](command:${COMMANDS.openRulePage}?`);
    expect(text!.isTrusted!.enabledCommands).toContain(COMMANDS.openRulePage);
  });

  test("says nothing elsewhere", async () => {
    const document = await openText();
    expect(hoverAt(document, document.lineAt(0).range.start)).toBeUndefined();
  });
});
