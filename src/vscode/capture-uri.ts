/**
 * Addresses of the texts that show captures: the capture's own path with `.siptrace` behind it, so that the language,
 * the tab's name and the folder in the Problems panel come out right; the capture's address travels in the query.
 */
import * as vscode from "vscode";
import { ALL, type Selection } from "../worker/protocol.js";
import { CAPTURE_TEXT_SCHEME } from "./contributions.js";

/** How a trace is shown: a log as the text that it is, or messages written as text. */
export type TraceKind = "log" | "capture";

/** No key of an overview's row begins so. */
const SINGLE = "message:";

interface Query {
  readonly capture: string;
  readonly selection: Selection;
  /** `log`: the text is one message of a log that is open as a text itself. */
  readonly kind?: TraceKind;
}

/** @param title names a selection that is not all of the capture, as the AoR. */
export function captureTextUri(
  capture: vscode.Uri,
  selection: Selection = ALL,
  title = selection,
  kind: TraceKind = "capture",
): vscode.Uri {
  // What a trace names must not lead anywhere else in the path.
  const part = selection === ALL ? "" : `/${title.replace(/[^\w.@+→ -]/g, "_").slice(0, 80)}`;
  const query: Query = { capture: capture.toString(), selection, ...(kind === "log" ? { kind } : {}) };
  return vscode.Uri.from({
    scheme: CAPTURE_TEXT_SCHEME,
    path: `${capture.path}${part}.siptrace`,
    query: JSON.stringify(query),
  });
}

/** The text of one message alone, to compare it with another's. Logs have it too. */
export function messageTextUri(trace: vscode.Uri, message: number, kind: TraceKind = "capture"): vscode.Uri {
  return captureTextUri(trace, `${SINGLE}${message}`, `message ${message + 1}`, kind);
}

/** Index of the message that is all of a text; undefined for other texts. */
export function singleMessage(selection: Selection): number | undefined {
  return selection.startsWith(SINGLE) ? Number(selection.slice(SINGLE.length)) : undefined;
}

/** Undefined when the address is not one that `captureTextUri` made. */
export function parseCaptureTextUri(
  uri: vscode.Uri,
): { capture: vscode.Uri; selection: Selection; kind: TraceKind } | undefined {
  if (uri.scheme !== CAPTURE_TEXT_SCHEME) return undefined;
  try {
    const { capture, selection, kind } = JSON.parse(uri.query) as Partial<Query>;
    if (typeof capture !== "string" || typeof selection !== "string") return undefined;
    return { capture: vscode.Uri.parse(capture, true), selection, kind: kind === "log" ? kind : "capture" };
  } catch {
    return undefined;
  }
}
