/** Engine's ranges and findings to VS Code's; nothing else converts. */
import * as vscode from "vscode";
import type { Severity } from "../core/model/finding.js";
import type { PlacedFinding, TextPosition, TextRange } from "../worker/protocol.js";
import { rulePageLink } from "./rule-page.js";

export const DIAGNOSTIC_SOURCE = "SIP Trace";

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

function toPosition(position: TextPosition): vscode.Position {
  return new vscode.Position(position.line, position.character);
}

/** A plain value, which can be sent to the engine's thread. */
export function toTextPosition({ line, character }: vscode.Position): TextPosition {
  return { line, character };
}

export function toRange(range: TextRange): vscode.Range {
  return new vscode.Range(toPosition(range.start), toPosition(range.end));
}

/** @param document the text that the finding is placed in. */
export function toDiagnostic(finding: PlacedFinding, document: vscode.Uri): vscode.Diagnostic {
  const { view } = finding;
  const diagnostic = new vscode.Diagnostic(toRange(finding.range), view.message, SEVERITIES[view.severity]);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = { value: view.rule, target: rulePageLink(view.rule) };
  diagnostic.relatedInformation = finding.related.map(
    ({ label, range }) => new vscode.DiagnosticRelatedInformation(new vscode.Location(document, toRange(range)), label),
  );
  return diagnostic;
}
