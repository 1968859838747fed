/** The trace that a command is about: the one named, else the one that is shown. */
import * as vscode from "vscode";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";

/** @param target what a menu hands to its command; anything else asks for the trace that is shown. */
export function activeTrace(traces: OpenTraces, target?: unknown): OpenTrace | undefined {
  const uri = target instanceof vscode.Uri ? target : activeUri();
  const shown = uri && (traces.documentOf(uri)?.trace ?? traces.capture(uri));
  // A ladder's panel has no address: where one trace is open, it is that one's.
  return shown ?? (traces.all.length === 1 ? traces.all[0] : undefined);
}

function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isAddressed = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return isAddressed ? input.uri : vscode.window.activeTextEditor?.document.uri;
}
