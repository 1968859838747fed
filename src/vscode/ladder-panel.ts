/** The ladder beside a text: one panel a trace. */
import * as vscode from "vscode";
import { COMMANDS, LADDER_PANEL } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import type { LaneMemory } from "./lane-memory.js";
import { nameOf, type OpenTraces, type TraceDocument } from "./open-traces.js";
import type { TracePages } from "./trace-pages.js";
import { TraceView } from "./trace-view.js";
import { pageRoot } from "./webview-html.js";

export function registerLadderPanel(
  traces: OpenTraces,
  extension: vscode.Uri,
  lanes: LaneMemory,
  pages: TracePages,
): vscode.Disposable {
  const panels = new Map<OpenTrace, vscode.WebviewPanel>();

  const show = (trace: OpenTrace, firstKey: string, firstMessage: number | undefined) => {
    const known = panels.get(trace);
    if (known) {
      known.reveal(undefined, true);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      LADDER_PANEL,
      `Ladder ${nameOf(trace.uri)}`,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [pageRoot(extension)], retainContextWhenHidden: true },
    );
    panel.iconPath = vscode.Uri.joinPath(extension, "media", "icon.png");
    panels.set(trace, panel);
    const view = new TraceView(panel.webview, trace, { mode: "ladder", extension, lanes, firstKey, firstMessage });
    pages.add(panel, view);
    panel.onDidDispose(() => {
      view.dispose();
      panels.delete(trace);
    });
  };

  const open = (uri: unknown) => {
    const target = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
    const shown = target && traces.documentOf(target);
    const cursor = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === target?.toString(),
    );
    if (shown) show(shown.trace, shown.selection, cursor && messageAtCursor(shown, cursor));
    else void vscode.window.showInformationMessage(NO_LOG);
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand(COMMANDS.openLadder, open),
    traces.onDidClose((trace) => {
      panels.get(trace)?.dispose();
    }),
    new vscode.Disposable(() => {
      for (const panel of [...panels.values()]) panel.dispose();
    }),
  );
}

function messageAtCursor(
  { trace, selection }: TraceDocument,
  { selection: at }: vscode.TextEditor,
): number | undefined {
  return trace.messageAt(selection, at.active.line);
}

const NO_LOG = 'No SIP log is shown. Open one, or run "SIP Trace: Treat as SIP Log" in the text that holds it.';
