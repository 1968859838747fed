/** The command palette offers what needs a trace while one is open, and no longer. */
import { expect, test } from "vitest";
import { TRACE_OPEN_CONTEXT } from "../../src/vscode/contributions.js";
import { registerPalette } from "../../src/vscode/palette.js";
import { editor } from "./fake-vscode.js";
import { LOG, openLog, REALM_RIGHT, startTraces } from "./open-log.js";

test("VS Code is told when the first trace opens and when the last one closes", async () => {
  editor.reset();
  const traces = startTraces();
  const palette = registerPalette(traces);
  expect(editor.contexts.get(TRACE_OPEN_CONTEXT)).toBeFalsy();
  const first = await openLog(traces);
  const second = await openLog(traces, REALM_RIGHT, LOG.replace("phone", "other"));
  expect(editor.contexts.get(TRACE_OPEN_CONTEXT)).toBe(true);
  editor.close(first);
  expect(editor.contexts.get(TRACE_OPEN_CONTEXT)).toBe(true);
  editor.close(second);
  expect(editor.contexts.get(TRACE_OPEN_CONTEXT)).toBe(false);
  palette.dispose();
  traces.dispose();
});
