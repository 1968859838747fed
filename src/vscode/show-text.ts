/** Brings messages and findings of a trace before the user's eyes in a text editor. */
import * as vscode from "vscode";
import type { ByteRange } from "../core/model/span.js";
import { messageTextUri } from "./capture-uri.js";
import { toRange } from "./convert.js";
import { expectCursor } from "./cursor-echo.js";
import type { OpenTrace } from "./open-trace.js";
import { nameOf } from "./open-traces.js";

/** Shows a message's start line; without `focus` the keyboard stays where it is. */
export async function showMessage(trace: OpenTrace, message: number, focus: boolean): Promise<void> {
  const place = await trace.placeOf(message);
  if (!place) return;
  const start = new vscode.Position(place.startLine, 0);
  const lines = new vscode.Range(start, new vscode.Position(place.endLine, 0));
  await showLines(trace, place.document, new vscode.Range(start, start), lines, focus);
}

/** Shows octets of a message, half-open. */
export async function showOctets(trace: OpenTrace, message: number, octets: ByteRange): Promise<void> {
  const passage = await trace.passageOf(message, octets);
  if (passage) await showLines(trace, passage.document, toRange(passage.range), toRange(passage.range), true);
  else await showMessage(trace, message, true);
}

/** Shows the characters of a finding, or of one of its related places. */
export async function showFinding(trace: OpenTrace, index: number, related: number | null): Promise<void> {
  // Its text may not be written yet: asking for the message's place sees to it.
  const view = trace.opened?.overview.findings.find((finding) => finding.index === index);
  const message = related === null ? view?.at : view?.related[related]?.message;
  if (message === undefined) return;
  const place = await trace.placeOf(message);
  if (!place) return;
  const found = trace.models
    .filter(({ selection }) => trace.documentUri(selection).toString() === place.document.toString())
    .flatMap(({ findings }) => findings)
    .find((finding) => finding.view.index === index);
  const range = related === null ? found?.range : found?.related[related]?.range;
  if (range) await showLines(trace, place.document, toRange(range), toRange(range), true);
  else await showMessage(trace, message, true);
}

/** Shows what differs between two messages, in VS Code's own comparison. */
export async function compareMessages(trace: OpenTrace, first: number, second: number): Promise<void> {
  const [left, right] = [first, second].map((message) => messageTextUri(trace.uri, message, trace.kind));
  const title = `${nameOf(trace.uri)}: message ${first + 1} ↔ ${second + 1}`;
  // Not as a preview, which would take the place of a capture that was opened as one.
  await vscode.commands.executeCommand("vscode.diff", left, right, title, { preview: false });
}

async function showLines(
  { isTaught }: OpenTrace,
  uri: vscode.Uri,
  selection: vscode.Range,
  lines: vscode.Range,
  focus: boolean,
): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  if (!focus && shown?.selection.active.line !== selection.end.line) expectCursor(uri, selection.end.line);
  if (shown && !focus) {
    shown.selection = new vscode.Selection(selection.start, selection.end);
    shown.revealRange(lines, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  // Beside the capture stands the lesson: the text comes when it is asked for, and then over the capture.
  if (isTaught && !focus) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? columnOf(uri) ?? (isTaught ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside),
    preserveFocus: !focus,
    preview: false,
    selection,
  });
  editor.revealRange(lines, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where the text is open in a tab that another one covers. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  )?.viewColumn;
}
