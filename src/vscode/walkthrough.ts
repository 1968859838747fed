/** The walkthrough of the Welcome page: opens it, and tells it which of its steps a person has done. */
import * as vscode from "vscode";
import { COMMANDS, WALKTHROUGH, WALKTHROUGH_CONTEXT } from "./contributions.js";
import { DIAGNOSTIC_SOURCE } from "./convert.js";
import type { OpenTraces } from "./open-traces.js";

/** Named as in package.json, whose completion events ask for them. */
export type WalkthroughStep = "sample" | "ladder" | "finding" | "fix" | "note" | "lesson";

/** Commands would be simpler events, but of those that the extension runs itself the Welcome page is not told. */
export function reachStep(step: WalkthroughStep): void {
  void vscode.commands.executeCommand("setContext", `${WALKTHROUGH_CONTEXT}.${step}`, true);
}

/** @param extensionId as in `publisher.name` */
export function registerWalkthrough(traces: OpenTraces, extensionId: string): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(COMMANDS.openWalkthrough, () =>
      vscode.commands.executeCommand("workbench.action.openWalkthrough", `${extensionId}#${WALKTHROUGH}`, false),
    ),
    traces.onDidChange(({ state }) => {
      if (state.kind === "analysed") reachStep("sample");
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => noteFinding(textEditor)),
    vscode.window.onDidChangeActiveTextEditor((editor) => editor && noteFinding(editor)),
  );
}

/** By F8, by the Problems panel or by the page: the cursor comes to the characters. */
function noteFinding({ document, selection }: vscode.TextEditor): void {
  const isAtFinding = vscode.languages
    .getDiagnostics(document.uri)
    .some(({ source, range }) => source === DIAGNOSTIC_SOURCE && range.contains(selection.active));
  if (isAtFinding) reachStep("finding");
}
