/** Above each message of a text: what it answers and how long that took, its findings, the way to the ladder, and what to compare it with. */
import * as vscode from "vscode";
import type { Lens } from "../core/teach/lens.js";
import { NUMBERS_A_MESSAGE, type PlacedFinding } from "../worker/protocol.js";
import { linesAt, type MessageLines } from "../worker/text-lines.js";
import { COMMANDS, LANGUAGE, SETTINGS } from "./contributions.js";
import { toRange } from "./convert.js";
import type { OpenTraces } from "./open-traces.js";
import { changesSetting, codeLensEnabled } from "./settings.js";
import { compareMessages, showMessage } from "./show-text.js";

/** Texts of more messages get one lens a message, filled when it comes into view: VS Code lays all of them out at once. */
const MOST_FULL = 2000;
const MOST_LENSES = 20_000;

/** A lens whose words are asked for when it is seen. */
class LazyLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly document: vscode.Uri,
    readonly message: number,
  ) {
    super(range);
  }
}

export function registerCodeLens(traces: OpenTraces): vscode.Disposable {
  const onDidChange = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: onDidChange.event,
    async provideCodeLenses({ uri }) {
      const shown = traces.documentOf(uri);
      if (shown?.trace.state.kind !== "analysed" || !shown.model || !codeLensEnabled(shown.trace.uri)) return [];
      const messages = messagesOf(shown.model.messages);
      if (messages.length > MOST_LENSES) return [];
      if (messages.length > MOST_FULL) return messages.map((each) => new LazyLens(rangeOf(each), uri, each.message));
      const lenses = await shown.trace.lenses(messages.map(({ message }) => message));
      // Meanwhile somebody may have begun to guess.
      const findings = traces.documentOf(uri)?.model?.findings ?? [];
      return messages.flatMap((each, index) => lensesOf(each, lenses[index], findings, uri));
    },
    async resolveCodeLens(lens) {
      if (!(lens instanceof LazyLens)) return lens;
      const [told] = (await traces.documentOf(lens.document)?.trace.lenses([lens.message])) ?? [];
      lens.command = exchangeCommand(told, lens.document) ?? ladderCommand(lens.document, lens.range.start.line);
      return lens;
    },
  };
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    onDidChange,
    vscode.languages.registerCodeLensProvider({ language: LANGUAGE }, provider),
    traces.onDidChange(({ state }) => {
      if (state.kind === "analysed") onDidChange.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (changesSetting(event, SETTINGS.codeLensEnabled)) onDidChange.fire();
    }),
    registerCommand(COMMANDS.goToMessage, async (document: string, message: number) => {
      const shown = traces.documentOf(vscode.Uri.parse(document, true));
      if (shown) await showMessage(shown.trace, message, true);
    }),
    registerCommand(COMMANDS.showInLadder, showInLadder),
    registerCommand(COMMANDS.compareWith, (document: string, message: number) =>
      compareWith(traces, document, message),
    ),
  );
}

function messagesOf(numbers: Uint32Array): MessageLines[] {
  return Array.from({ length: numbers.length / NUMBERS_A_MESSAGE }, (_, nth) => linesAt(numbers, nth));
}

function rangeOf({ startLine }: MessageLines): vscode.Range {
  return new vscode.Range(startLine, 0, startLine, 0);
}

function lensesOf(
  lines: MessageLines,
  lens: Lens | undefined,
  findings: readonly PlacedFinding[],
  document: vscode.Uri,
): vscode.CodeLens[] {
  const range = rangeOf(lines);
  const commands: (vscode.Command | undefined)[] = [
    exchangeCommand(lens, document),
    findingsCommand(lines, findings, document),
    ladderCommand(document, lines.startLine),
  ];
  if (lens && lens.comparisons.length > 0) {
    const args = [document.toString(), lines.message];
    commands.push({ title: "Compare with…", command: COMMANDS.compareWith, arguments: args });
  }
  return commands.flatMap((command) => (command ? [new vscode.CodeLens(range, command)] : []));
}

/** Leads to the message that the words are about. Without one they are words alone. */
function exchangeCommand(lens: Lens | undefined, document: vscode.Uri): vscode.Command | undefined {
  if (!lens || lens.words === "") return undefined;
  const title = plainTitle(lens.words);
  if (lens.other === null) return { title, command: "" };
  return { title, command: COMMANDS.goToMessage, arguments: [document.toString(), lens.other] };
}

function ladderCommand(document: vscode.Uri, line: number): vscode.Command {
  return { title: "Show in Ladder", command: COMMANDS.showInLadder, arguments: [document.toString(), line] };
}

function findingsCommand(
  { startLine, endLine }: MessageLines,
  findings: readonly PlacedFinding[],
  document: vscode.Uri,
): vscode.Command | undefined {
  const own = findings.filter(({ range }) => range.start.line >= startLine && range.start.line < endLine);
  const first = own.find(({ view }) => view.severity === "error") ?? own[0];
  if (!first) return undefined;
  const title = own.length === 1 ? `Finding: ${first.view.title}` : `${own.length} findings`;
  return { title, command: COMMANDS.goToPlace, arguments: [document.toString(), first.range] };
}

/** `$(name)` in a title is drawn as an icon; a trace must not draw any. */
function plainTitle(text: string): string {
  return text.replaceAll("$(", "$ (");
}

/** The ladder opens at the message of the cursor, and follows it. */
async function showInLadder(document: string, line: number): Promise<void> {
  const uri = vscode.Uri.parse(document, true);
  const start = { line, character: 0 };
  const text = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(text, { selection: toRange({ start, end: start }) });
  await vscode.commands.executeCommand(COMMANDS.openLadder, uri);
}

async function compareWith(traces: OpenTraces, document: string, message: number): Promise<void> {
  const trace = traces.documentOf(vscode.Uri.parse(document, true))?.trace;
  const [lens] = (await trace?.lenses([message])) ?? [];
  if (!trace || !lens) return;
  const items = lens.comparisons.map(({ label, message: other }) => ({ label: plainTitle(label), other }));
  const [only] = items;
  const picked =
    items.length === 1 ? only : await vscode.window.showQuickPick(items, { title: "Compare This Message With" });
  if (picked) await compareMessages(trace, picked.other, message);
}
