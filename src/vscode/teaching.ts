/** The commands that take a digest apart and play with the timers of a registration, and the ways to them from a text. */
import * as vscode from "vscode";
import type { TeachingSubject, ToTeachingPage } from "../view/teaching.js";
import type { WhatIfChange } from "../view/what-if.js";
import { ALL } from "../worker/protocol.js";
import { COMMANDS, LANGUAGE } from "./contributions.js";
import { refusesWhileGuessing } from "./guessing.js";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";
import { TeachingPanels } from "./teaching-panel.js";
import { registerTeachingRestore } from "./teaching-restore.js";
import type { TracePages } from "./trace-pages.js";

const ACTION = "Digest step by step";

/** What a page or a link names: the trace or text by its address, and a message, line or ladder. */
interface Target {
  readonly trace: string;
  readonly message?: number;
  readonly line?: number;
  readonly key?: string;
  /** What a lesson begins the simulation with. */
  readonly change?: WhatIfChange;
  /** What a lesson tells of its laboratory. */
  readonly password?: string;
}

interface Subject {
  readonly trace: OpenTrace;
  readonly message: number | undefined;
  /** Of a ladder; undefined where only a message is meant. */
  readonly key: string | undefined;
}

export function registerTeaching(traces: OpenTraces, pages: TracePages, extension: vscode.Uri): vscode.Disposable {
  const panels = new TeachingPanels(extension);
  const subjectOf = (target: unknown) => (isTarget(target) ? named(traces, target) : inFront(traces, pages));

  const digestWalk = async (target: unknown) => {
    const subject = subjectOf(target);
    if (!subject) return say(NO_TRACE);
    const { trace, message } = subject;
    if (refusesWhileGuessing(trace)) return;
    const told = await digestOf(trace, message ?? 0, isTarget(target) ? target.password : undefined);
    if (told) panels.show(trace, told);
    else say("No digest credentials belong to this message. Choose a request with Authorization, or a 401 or 407.");
  };
  const whatIf = async (target: unknown) => {
    const subject = subjectOf(target);
    if (!subject) return say(NO_TRACE);
    const { trace, message, key } = subject;
    if (refusesWhileGuessing(trace)) return;
    const row = key ?? (message === undefined ? null : await trace.rowOf(message));
    const told = row === null ? null : await timersOf(trace, row, isTarget(target) ? target.change : undefined);
    if (told) panels.show(trace, told);
    else say("No registration is chosen. Choose one in the overview, or one of its messages.");
  };

  const credentialsLine = (document: vscode.TextDocument, line: number): Target | undefined =>
    traces.documentOf(document.uri) && CREDENTIALS.test(document.lineAt(line).text)
      ? { trace: document.uri.toString(), line }
      : undefined;
  const actions: vscode.CodeActionProvider = {
    provideCodeActions(document, range) {
      const target = credentialsLine(document, range.start.line);
      if (!target) return [];
      const action = new vscode.CodeAction(ACTION, vscode.CodeActionKind.QuickFix);
      action.command = { title: ACTION, command: COMMANDS.digestWalk, arguments: [target] };
      return [action];
    },
  };
  // Where a captured text is read-only VS Code offers no actions: there the same stands as a link.
  const hovers: vscode.HoverProvider = {
    provideHover(document, position) {
      const target = credentialsLine(document, position.line);
      if (!target) return undefined;
      const text = new vscode.MarkdownString();
      text.isTrusted = { enabledCommands: [COMMANDS.digestWalk] };
      const query = encodeURIComponent(JSON.stringify([target]))
        .replaceAll("(", "%28")
        .replaceAll(")", "%29");
      return new vscode.Hover([text.appendMarkdown(`[${ACTION}](command:${COMMANDS.digestWalk}?${query})`)]);
    },
  };
  const { languages, commands } = vscode;
  return vscode.Disposable.from(
    panels,
    registerTeachingRestore(traces, panels, ({ message, key, change }, trace) =>
      message === undefined ? timersOf(trace, key ?? ALL, change) : digestOf(trace, message),
    ),
    traces.onDidChange((trace) => {
      if (trace.isGuessing) panels.close(trace);
    }),
    languages.registerCodeActionsProvider({ language: LANGUAGE }, actions, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    languages.registerHoverProvider({ language: LANGUAGE }, hovers),
    commands.registerCommand(COMMANDS.digestWalk, digestWalk),
    commands.registerCommand(COMMANDS.whatIf, whatIf),
  );
}

async function digestOf(trace: OpenTrace, message: number, password?: string): Promise<ToTeachingPage | null> {
  const view = await trace.digestWalk(message);
  return view && { type: "digestWalk", subject: { ...nameOfTrace(trace), message }, view, password };
}

async function timersOf(trace: OpenTrace, key: string, change?: WhatIfChange): Promise<ToTeachingPage | null> {
  const view = await trace.whatIf(key, change);
  return view && { type: "whatIf", subject: { ...nameOfTrace(trace), key, change }, view };
}

function nameOfTrace({ uri, kind }: OpenTrace): TeachingSubject {
  return { trace: uri.toString(), kind };
}

/** A header line of a challenge or of credentials, also behind what a log prints before it. */
const CREDENTIALS = /\b(?:(?:Proxy-)?Authorization|(?:WWW|Proxy)-Authenticate)\s*:\s*Digest\b/i;

const NO_TRACE = "No trace is shown. Open a capture or a SIP log.";

function say(sentence: string): void {
  void vscode.window.showInformationMessage(sentence);
}

/** Commands may be run by keys with whatever arguments. */
function isTarget(target: unknown): target is Target {
  return typeof target === "object" && target !== null && "trace" in target && typeof target.trace === "string";
}

function named(traces: OpenTraces, { trace: address, message, line, key }: Target): Subject | undefined {
  const uri = vscode.Uri.parse(address, true);
  const shown = traces.documentOf(uri);
  const trace = shown?.trace ?? traces.capture(uri);
  if (!trace) return undefined;
  const atLine = shown && line !== undefined ? trace.messageAt(shown.selection, line) : undefined;
  return { trace, message: message ?? atLine, key };
}

/** The text that has the keyboard, at its cursor; else the page in front. */
function inFront(traces: OpenTraces, pages: TracePages): Subject | undefined {
  const editor = vscode.window.activeTextEditor;
  const text = editor && traces.documentOf(editor.document.uri);
  if (text) {
    const message = text.trace.messageAt(text.selection, editor.selection.active.line);
    return { trace: text.trace, message, key: undefined };
  }
  return pages.front?.shown;
}
