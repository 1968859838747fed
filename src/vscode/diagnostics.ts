/** Shows the findings of each open trace in the Problems panel. */
import * as vscode from "vscode";
import { toDiagnostic } from "./convert.js";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";
import { changesDiagnostics, diagnosticsEnabled } from "./settings.js";

export function registerDiagnostics(traces: OpenTraces): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("sipTrace");
  /** What was published for a trace, so that texts which lost their findings lose their marks. */
  const published = new Map<OpenTrace, vscode.Uri[]>();

  const clear = (trace: OpenTrace) => {
    for (const uri of published.get(trace) ?? []) collection.delete(uri);
    published.delete(trace);
  };

  const publish = (trace: OpenTrace) => {
    // While a log is analysed again the marks of before stay: VS Code moves them with the text.
    if (trace.state.kind === "analysing" || trace.state.kind === "cancelled") return;
    clear(trace);
    if (trace.state.kind === "failed" || !diagnosticsEnabled(trace.uri)) return;
    const uris = trace.models.map(({ selection, findings }) => {
      const uri = trace.documentUri(selection);
      collection.set(
        uri,
        findings.map((finding) => toDiagnostic(finding, uri)),
      );
      return uri;
    });
    published.set(trace, uris);
  };

  return vscode.Disposable.from(
    collection,
    traces.onDidChange(publish),
    traces.onDidClose(clear),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (changesDiagnostics(event)) for (const trace of traces.all) publish(trace);
    }),
  );
}
