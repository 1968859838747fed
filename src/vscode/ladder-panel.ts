/** The ladder beside a text: one panel a trace. */
import * as vscode from "vscode";
import { COMMANDS, LADDER_PANEL } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import type { LaneMemory } from "./lane-memory.js";
import { nameOf, type OpenTraces, type TraceDocument } from "./open-traces.js";
import type { TracePages } from "./trace-pages.js";
import { TraceView, type TraceViewOptions } from "./trace-view.js";
import { pageRoot } from "./webview-html.js";
import { whenLog } from "./when-log.js";

export function registerLadderPanel(
  traces: OpenTraces,
  extension: vscode.Uri,
  lanes: LaneMemory,
  pages: TracePages,
): vscode.Disposable {
  const panels = new Map<OpenTrace, vscode.WebviewPanel>();

  const show = (trace: OpenTrace, document: vscode.Uri, firstKey: string, firstMessage: number | undefined) => {
    const known = panels.get(trace);
    if (known) {
      known.reveal(undefined, true);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      LADDER_PANEL,
      `Ladder ${nameOf(trace.uri)}`,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { retainContextWhenHidden: true },
    );
    fill(panel, trace, { document, firstKey, firstMessage });
  };

  const fill = (panel: vscode.WebviewPanel, trace: OpenTrace, shown: Shown) => {
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extension)] };
    panel.iconPath = vscode.Uri.joinPath(extension, "media", "icon.png");
    panels.set(trace, panel);
    const view = new TraceView(panel.webview, trace, { mode: "ladder", extension, lanes, ...shown });
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
    if (shown) show(shown.trace, target, shown.selection, cursor && messageAtCursor(shown, cursor));
    else void vscode.window.showInformationMessage(NO_LOG);
  };

  /** A page that the window brought back after a reload. */
  const restore = async (panel: vscode.WebviewPanel, state: unknown) => {
    try {
      const { document: address, key } = state as { readonly document: string; readonly key: string | null };
      const document = vscode.Uri.parse(address, true);
      await whenLog(traces, document, panel, ({ trace, selection }) =>
        fill(panel, trace, { document, firstKey: key ?? selection }),
      );
    } catch {
      // Its text is gone, or another version of the extension kept the state.
      panel.dispose();
    }
  };

  return vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer(LADDER_PANEL, { deserializeWebviewPanel: restore }),
    vscode.commands.registerCommand(COMMANDS.openLadder, open),
    traces.onDidClose((trace) => {
      panels.get(trace)?.dispose();
    }),
    new vscode.Disposable(() => {
      for (const panel of [...panels.values()]) panel.dispose();
    }),
  );
}

type Shown = Pick<TraceViewOptions, "document" | "firstKey" | "firstMessage">;

function messageAtCursor(
  { trace, selection }: TraceDocument,
  { selection: at }: vscode.TextEditor,
): number | undefined {
  return trace.messageAt(selection, at.active.line);
}

const NO_LOG = 'No SIP log is shown. Open one, or run "SIP Trace: Treat as SIP Log" in the text that holds it.';
