/** A language model calls the tools: it reads traces of the workspace alone, with pseudonyms, whatever it asks for. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MODEL_TOOLS } from "../../src/vscode/contributions.js";
import { registerModelTools } from "../../src/vscode/model-tools.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { EngineClient } from "../../src/worker/client.js";
import { startInThread } from "../../src/worker/in-thread.js";
import { FakeUri } from "./fake-uri.js";
import { editor, FileType, type ModelTool } from "./fake-vscode.js";
import { analysed, startTraces } from "./open-log.js";

const CAPTURE = "file:///workspace/captures/phone.pcapng";

let tools: { dispose(): unknown };
let traces: OpenTraces;

beforeEach(() => {
  editor.reset();
  editor.files.set(CAPTURE, readFileSync(new URL("../../samples/realm-mismatch.pcapng", import.meta.url)));
  const client = new EngineClient(
    (listener) => Promise.resolve(startInThread(listener)),
    () => undefined,
  );
  traces = startTraces();
  tools = registerModelTools(client, traces, (uri) => {
    const octets = new Uint8Array(editor.files.get(uri.toString())!);
    return Promise.resolve({ kind: "octets", name: "phone.pcapng", octets, modifiedMicros: undefined });
  });
});
afterEach(() => {
  tools.dispose();
  traces.dispose();
});

async function call(about: keyof typeof MODEL_TOOLS, input: object = {}): Promise<string> {
  const tool = editor.modelTools.get(MODEL_TOOLS[about]) as ModelTool;
  const token = { onCancellationRequested: () => ({ dispose: () => undefined }) };
  const { content } = await tool.invoke({ input: { file: "captures/phone.pcapng", ...input } }, token);
  return content.map(({ value }) => value).join("");
}

/** What the capture names. */
const ORIGINALS = [
  "2061",
  "pbx.example.com",
  "192.168.10.61",
  "192.168.10.5",
  "awKk5GsCo7jisIJ1cEgjus8aDq66T6Ne",
  "phone.pcapng",
];

describe("with pseudonyms", () => {
  test.each([
    ["findings", {}, /realm-mismatch/],
    ["ladder", { name: "r0" }, /REGISTER[^]*401 Unauthorized/],
    ["message", { place: 5 }, /REGISTER[^]*Authorization: Digest username=/],
    ["card", { name: "r0" }, /Digest/],
  ] as const)("%s tells what the trace shows, and nothing that it names", async (about, input, expected) => {
    const text = await call(about, input);
    expect(text).toMatch(expected);
    for (const original of ORIGINALS) expect(text).not.toContain(original);
  });

  test("one thing has one name in every answer", async () => {
    const user = /<sips?:(\w+)@/.exec(await call("message", { place: 3 }))![1]!;
    expect(await call("findings")).toContain(`${user}@`);
  });

  test("neither a parameter of the model nor the workspace's settings give the originals", async () => {
    editor.settings["sipTrace.languageModelTools.redact"] = false;
    expect(await call("findings", { redact: false, redacted: false })).not.toContain("pbx.example.com");
  });
});

test("without pseudonyms by the user's own setting, after being asked", async () => {
  editor.userSettings["sipTrace.languageModelTools.redact"] = false;
  expect(await call("findings")).toContain("pbx.example.com");
  const tool = editor.modelTools.get(MODEL_TOOLS.findings) as ModelTool;
  const prepared = await tool.prepareInvocation({ input: { file: "captures/phone.pcapng" } });
  expect(prepared.confirmationMessages!.message).toContain("as it is");
});

test("nothing of a trace in which somebody guesses what is wrong", async () => {
  const done = analysed(traces);
  const trace = traces.holdCapture(FakeUri.parse(CAPTURE) as never);
  await done;
  trace.isGuessing = true;
  for (const about of ["findings", "ladder", "card"] as const) {
    await expect(call(about)).rejects.toThrow(/^Findings are hidden while somebody guesses/);
  }
  trace.isGuessing = false;
  expect(await call("findings")).toContain("realm-mismatch");
});

describe("nothing outside of the workspace", () => {
  test.each([
    "../secret.pcapng",
    "captures/../../secret.pcapng",
    "/secret.pcapng",
    "file:///secret.pcapng",
    "https://example.com/a.pcapng",
    "C:\\secret.pcapng",
    "..\\secret.pcapng",
    "captures/%2e%2e/%2e%2e/secret.pcapng",
    "~/secret.pcapng",
    "captures//phone.pcapng",
  ])("%s", async (file) => {
    editor.files.set("file:///secret.pcapng", editor.files.get(CAPTURE)!);
    await expect(call("findings", { file })).rejects.toThrow(/within the workspace/);
  });

  test.each([CAPTURE, "file:///workspace/captures"])("by a link at %s", async (link) => {
    editor.fileTypes.set(link, FileType.File | FileType.SymbolicLink);
    await expect(call("findings")).rejects.toThrow("not links");
  });

  test("a file that is not there", async () => {
    await expect(call("findings", { file: "captures/other.pcapng" })).rejects.toThrow(
      "The workspace has no such file.",
    );
  });
});

describe("a question that cannot be answered gets a sentence", () => {
  test.each([
    ["message", { place: 4711 }, /^No SIP message begins in frame or line 4711\.$/],
    ["message", { place: "5" }, /by the number of its frame or line/],
    ["ladder", { name: "nobody" }, /^No registration or call is called nobody\.$/],
    ["findings", { file: undefined }, /No trace is open in front/],
  ] as const)("%s %j", async (about, input, sentence) => {
    await expect(call(about, input)).rejects.toThrow(sentence);
  });
});
