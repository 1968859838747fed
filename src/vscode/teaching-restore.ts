/** Brings the panels of a digest and of the simulation back after a reload of the window, as soon as their trace is analysed again. */
import * as vscode from "vscode";
import type { TeachingSubject, ToTeachingPage } from "../view/teaching.js";
import { TEACHING_PANELS } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";
import type { TeachingPanels } from "./teaching-panel.js";
import { whenLog } from "./when-log.js";

/** @param view computes what is shown of a subject; null where its trace no longer has that. */
export function registerTeachingRestore(
  traces: OpenTraces,
  panels: TeachingPanels,
  view: (subject: TeachingSubject, trace: OpenTrace) => Promise<ToTeachingPage | null>,
): vscode.Disposable {
  const fill = async (panel: vscode.WebviewPanel, subject: TeachingSubject, trace: OpenTrace) => {
    const told = trace.state.kind === "analysed" && !trace.isGuessing ? await view(subject, trace) : null;
    if (told) panels.showIn(panel, trace, told);
    else panel.dispose();
  };
  const fillWhenAnalysed = (panel: vscode.WebviewPanel, subject: TeachingSubject, trace: OpenTrace) => {
    const take = () => {
      // The trace was closed meanwhile, or changed.
      if (trace.state.kind !== "analysing") void fill(panel, subject, trace).catch(() => void panel.dispose());
      return trace.state.kind !== "analysing";
    };
    if (take()) return;
    const waiting = trace.onDidChange(() => {
      if (take()) waiting.dispose();
    });
    panel.onDidDispose(() => void waiting.dispose());
  };

  const restore = async (panel: vscode.WebviewPanel, state: unknown) => {
    try {
      const subject = state as TeachingSubject;
      const uri = vscode.Uri.parse(subject.trace, true);
      if (subject.kind === "log") {
        await whenLog(traces, uri, panel, ({ trace }) => fillWhenAnalysed(panel, subject, trace));
        return;
      }
      // Its editor may be one that the window brings back only when somebody looks at it.
      const trace = traces.holdCapture(uri);
      panel.onDidDispose(() => traces.release(trace));
      fillWhenAnalysed(panel, subject, trace);
    } catch {
      // Its trace is gone, or another version of the extension kept the state.
      panel.dispose();
    }
  };
  return vscode.Disposable.from(
    ...Object.values(TEACHING_PANELS).map((id) =>
      vscode.window.registerWebviewPanelSerializer(id, { deserializeWebviewPanel: restore }),
    ),
  );
}
