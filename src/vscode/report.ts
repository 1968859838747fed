/** "Create Report…": writes what was found in a trace, with its notes, to a Markdown or HTML file, and opens it. */
import * as vscode from "vscode";
import type { ReportFormat } from "../core/index.js";
import { NO_NOTES } from "../core/report/notes/notes-file.js";
import { activeTrace } from "./active-trace.js";
import { COMMANDS } from "./contributions.js";
import { refusesWhileGuessing } from "./guessing.js";
import type { TraceNotes } from "./notes.js";
import { nameOf, type OpenTraces } from "./open-traces.js";

interface Choice extends vscode.QuickPickItem {
  readonly format: ReportFormat;
  readonly ending: string;
}

const CHOICES: readonly Choice[] = [
  { label: "HTML", description: "One file, to send or print", format: "html", ending: ".report.html" },
  {
    label: "Markdown",
    description: "For a ticket or a wiki, with Mermaid ladders",
    format: "markdown",
    ending: ".report.md",
  },
];

export function registerReport(traces: OpenTraces, notes: TraceNotes, version: string): vscode.Disposable {
  return vscode.commands.registerCommand(COMMANDS.createReport, async (target?: unknown) => {
    const trace = activeTrace(traces, target);
    if (trace?.state.kind !== "analysed") {
      void vscode.window.showInformationMessage("Open a capture or SIP log to create a report of it.");
      return;
    }
    if (refusesWhileGuessing(trace)) return;
    const chosen = await vscode.window.showQuickPick(CHOICES, { title: `Report of ${nameOf(trace.uri)}` });
    if (!chosen) return;
    const { format, label, ending } = chosen;
    const file = await vscode.window.showSaveDialog({
      title: "Create Report",
      defaultUri: trace.uri.with({ path: `${trace.uri.path}${ending}`, query: "" }),
      filters: { [label]: [ending.slice(ending.lastIndexOf(".") + 1)] },
    });
    if (!file) return;
    const report = await trace.report(format, version, notes.of(trace) ?? NO_NOTES);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(report));
    await open(file, format);
  });
}

/** A page opens in the browser, where this machine's files are the browser's too; else as the text that it is. */
async function open(file: vscode.Uri, format: ReportFormat): Promise<void> {
  const isHere =
    file.scheme === "file" && vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (format === "html" && isHere && (await vscode.env.openExternal(file))) return;
  await vscode.window.showTextDocument(file);
  if (format === "markdown") await vscode.commands.executeCommand("markdown.showPreviewToSide", file);
}
