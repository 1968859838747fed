/** While somebody guesses what is wrong in a trace, what would tell it is closed, and refused in a sentence. */
import * as vscode from "vscode";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";
import type { TracePages } from "./trace-pages.js";

export const HIDDEN_WHILE_GUESSING =
  "Findings are hidden while somebody guesses what is wrong in this trace. End guessing first.";

/** Whether a command has to be left undone; says so to the user. */
export function refusesWhileGuessing({ isGuessing }: OpenTrace): boolean {
  if (isGuessing) void vscode.window.showInformationMessage(HIDDEN_WHILE_GUESSING);
  return isGuessing;
}

/** Closes what an editor tells of a finding over its text, which outlives the findings: the peek of F8, and hovers. */
export function registerGuessing(traces: OpenTraces, pages: TracePages): vscode.Disposable {
  const guessed = new WeakSet<OpenTrace>();
  return traces.onDidChange((trace) => {
    if (trace.isGuessing === guessed.has(trace)) return;
    if (trace.isGuessing) {
      guessed.add(trace);
      void closeTold(traces, pages, trace);
    } else guessed.delete(trace);
  });
}

/** The commands act on the editor that has the keyboard, so each is given it for a moment; then it is the page's, where the guessing is. */
async function closeTold(traces: OpenTraces, pages: TracePages, trace: OpenTrace): Promise<void> {
  const told = vscode.window.visibleTextEditors.filter(
    ({ document, viewColumn }) => viewColumn !== undefined && traces.documentOf(document.uri)?.trace === trace,
  );
  for (const { document, viewColumn } of told) {
    await vscode.window.showTextDocument(document, { viewColumn: viewColumn!, preserveFocus: false });
    for (const command of CLOSING) await vscode.commands.executeCommand(command);
  }
  if (told.length > 0) pages.reveal(trace);
}

const CLOSING = ["closeMarkersNavigation", "editor.action.hideHover"];
