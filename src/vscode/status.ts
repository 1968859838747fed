/** The status bar's word on the trace in front: how far its analysis is, or what it found. */
import * as vscode from "vscode";
import { COMMANDS } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import { nameOf, type OpenTraces } from "./open-traces.js";

export function registerStatus(traces: OpenTraces): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("sipTrace.status", vscode.StatusBarAlignment.Right, 90);
  item.name = "SIP Trace";
  const refresh = () => {
    const trace = traceInFront(traces);
    if (trace) {
      Object.assign(item, describe(trace));
      item.show();
    } else {
      item.hide();
    }
  };
  refresh();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.window.tabGroups.onDidChangeTabs(refresh),
    vscode.window.tabGroups.onDidChangeTabGroups(refresh),
    traces.onDidChange(refresh),
    traces.onDidClose(refresh),
    vscode.commands.registerCommand(COMMANDS.cancelAnalysis, () => {
      for (const trace of traces.all) trace.cancel();
    }),
    vscode.commands.registerCommand(COMMANDS.analyseAgain, () => traceInFront(traces)?.analyse()),
  );
}

function traceInFront(traces: OpenTraces): OpenTrace | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom) return traces.capture(input.uri);
  const document = vscode.window.activeTextEditor?.document;
  return document && traces.documentOf(document.uri)?.trace;
}

interface Description {
  readonly text: string;
  readonly tooltip: string;
  readonly command: string | undefined;
}

function describe({ state, opened, uri, isGuessing }: OpenTrace): Description {
  const name = nameOf(uri);
  switch (state.kind) {
    case "analysing": {
      const { readOctets = 0, totalOctets = 0 } = state.progress ?? {};
      const share = totalOctets === 0 ? "" : ` ${Math.floor((100 * readOctets) / totalOctets)} %`;
      return {
        text: `$(loading~spin) SIP Trace${share}`,
        tooltip: `${name} is being read. Click to cancel.`,
        command: COMMANDS.cancelAnalysis,
      };
    }
    case "failed":
      return { text: "$(error) SIP Trace", tooltip: state.message, command: COMMANDS.analyseAgain };
    case "cancelled":
      return {
        text: "$(circle-slash) SIP Trace",
        tooltip: `Reading ${name} was cancelled. Click to read it again.`,
        command: COMMANDS.analyseAgain,
      };
    case "analysed":
      return isGuessing ? GUESSING : summary(opened);
  }
}

const GUESSING: Description = {
  text: "$(question) What is wrong here?",
  tooltip: "Findings are hidden until guessing ends.",
  command: undefined,
};

function summary(opened: OpenTrace["opened"]): Description {
  const overview = opened?.overview;
  if (!overview || (overview.messages === 0 && overview.rows.length === 0)) {
    const tooltip = overview?.problems.join("\n") || "No SIP message was found.";
    return { text: "$(pulse) No SIP", tooltip, command: undefined };
  }
  const { messages, errors, warnings, format, problems } = overview;
  const silenced = opened.suppressed === 0 ? [] : [`${count(opened.suppressed, "finding")} suppressed`];
  const text = `$(pulse) ${count(messages, "SIP message")}, ${count(errors, "error")}, ${count(warnings, "warning")}`;
  return { text, tooltip: [format, ...problems, ...silenced].join("\n"), command: "workbench.actions.view.problems" };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
