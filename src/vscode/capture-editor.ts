/** The editor of captures and of logs too large for a text editor, read-only: an overview of registrations and calls by health, and the ladder of the chosen one. */
import * as vscode from "vscode";
import { CAPTURE_EDITOR, LARGE_LOG_EDITOR } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";
import type { LaneMemory } from "./lane-memory.js";
import type { TracePages } from "./trace-pages.js";
import { TraceView } from "./trace-view.js";
import { pageRoot } from "./webview-html.js";

interface CaptureDocument extends vscode.CustomDocument {
  readonly trace: OpenTrace;
}

export function registerCaptureEditor(
  traces: OpenTraces,
  extension: vscode.Uri,
  lanes: LaneMemory,
  pages: TracePages,
): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider<CaptureDocument> = {
    openCustomDocument(uri) {
      const trace = traces.holdCapture(uri);
      return { uri, trace, dispose: () => traces.release(trace) };
    },
    resolveCustomEditor({ trace }, panel) {
      panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extension)] };
      const view = new TraceView(panel.webview, trace, { mode: "capture", extension, lanes });
      pages.add(panel, view);
      panel.onDidDispose(() => view.dispose());
    },
  };
  const options = {
    supportsMultipleEditorsPerDocument: true,
    // A hidden ladder of 100,000 rows would take seconds to come back; it is kept with its place.
    webviewOptions: { retainContextWhenHidden: true, enableFindWidget: false },
  };
  return vscode.Disposable.from(
    ...[CAPTURE_EDITOR, LARGE_LOG_EDITOR].map((id) =>
      vscode.window.registerCustomEditorProvider(id, provider, options),
    ),
  );
}
