/** Opens the page of a rule, which lies in docs/rules/ of the extension, in VS Code's own Markdown preview. */
import * as vscode from "vscode";
import { COMMANDS } from "./contributions.js";

export function registerRulePage(extension: vscode.Uri): vscode.Disposable {
  // From the palette it comes without a rule: then the index of all is shown.
  return vscode.commands.registerCommand(COMMANDS.openRulePage, async (rule: unknown = "README") => {
    // Links carry the id, and nothing they carry may lead out of the folder.
    if (typeof rule !== "string" || !/^[A-Za-z-]+$/.test(rule)) return;
    const page = vscode.Uri.joinPath(extension, "docs", "rules", `${rule}.md`);
    try {
      await vscode.commands.executeCommand("markdown.showPreview", page);
    } catch {
      // The Markdown preview can be switched off; the page is good to read as text too.
      await vscode.commands.executeCommand("vscode.open", page);
    }
  });
}

/** Address that opens the page, where VS Code takes one: at a mark's code. */
export function rulePageLink(rule: string): vscode.Uri {
  return vscode.Uri.from({ scheme: "command", path: COMMANDS.openRulePage, query: JSON.stringify([rule]) });
}
