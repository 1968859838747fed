/** Before each message of a text the time since the one before; off unless a person wants it. */
import * as vscode from "vscode";
import { LANGUAGE, SETTINGS } from "./contributions.js";
import type { OpenTraces } from "./open-traces.js";
import { changesSetting, showsDeltaTimes } from "./settings.js";

export function registerInlayHints(traces: OpenTraces): vscode.Disposable {
  const onDidChange = new vscode.EventEmitter<void>();
  const provider: vscode.InlayHintsProvider = {
    onDidChangeInlayHints: onDidChange.event,
    async provideInlayHints({ uri }, range) {
      const shown = traces.documentOf(uri);
      if (shown?.trace.state.kind !== "analysed" || !shown.model || !showsDeltaTimes(shown.trace.uri)) return [];
      const deltas = await shown.trace.deltas(shown.selection, range.start.line, range.end.line + 1);
      return deltas.map(({ line, text }) => {
        const hint = new vscode.InlayHint(new vscode.Position(line, 0), text);
        hint.paddingRight = true;
        hint.tooltip = "Time since the message before";
        return hint;
      });
    },
  };
  return vscode.Disposable.from(
    onDidChange,
    vscode.languages.registerInlayHintsProvider({ language: LANGUAGE }, provider),
    traces.onDidChange(({ state }) => {
      if (state.kind === "analysed") onDidChange.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (changesSetting(event, SETTINGS.deltaTimes)) onDidChange.fire();
    }),
  );
}
