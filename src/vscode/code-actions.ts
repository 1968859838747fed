/** Quick fixes of a finding: go to the places it rests on, copy the setting that mends it, silence its rule. */
import * as vscode from "vscode";
import type { PlacedFinding, TextRange } from "../worker/protocol.js";
import { COMMANDS, LANGUAGE } from "./contributions.js";
import { DIAGNOSTIC_SOURCE, toRange } from "./convert.js";
import type { OpenTraces } from "./open-traces.js";
import { silenceRule } from "./settings.js";
import { reachStep } from "./walkthrough.js";

/** Places beyond these are found from the Problems panel; a menu of dozens helps nobody. */
const MAX_PLACES = 3;

export function registerCodeActions(traces: OpenTraces): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, context) {
      const findings = traces.documentOf(document.uri)?.model?.findings ?? [];
      return findings
        .filter((finding) => toRange(finding.range).intersection(range))
        .flatMap((finding) => {
          const marks = diagnosticsOf(finding, context.diagnostics);
          return findingSteps(finding, document.uri).map((step) => toAction(step, marks));
        });
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

/** What a user can do about a finding. */
export interface FindingStep {
  readonly title: string;
  readonly command: string;
  /** Plain values, so that a link can carry them. */
  readonly args: readonly unknown[];
}

export const STEP_COMMANDS: readonly string[] = [
  COMMANDS.goToPlace,
  COMMANDS.copyText,
  COMMANDS.silenceRule,
  COMMANDS.ignoreFinding,
  COMMANDS.openRulePage,
];

export function findingSteps({ view, aor, related }: PlacedFinding, document: vscode.Uri): FindingStep[] {
  return [
    ...related.slice(0, MAX_PLACES).map(({ label, range }) => ({
      title: `Go to ${label}`,
      command: COMMANDS.goToPlace,
      args: [document.toString(), range],
    })),
    ...view.fixes.map((fix) => {
      const setting = [fix.product, fix.setting].filter((part) => part !== null).join(" ");
      return {
        title: `Copy fix: ${setting || shortened(fix.title)}`,
        command: COMMANDS.copyText,
        args: [fix.detail, fix.title],
      };
    }),
    aboutRule(view.rule),
    {
      title: `Ignore ${view.rule}${aor === null ? "" : " of this AoR"} with a reason…`,
      command: COMMANDS.ignoreFinding,
      args: [view.rule, aor],
    },
    { title: `Silence rule ${view.rule} in this workspace`, command: COMMANDS.silenceRule, args: [view.rule] },
  ];
}

/** Opens the page that says all of the rule. */
export function aboutRule(rule: string): FindingStep {
  return { title: `About rule ${rule}`, command: COMMANDS.openRulePage, args: [rule] };
}

function toAction({ title, command, args }: FindingStep, diagnostics: vscode.Diagnostic[]): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command, arguments: [...args] };
  action.diagnostics = diagnostics;
  return action;
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

async function goToPlace(document: string, range: TextRange): Promise<void> {
  const text = await vscode.workspace.openTextDocument(vscode.Uri.parse(document, true));
  await vscode.window.showTextDocument(text, { selection: toRange(range) });
}

async function copyText(text: string, title: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`Copied: ${title}`, 4000);
  reachStep("fix");
}
