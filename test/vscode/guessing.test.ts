/** While somebody guesses what is wrong, no command writes the findings to a file. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMANDS } from "../../src/vscode/contributions.js";
import { HIDDEN_WHILE_GUESSING } from "../../src/vscode/guessing.js";
import type { TraceNotes } from "../../src/vscode/notes.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import type { Platform } from "../../src/vscode/platform/platform.js";
import { registerReport } from "../../src/vscode/report.js";
import { registerSaveAnnotated } from "../../src/vscode/save-annotated.js";
import { FakeUri } from "./fake-uri.js";
import { editor } from "./fake-vscode.js";
import { analysed, startTraces } from "./open-log.js";

const CAPTURE = "file:///captures/trace.pcapng";
const NEW_FILE = "file:///captures/new";

let traces: OpenTraces;
let commands: readonly { dispose(): unknown }[];

beforeEach(() => {
  editor.reset();
  traces = startTraces();
  const notes = { of: () => undefined } as unknown as TraceNotes;
  const platform = { localPath: () => undefined } as unknown as Platform;
  commands = [
    registerReport({ client: undefined as never, traces, notes, platform }, "1.0.0"),
    registerSaveAnnotated(traces, notes, platform),
  ];
});
afterEach(() => {
  for (const each of commands) each.dispose();
  traces.dispose();
});

test.each([COMMANDS.createReport, COMMANDS.saveAnnotated])("%s", async (command) => {
  editor.files.set(CAPTURE, readFileSync(new URL("../../samples/realm-mismatch.pcapng", import.meta.url)));
  const done = analysed(traces);
  const trace = traces.holdCapture(FakeUri.parse(CAPTURE) as never);
  await done;
  editor.chosenFile = FakeUri.parse(NEW_FILE);
  editor.picks = ({ label }) => label === "Markdown";
  trace.isGuessing = true;
  await editor.run(command);
  expect(editor.messages).toEqual([HIDDEN_WHILE_GUESSING]);
  expect(editor.files.has(NEW_FILE)).toBe(false);
  trace.isGuessing = false;
  // The fake editor cannot show the file afterwards.
  await Promise.allSettled([editor.run(command)]);
  expect(new TextDecoder("latin1").decode(editor.files.get(NEW_FILE))).toContain("realm-mismatch");
});
