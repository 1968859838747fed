/** Tells VS Code whether a trace is open: the command palette offers what needs one only then. */
import * as vscode from "vscode";
import { TRACE_OPEN_CONTEXT } from "./contributions.js";
import type { OpenTraces } from "./open-traces.js";

export function registerPalette(traces: OpenTraces): vscode.Disposable {
  const tell = () => void vscode.commands.executeCommand("setContext", TRACE_OPEN_CONTEXT, traces.all.length > 0);
  return vscode.Disposable.from(traces.onDidOpen(tell), traces.onDidClose(tell));
}
