/** Tells SIP logs among plain texts by their content, so that any `.log` may be one and no other is touched. */
import * as vscode from "vscode";
import { COMMANDS, LANGUAGE } from "./contributions.js";
import { detectsLogs } from "./settings.js";
import { startLineExcerpts } from "./start-line-excerpts.js";

/** Languages of texts that nothing has claimed: VS Code itself calls `*.log` "log". */
const UNCLAIMED: readonly string[] = ["plaintext", "log"];
export const LOG_SUFFIX = /\.(?:siplog|sip|siptrace|log|txt)(?:\.\d{1,4})?$/i;
/** How much of a text is looked at; logs of busy servers begin with pages of start-up. */
export const LOOK_OCTETS = 256 * 1024;
/** Enough lines for that many characters of any log. */
const LOOK_LINES = 4000;
/** Later parts that are looked at as well, evenly spread to the end, and the lines of each: some write SIP only after an hour. */
const LATER_PARTS = 4;
const LATER_LINES = 400;

export function registerDetectLanguage(): vscode.Disposable {
  // A text keeps its object when its language changes: one that the user set back is not changed again.
  const seen = new WeakSet<vscode.TextDocument>();
  const look = async (document: vscode.TextDocument) => {
    if (seen.has(document)) return;
    seen.add(document);
    if (!UNCLAIMED.includes(document.languageId) || !LOG_SUFFIX.test(document.uri.path)) return;
    if (detectsLogs(document.uri) && (await holdsSip(document))) await treatAsLog(document);
  };
  for (const document of vscode.workspace.textDocuments) void look(document);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => void look(document)),
    vscode.commands.registerCommand(COMMANDS.treatAsLog, async () => {
      const document = vscode.window.activeTextEditor?.document;
      if (document) await treatAsLog(document);
      else void vscode.window.showInformationMessage("No text is open that could be read as a SIP log.");
    }),
  );
}

function treatAsLog(document: vscode.TextDocument): Thenable<unknown> {
  return vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
}

async function holdsSip(document: vscode.TextDocument): Promise<boolean> {
  for (const text of partsOf(document)) if (await holdsSipText(text)) return true;
  return false;
}

/** @param part the beginning of a text, or some lines of it. */
export async function holdsSipText(part: string): Promise<boolean> {
  // Nearly every text that is no log of SIP has none, and costs a search.
  for (const excerpt of startLineExcerpts(part)) {
    const { detectLogFormat } = await import("../core/log/detect.js");
    if (detectLogFormat(new TextEncoder().encode(excerpt))) return true;
  }
  return false;
}

function* partsOf(document: vscode.TextDocument): Generator<string> {
  yield textOf(document, 0, LOOK_LINES);
  const rest = document.lineCount - LOOK_LINES;
  if (rest <= 0) return;
  for (let part = 1; part <= LATER_PARTS; part++) {
    const end = LOOK_LINES + Math.floor((rest * part) / LATER_PARTS);
    yield textOf(document, Math.max(LOOK_LINES, end - LATER_LINES), end);
  }
}

/** Some write lines of a megabyte: no more is taken than will be looked at. */
function textOf(document: vscode.TextDocument, from: number, to: number): string {
  const lines: string[] = [];
  let left = LOOK_OCTETS;
  for (let line = from; line < Math.min(to, document.lineCount) && left > 0; line++) {
    const text = document.lineAt(line).text.slice(0, left);
    lines.push(text);
    left -= text.length + 1;
  }
  return lines.join("\n");
}
