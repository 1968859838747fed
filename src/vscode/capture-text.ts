/** The SIP of a capture as a read-only text: highlighting, marks, outline and search work in it as in a log. */
import * as vscode from "vscode";
import { captureTextUri, parseCaptureTextUri, singleMessage } from "./capture-uri.js";
import { CAPTURE_TEXT_SCHEME, COMMANDS } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import { nameOf, type OpenTraces } from "./open-traces.js";
import { showMessage } from "./show-text.js";

export function registerCaptureText(traces: OpenTraces): vscode.Disposable {
  const onDidChange = new vscode.EventEmitter<vscode.Uri>();
  /** Texts that are open; each holds its capture, also after the capture's own editor was closed. */
  const open = new Map<string, OpenTrace>();

  const hold = (uri: vscode.Uri): OpenTrace | undefined => {
    const known = open.get(uri.toString());
    if (known) return known;
    const address = parseCaptureTextUri(uri);
    if (!address) return undefined;
    const { kind, capture } = address;
    const trace = kind === "log" ? traces.holdLog(capture) : traces.holdCapture(capture);
    if (!trace) return undefined;
    open.set(uri.toString(), trace);
    return trace;
  };
  const release = (uri: vscode.Uri) => {
    const trace = open.get(uri.toString());
    open.delete(uri.toString());
    if (trace) traces.release(trace);
  };

  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: onDidChange.event,
    async provideTextDocumentContent(uri) {
      const trace = hold(uri);
      const selection = parseCaptureTextUri(uri)?.selection;
      if (!trace || selection === undefined) return "# The trace that this text belongs to is not open.\n";
      const { state } = trace;
      // The text comes when the analysis ends: the change below asks for it again.
      if (state.kind === "analysing") return `# ${nameOf(trace.uri)} is being read.\n`;
      if (state.kind === "cancelled") return `# Reading ${nameOf(trace.uri)} was cancelled.\n`;
      if (state.kind === "failed") return `# ${state.message}\n`;
      const single = singleMessage(selection);
      if (single !== undefined) return (await trace.message(single)).text;
      return (await trace.text(selection)) || `# No SIP message was found in ${nameOf(trace.uri)}.\n`;
    },
  };

  return vscode.Disposable.from(
    onDidChange,
    vscode.workspace.registerTextDocumentContentProvider(CAPTURE_TEXT_SCHEME, provider),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => release(uri)),
    traces.onDidChange((changed) => {
      if (changed.state.kind === "analysing") return;
      for (const [text, trace] of open) {
        if (trace === changed) onDidChange.fire(vscode.Uri.parse(text, true));
      }
    }),
    vscode.commands.registerCommand(COMMANDS.openCaptureText, (uri: unknown) => openText(traces, uri)),
  );
}

/** Opens the text of the capture whose editor is active; of a very large capture, that of its first finding. */
async function openText(traces: OpenTraces, uri: unknown): Promise<void> {
  const target = uri instanceof vscode.Uri ? uri : activeCapture();
  const trace = target && traces.capture(target);
  if (!trace) {
    void vscode.window.showInformationMessage("No capture is shown. Open one to see its SIP as text.");
  } else if (trace.opened?.hasWholeText === false) {
    const first = trace.isGuessing ? 0 : (trace.opened.overview.findings[0]?.at ?? 0);
    await showMessage(trace, first, true);
  } else {
    const document = await vscode.workspace.openTextDocument(captureTextUri(trace.uri));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
  }
}

function activeCapture(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri : undefined;
}
