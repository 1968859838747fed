/** The outline and breadcrumbs of a trace: its messages, with their headers below. */
import * as vscode from "vscode";
import type { OutlineHeader, OutlineMessage } from "../worker/protocol.js";
import { LANGUAGE } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";

export function registerOutline(traces: OpenTraces): vscode.Disposable {
  const provider: vscode.DocumentSymbolProvider = {
    async provideDocumentSymbols(document, token) {
      const shown = traces.documentOf(document.uri);
      if (!shown || !(await analysed(shown.trace, token))) return [];
      const messages = await shown.trace.outline(shown.selection);
      return messages.map((message) => toSymbol(message, document));
    },
  };
  return vscode.languages.registerDocumentSymbolProvider({ language: LANGUAGE }, provider, { label: "SIP Trace" });
}

/** VS Code asks for symbols once after a change, while the analysis is still on its way. */
function analysed(trace: OpenTrace, token: vscode.CancellationToken): Promise<boolean> {
  if (trace.state.kind !== "analysing") return Promise.resolve(trace.state.kind === "analysed");
  return new Promise((resolve) => {
    const settle = (result: boolean) => {
      changes.dispose();
      cancelling.dispose();
      resolve(result);
    };
    const changes = trace.onDidChange(({ state }) => {
      if (state.kind !== "analysing") settle(state.kind === "analysed");
    });
    const cancelling = token.onCancellationRequested(() => settle(false));
  });
}

function toSymbol(message: OutlineMessage, document: vscode.TextDocument): vscode.DocumentSymbol {
  const kind = message.isRequest ? vscode.SymbolKind.Method : vscode.SymbolKind.Event;
  const symbol = new vscode.DocumentSymbol(
    message.title,
    message.detail,
    kind,
    linesOf(message, document),
    lineOf(message.startLine, document),
  );
  symbol.children = message.headers.map((header) => headerSymbol(header, document));
  return symbol;
}

function headerSymbol(header: OutlineHeader, document: vscode.TextDocument): vscode.DocumentSymbol {
  return new vscode.DocumentSymbol(
    header.name,
    header.value,
    vscode.SymbolKind.Property,
    linesOf(header, document),
    lineOf(header.startLine, document),
  );
}

/** The text may have grown shorter since the analysis, so lines are kept within it. */
function linesOf(lines: { startLine: number; endLine: number }, document: vscode.TextDocument): vscode.Range {
  const end = document.validatePosition(new vscode.Position(lines.endLine - 1, Number.MAX_SAFE_INTEGER));
  const start = document.validatePosition(new vscode.Position(lines.startLine, 0));
  return new vscode.Range(start, end);
}

function lineOf(line: number, document: vscode.TextDocument): vscode.Range {
  return document.lineAt(document.validatePosition(new vscode.Position(line, 0))).range;
}
