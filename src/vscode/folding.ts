/** Folds each message of a trace, and its body apart. */
import * as vscode from "vscode";
import { NUMBERS_A_MESSAGE } from "../worker/protocol.js";
import { LANGUAGE } from "./contributions.js";
import type { OpenTraces } from "./open-traces.js";

export function registerFolding(traces: OpenTraces): vscode.Disposable {
  const onDidChange = new vscode.EventEmitter<void>();
  const provider: vscode.FoldingRangeProvider = {
    onDidChangeFoldingRanges: onDidChange.event,
    provideFoldingRanges(document) {
      const numbers = traces.documentOf(document.uri)?.model?.messages ?? new Uint32Array();
      const ranges: vscode.FoldingRange[] = [];
      for (let at = 0; at < numbers.length; at += NUMBERS_A_MESSAGE) {
        const [start = 0, body = 0, end = 0] = numbers.subarray(at + 1, at + NUMBERS_A_MESSAGE);
        if (end - start > 1) ranges.push(new vscode.FoldingRange(start, end - 1, vscode.FoldingRangeKind.Region));
        if (end - body > 1) ranges.push(new vscode.FoldingRange(body, end - 1));
      }
      return ranges;
    },
  };
  return vscode.Disposable.from(
    onDidChange,
    traces.onDidChange(({ state }) => {
      if (state.kind === "analysed") onDidChange.fire();
    }),
    vscode.languages.registerFoldingRangeProvider({ language: LANGUAGE }, provider),
  );
}
