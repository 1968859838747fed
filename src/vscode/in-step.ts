/** Keeps the ladder at the message that the cursor stands in. The way back is the page's: a click there moves the text. */
import * as vscode from "vscode";
import { isExpectedCursor } from "./cursor-echo.js";
import type { OpenTraces } from "./open-traces.js";

/** Arrow keys held down pass many messages; the ladder follows where they rest. */
const CURSOR_PAUSE_MILLIS = 80;

export function registerInStep(traces: OpenTraces): vscode.Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = ({ document, selection }: vscode.TextEditor) => {
    const shown = traces.documentOf(document.uri);
    const message = shown?.trace.messageAt(shown.selection, selection.active.line);
    const isByHand = vscode.window.activeTextEditor?.document === document;
    if (shown && message !== undefined) shown.trace.choose({ message, by: document, isByHand });
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      clearTimeout(timer);
      if (isExpectedCursor(textEditor.document.uri, textEditor.selection.active.line)) return;
      timer = setTimeout(() => follow(textEditor), CURSOR_PAUSE_MILLIS);
    }),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}
