/** Shows the findings of each open trace in the Problems panel. */
import * as vscode from "vscode";
import type { PlacedFinding, TextRange } from "../worker/protocol.js";
import { toDiagnostic } from "./convert.js";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";
import { changesDiagnostics, diagnosticsEnabled } from "./settings.js";

/** VS Code shows no more of one text; converting thousands that nobody sees would hold up every extension. */
const MOST_MARKS = 1000;

interface Published {
  readonly uri: vscode.Uri;
  readonly findings: readonly PlacedFinding[];
}

export function registerDiagnostics(traces: OpenTraces): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("sipTrace");
  /** What was published for a trace, by address of the text. */
  const published = new Map<OpenTrace, Map<string, Published>>();

  /** Texts that lost their findings lose their marks; of the others only those that changed are told. */
  const replace = (trace: OpenTrace, texts: Map<string, Published>) => {
    const before = published.get(trace);
    for (const [key, { uri }] of before ?? []) if (!texts.has(key)) collection.delete(uri);
    for (const [key, { uri, findings }] of texts) {
      // The Problems panel rebuilds its list, and closes a menu that is open on it, also for marks that are the same.
      if (areSame(before?.get(key)?.findings, findings)) continue;
      const marks = worstOf(findings).map((finding) => toDiagnostic(finding, uri));
      collection.set(uri, marks);
    }
    published.set(trace, texts);
  };

  const publish = (trace: OpenTrace) => {
    // While a log is analysed again the marks of before stay: VS Code moves them with the text.
    if (trace.state.kind === "analysing" || trace.state.kind === "cancelled") return;
    const texts = new Map<string, Published>();
    if (trace.state.kind === "analysed" && diagnosticsEnabled(trace.uri)) {
      for (const { selection, findings } of trace.models) {
        const uri = trace.documentUri(selection);
        texts.set(uri.toString(), { uri, findings });
      }
    }
    replace(trace, texts);
  };

  return vscode.Disposable.from(
    collection,
    traces.onDidChange(publish),
    traces.onDidClose((trace) => {
      replace(trace, new Map());
      published.delete(trace);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (changesDiagnostics(event)) for (const trace of traces.all) publish(trace);
    }),
  );
}

function worstOf(findings: readonly PlacedFinding[]): readonly PlacedFinding[] {
  if (findings.length <= MOST_MARKS) return findings;
  const rank = { error: 0, warning: 1, info: 2 };
  return [...findings].sort((a, b) => rank[a.view.severity] - rank[b.view.severity]).slice(0, MOST_MARKS);
}

/** Whether two lists make the same marks. */
function areSame(before: readonly PlacedFinding[] | undefined, after: readonly PlacedFinding[]): boolean {
  if (before === undefined || before.length !== after.length) return before === after;
  return after.every((finding, index) => isSame(before[index]!, finding));
}

function isSame(a: PlacedFinding, b: PlacedFinding): boolean {
  return (
    a.view.rule === b.view.rule &&
    a.view.severity === b.view.severity &&
    a.view.message === b.view.message &&
    isSameRange(a.range, b.range) &&
    a.related.length === b.related.length &&
    a.related.every(({ label, range }, index) => {
      const other = b.related[index]!;
      return label === other.label && isSameRange(range, other.range);
    })
  );
}

function isSameRange(a: TextRange, b: TextRange): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
