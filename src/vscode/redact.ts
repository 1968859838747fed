/** "Save Redacted Copy…": a copy of a capture or log that may leave the house, and the table for its owner. */
import * as vscode from "vscode";
import { reasonOf } from "../core/model/reason.js";
import { RequestCancelled } from "../worker/client.js";
import { parseCaptureTextUri } from "./capture-uri.js";
import { COMMANDS } from "./contributions.js";
import { type CopyContext, saveCopy, tellSaved } from "./redacted-copy.js";

export function registerRedact(context: CopyContext): vscode.Disposable {
  return vscode.commands.registerCommand(COMMANDS.saveRedactedCopy, async (named?: vscode.Uri) => {
    const uri = named instanceof vscode.Uri ? named : uriInFront();
    if (!uri) {
      void vscode.window.showInformationMessage("No capture or SIP log is shown that could be redacted.");
      return;
    }
    try {
      const copy = await saveCopy(uri, context);
      if (copy) void tellSaved(copy);
    } catch (error) {
      if (error instanceof RequestCancelled) return;
      void vscode.window.showErrorMessage(reasonOf(error));
    }
  });
}

function uriInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom) return input.uri;
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && (parseCaptureTextUri(uri)?.capture ?? uri);
}
