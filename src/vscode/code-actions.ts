/** Quick fixes of a finding: go to the places it rests on, copy the setting that mends it, silence its rule. */
import * as vscode from "vscode";
import type { PlacedFinding } from "../worker/protocol.js";
import { COMMANDS, LANGUAGE } from "./contributions.js";
import { DIAGNOSTIC_SOURCE, toRange } from "./convert.js";
import type { OpenTraces } from "./open-traces.js";
import { silenceRule } from "./settings.js";

/** Places beyond these are found from the Problems panel; a menu of dozens helps nobody. */
const MAX_PLACES = 3;

export function registerCodeActions(traces: OpenTraces): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, context) {
      const findings = traces.documentOf(document.uri)?.model?.findings ?? [];
      return findings
        .filter((finding) => toRange(finding.range).intersection(range))
        .flatMap((finding) => actionsOf(finding, document.uri, diagnosticsOf(finding, context.diagnostics)));
    },
  };
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider({ language: LANGUAGE }, provider, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    registerCommand(COMMANDS.goToPlace, goToPlace),
    registerCommand(COMMANDS.copyText, copyText),
    registerCommand(COMMANDS.silenceRule, (rule: string) => silenceRule(rule)),
  );
}

function actionsOf(
  { view, related }: PlacedFinding,
  document: vscode.Uri,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction[] {
  const action = (title: string, command: string, ...args: readonly unknown[]): vscode.CodeAction => {
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.command = { title, command, arguments: [...args] };
    made.diagnostics = diagnostics;
    return made;
  };
  return [
    ...related
      .slice(0, MAX_PLACES)
      .map(({ label, range }) => action(`Go to ${label}`, COMMANDS.goToPlace, document, toRange(range))),
    ...view.fixes.map((fix) => {
      const setting = [fix.product, fix.setting].filter((part) => part !== null).join(" ");
      return action(`Copy fix: ${setting || shortened(fix.title)}`, COMMANDS.copyText, fix.detail, fix.title);
    }),
    action(`Silence rule ${view.rule} in this workspace`, COMMANDS.silenceRule, view.rule),
  ];
}

/** A menu is as wide as its longest entry. */
function shortened(title: string): string {
  return title.length <= 60 ? title : `${title.slice(0, title.lastIndexOf(" ", 60))} …`;
}

/** The marks in the text that stand for a finding, so that the light bulb shows at them. */
function diagnosticsOf({ view, range }: PlacedFinding, marks: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  return marks.filter(
    ({ source, code, range: marked }) =>
      source === DIAGNOSTIC_SOURCE &&
      typeof code === "object" &&
      code.value === view.rule &&
      marked.isEqual(toRange(range)),
  );
}

async function goToPlace(document: vscode.Uri, range: vscode.Range): Promise<void> {
  const text = await vscode.workspace.openTextDocument(document);
  await vscode.window.showTextDocument(text, { selection: range });
}

async function copyText(text: string, title: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`Copied: ${title}`, 4000);
}
