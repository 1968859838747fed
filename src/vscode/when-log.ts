/** Waits for the log of a panel that the window brought back after a reload: its text may be known as one only in a while. */
import * as vscode from "vscode";
import type { OpenTraces, TraceDocument } from "./open-traces.js";

/**
 * @param act runs once, unless the panel is closed before.
 * @throws when the text is gone.
 */
export async function whenLog(
  traces: OpenTraces,
  document: vscode.Uri,
  panel: vscode.WebviewPanel,
  act: (shown: TraceDocument) => void,
): Promise<void> {
  await vscode.workspace.openTextDocument(document);
  const take = () => {
    const shown = traces.documentOf(document);
    if (shown) act(shown);
    return shown !== undefined;
  };
  if (take()) return;
  const waiting = traces.onDidOpen(() => {
    if (take()) waiting.dispose();
  });
  panel.onDidDispose(() => void waiting.dispose());
}
