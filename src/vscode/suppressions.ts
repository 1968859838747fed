/** Silences one finding, with a reason: in the workspace's settings, or by a comment in the log where comments are lines of their own. */
import * as vscode from "vscode";
import type { PlacedFinding } from "../worker/protocol.js";
import { messageAtLine } from "../worker/text-lines.js";
import { COMMANDS, LANGUAGE, SETTINGS } from "./contributions.js";
import { toRange } from "./convert.js";
import { nameOf, type OpenTraces } from "./open-traces.js";
import { addSuppression, changesSetting, declaredSuppressions } from "./settings.js";

/** In other logs a line that is not theirs may break a message in two. */
const WITH_COMMENTS = /\.siptrace$/i;

export function registerSuppressions(traces: OpenTraces): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions({ uri }, range) {
      if (!WITH_COMMENTS.test(nameOf(uri)) || traces.documentOf(uri)?.trace.kind !== "log") return [];
      const findings = traces.documentOf(uri)?.model?.findings ?? [];
      return findings
        .filter((finding) => toRange(finding.range).intersection(range))
        .map((finding) => toAction(finding, uri));
    },
  };
  const { registerCommand } = vscode.commands;
  void tellMistakes(traces);
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider({ language: LANGUAGE }, provider, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    registerCommand(COMMANDS.ignoreFinding, async (rule: string, aor: string | null) => {
      const reason = await askForReason(rule);
      if (reason !== undefined) await addSuppression({ rule, ...(aor === null ? {} : { aor }), reason });
    }),
    registerCommand(COMMANDS.ignoreByComment, (document: string, rule: string, line: number) =>
      writeComment(traces, vscode.Uri.parse(document, true), rule, line),
    ),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (changesSetting(event, SETTINGS.suppressions)) void tellMistakes(traces);
    }),
  );
}

function toAction({ view, range }: PlacedFinding, document: vscode.Uri): vscode.CodeAction {
  const title = `Ignore ${view.rule} by a comment here…`;
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const args = [document.toString(), view.rule, range.start.line];
  action.command = { title, command: COMMANDS.ignoreByComment, arguments: args };
  return action;
}

async function askForReason(rule: string): Promise<string | undefined> {
  const reason = await vscode.window.showInputBox({
    title: `Ignore ${rule}`,
    prompt: "Why is this finding of no interest? The reason is kept beside it.",
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? "A reason is needed." : undefined),
  });
  const line = reason?.replace(/\s+/g, " ").trim();
  return line === "" ? undefined : line;
}

/** Above the record line of the message: there it is a line of no message. */
async function writeComment(traces: OpenTraces, uri: vscode.Uri, rule: string, line: number): Promise<void> {
  const model = traces.documentOf(uri)?.model;
  const message = model && messageAtLine(model, line);
  const reason = message && (await askForReason(rule));
  if (!message || reason === undefined) return;
  const edit = new vscode.WorkspaceEdit();
  const above = new vscode.Position(Math.max(message.startLine - 1, 0), 0);
  edit.insert(uri, above, `# sip-trace-ignore ${rule} ${reason}\n`);
  await vscode.workspace.applyEdit(edit);
}

async function tellMistakes(traces: OpenTraces): Promise<void> {
  const declared = declaredSuppressions(undefined);
  if (declared.length === 0) return;
  const mistakes = await traces.suppressionMistakes(declared);
  if (mistakes.length > 0) void vscode.window.showWarningMessage(`sipTrace.suppressions: ${mistakes.join(" ")}`);
}
