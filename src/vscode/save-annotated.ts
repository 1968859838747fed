/** "Save Annotated Capture…": the capture with its findings and notes as packet comments, for those who open it in Wireshark. */
import * as vscode from "vscode";
import { reasonOf } from "../core/model/reason.js";
import { NO_NOTES } from "../core/report/notes/notes-file.js";
import { activeTrace } from "./active-trace.js";
import { COMMANDS } from "./contributions.js";
import { refusesWhileGuessing } from "./guessing.js";
import type { TraceNotes } from "./notes.js";
import { nameOf, type OpenTraces } from "./open-traces.js";
import type { Platform } from "./platform/platform.js";

export function registerSaveAnnotated(traces: OpenTraces, notes: TraceNotes, platform: Platform): vscode.Disposable {
  return vscode.commands.registerCommand(COMMANDS.saveAnnotated, async (target?: unknown) => {
    const trace = activeTrace(traces, target);
    if (trace?.kind !== "capture" || trace.state.kind !== "analysed") {
      void vscode.window.showInformationMessage("Open a capture to save it with its findings and notes.");
      return;
    }
    if (refusesWhileGuessing(trace)) return;
    const file = await vscode.window.showSaveDialog({
      title: "Save Annotated Capture",
      defaultUri: trace.uri.with({ path: annotatedPath(trace.uri.path), query: "" }),
      filters: { pcapng: ["pcapng"] },
    });
    if (!file) return;
    if (file.toString() === trace.uri.toString()) {
      void vscode.window.showErrorMessage(`${nameOf(file)} is the capture itself; choose another name.`);
      return;
    }
    const title = `Writing ${nameOf(file)}`;
    try {
      const { comments, problems, octets } = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title },
        () => trace.annotate(notes.of(trace) ?? NO_NOTES, platform.localPath(file)),
      );
      if (octets) await vscode.workspace.fs.writeFile(file, octets);
      const said = `${nameOf(file)} has ${comments} packet ${comments === 1 ? "comment" : "comments"}.`;
      void vscode.window.showInformationMessage([said, ...problems.slice(0, 3)].join(" "));
    } catch (error) {
      void vscode.window.showErrorMessage(`${nameOf(file)} was not written: ${reasonOf(error)}`);
    }
  });
}

/** `call.annotated.pcapng` of `call.pcap.gz` */
function annotatedPath(path: string): string {
  return `${path.replace(/\.gz$/i, "").replace(/\.(?:pcapng|pcap|cap)$/i, "")}.annotated.pcapng`;
}
