/** Beside the status: the format that a log is read as, and the choice of another. */
import * as vscode from "vscode";
import { COMMANDS, SETTINGS } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";
import { declaredLogFormats } from "./settings.js";

interface FormatItem extends vscode.QuickPickItem {
  /** Undefined to have the format told by content. */
  readonly id: string | undefined;
}

export function registerLogFormat(traces: OpenTraces): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("sipTrace.logFormat", vscode.StatusBarAlignment.Right, 89);
  item.name = "SIP Log Format";
  item.command = COMMANDS.chooseLogFormat;
  const refresh = () => {
    const trace = logInFront(traces);
    if (!trace?.opened) {
      item.hide();
      return;
    }
    const chosen = trace.logFormat;
    item.text = trace.opened.overview.format === "" ? "No SIP log" : trace.opened.overview.format;
    const how = chosen === undefined ? "told by its content" : "as chosen";
    const { inferred, logFormats } = trace.opened.overview;
    const counts =
      logFormats.length > 1 ? logFormats.map(({ title, messages }) => `${title}: ${messagesOf(messages)}`) : [];
    item.tooltip = [`The log's format, ${how}. Click to choose another.`, ...counts, ...inferred].join("\n");
    item.show();
  };
  refresh();
  void tellMistakes();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(refresh),
    traces.onDidChange(refresh),
    traces.onDidClose(refresh),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SETTINGS.section}.${SETTINGS.logFormats}`)) void tellMistakes();
    }),
    vscode.commands.registerCommand(COMMANDS.chooseLogFormat, () => choose(logInFront(traces))),
  );
}

function logInFront(traces: OpenTraces): OpenTrace | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const trace = document && traces.documentOf(document.uri)?.trace;
  return trace?.kind === "log" ? trace : undefined;
}

async function choose(trace: OpenTrace | undefined): Promise<void> {
  if (!trace) {
    void vscode.window.showInformationMessage("No SIP log is shown whose format could be chosen.");
    return;
  }
  // The readers of logs are the engine's; here they are loaded only to name their formats. Not from the façade, of which all would come along.
  const [{ LOG_FORMATS }, { readUserFormats }] = await Promise.all([
    import("../core/log/read-log.js"),
    import("../core/log/user-formats.js"),
  ]);
  const met = new Map(trace.opened?.overview.logFormats.map(({ id, messages }) => [id, messages]));
  const own = readUserFormats(declaredLogFormats(trace.uri)).declared.map(({ id, title = id }) => ({
    id,
    label: title,
    description: id,
  }));
  const known = LOG_FORMATS.map(({ id, title }) => ({ id, label: title, description: id }));
  const detect: FormatItem = { id: undefined, label: "Detect automatically" };
  // After the user's own, what the log holds.
  known.sort((a, b) => (met.get(b.id) ?? 0) - (met.get(a.id) ?? 0));
  const formats = [...own, ...known].map((each) => {
    const messages = met.get(each.id);
    return messages === undefined ? each : { ...each, detail: `${messagesOf(messages)} in this log` };
  });
  const items: FormatItem[] = [detect, ...formats];
  const picked = await vscode.window.showQuickPick(items, {
    title: "Log Format",
    placeHolder: "The format that announces the messages of this log",
    matchOnDescription: true,
  });
  if (picked) await trace.readAs(picked.id);
}

function messagesOf(count: number): string {
  return `${count} ${count === 1 ? "message" : "messages"}`;
}

async function tellMistakes(): Promise<void> {
  const declared = declaredLogFormats(undefined);
  if (Array.isArray(declared) && declared.length === 0) return;
  const { readUserFormats } = await import("../core/log/user-formats.js");
  const { mistakes } = readUserFormats(declared);
  if (mistakes.length > 0) void vscode.window.showWarningMessage(`sipTrace.logFormats: ${mistakes.join(" ")}`);
}
