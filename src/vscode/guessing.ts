/** While somebody guesses what is wrong in a trace, what would tell it is refused in a sentence. */
import * as vscode from "vscode";
import type { OpenTrace } from "./open-trace.js";

export const HIDDEN_WHILE_GUESSING =
  "Findings are hidden while somebody guesses what is wrong in this trace. End guessing first.";

/** Whether a command has to be left undone; says so to the user. */
export function refusesWhileGuessing({ isGuessing }: OpenTrace): boolean {
  if (isGuessing) void vscode.window.showInformationMessage(HIDDEN_WHILE_GUESSING);
  return isGuessing;
}
