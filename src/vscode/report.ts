/** "Create Report…": writes what was found in a trace, with its notes, to a Markdown or HTML file, and opens it; as it is, or of a redacted copy. */
import * as vscode from "vscode";
import type { ReportFormat } from "../core/index.js";
import { reasonOf } from "../core/model/reason.js";
import { NO_NOTES } from "../core/report/notes/notes-file.js";
import { RequestCancelled } from "../worker/client.js";
import { activeTrace } from "./active-trace.js";
import { COMMANDS } from "./contributions.js";
import { refusesWhileGuessing } from "./guessing.js";
import type { OpenTrace } from "./open-trace.js";
import { nameOf } from "./open-traces.js";
import { readInput } from "./read-input.js";
import { type CopyContext, saveCopy, type SavedCopy, tellSaved } from "./redacted-copy.js";
import { analysisOptions } from "./settings.js";

interface Choice extends vscode.QuickPickItem {
  readonly format?: ReportFormat;
  readonly ending?: string;
  /** Of a redacted copy, which is saved with it. */
  readonly isRedacted?: boolean;
}

const HTML = { format: "html", ending: ".report.html" } as const;
const MARKDOWN = { format: "markdown", ending: ".report.md" } as const;
const CHOICES: readonly Choice[] = [
  { label: "As it is", kind: vscode.QuickPickItemKind.Separator },
  { label: "HTML", description: "One file, to send or print", ...HTML },
  { label: "Markdown", description: "For a ticket or a wiki, with Mermaid ladders", ...MARKDOWN },
  { label: "With pseudonyms", kind: vscode.QuickPickItemKind.Separator },
  { label: "Redacted HTML", description: "Of a redacted copy, which is saved with it", ...HTML, isRedacted: true },
  {
    label: "Redacted Markdown",
    description: "Of a redacted copy, which is saved with it",
    ...MARKDOWN,
    isRedacted: true,
  },
];

export function registerReport(context: CopyContext, version: string): vscode.Disposable {
  return vscode.commands.registerCommand(COMMANDS.createReport, async (target?: unknown) => {
    const trace = activeTrace(context.traces, target);
    if (trace?.state.kind !== "analysed") {
      void vscode.window.showInformationMessage("Open a capture or SIP log to create a report of it.");
      return;
    }
    if (refusesWhileGuessing(trace)) return;
    const chosen = await vscode.window.showQuickPick(CHOICES, { title: `Report of ${nameOf(trace.uri)}` });
    if (!chosen?.format || !chosen.ending) return;
    const { format, ending } = chosen;
    try {
      // What is sent together must call everything by the same pseudonyms: so the report is of the copy.
      const copy = chosen.isRedacted ? await saveCopy(trace.uri, context) : undefined;
      if (chosen.isRedacted && !copy) return;
      const file = await nameReport(copy?.uri ?? trace.uri, ending);
      if (file) {
        const report = copy
          ? await reportOfCopy(copy, trace, context, { format, version })
          : await trace.report(format, version, context.notes.of(trace) ?? NO_NOTES);
        await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(report));
        await open(file, format);
      }
      if (copy) void tellSaved(copy, file && ` ${nameOf(file)} is the report of it.`);
    } catch (error) {
      if (error instanceof RequestCancelled) return;
      void vscode.window.showErrorMessage(reasonOf(error));
    }
  });
}

function nameReport(trace: vscode.Uri, ending: string): Thenable<vscode.Uri | undefined> {
  const format = ending.slice(ending.lastIndexOf(".") + 1);
  return vscode.window.showSaveDialog({
    title: "Create Report",
    defaultUri: trace.with({ path: `${trace.path}${ending}`, query: "" }),
    filters: { [format === "md" ? "Markdown" : "HTML"]: [format] },
  });
}

async function reportOfCopy(
  { uri, notes = NO_NOTES }: SavedCopy,
  { logFormat, uri: original }: OpenTrace,
  { client, platform }: CopyContext,
  written: { readonly format: ReportFormat; readonly version: string },
): Promise<string> {
  const options = { ...analysisOptions(original), ...(logFormat === undefined ? {} : { logFormat }) };
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title: `Reporting on ${nameOf(uri)}` }, async () =>
    client.ask("fileReport", { input: await readInput(uri, platform), options, notes, ...written }),
  );
}

/** A page opens in the browser, where this machine's files are the browser's too; else as the text that it is. */
async function open(file: vscode.Uri, format: ReportFormat): Promise<void> {
  const isHere =
    file.scheme === "file" && vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (format === "html" && isHere && (await vscode.env.openExternal(file))) return;
  await vscode.window.showTextDocument(file);
  if (format === "markdown") await vscode.commands.executeCommand("markdown.showPreviewToSide", file);
}
