/** The Call-ID of each message is a link to its ladder. */
import * as vscode from "vscode";
import { NUMBERS_A_MESSAGE } from "../worker/protocol.js";
import { linesAt } from "../worker/text-lines.js";
import { COMMANDS, LANGUAGE } from "./contributions.js";
import type { OpenTraces } from "./open-traces.js";

/** VS Code asks for all links of a text at once; beyond so many messages there are none. */
const MOST_LINKS = 5000;
/** Longer lines are no header that a person reads. */
const LONGEST_LINE = 1000;
/** Logs may print something before each line, which ends with a blank. */
const CALL_ID = /(?:^|\s)(?:Call-ID|i)[ \t]*:[ \t]*(\S+)/i;

class CallLink extends vscode.DocumentLink {
  override tooltip = "Show in Ladder";
  constructor(
    range: vscode.Range,
    readonly document: vscode.Uri,
  ) {
    super(range);
  }
}

export function registerDocumentLinks(traces: OpenTraces): vscode.Disposable {
  const provider: vscode.DocumentLinkProvider<CallLink> = {
    provideDocumentLinks(document) {
      const numbers = traces.documentOf(document.uri)?.model?.messages ?? new Uint32Array();
      const count = numbers.length / NUMBERS_A_MESSAGE;
      if (count > MOST_LINKS) return [];
      return Array.from({ length: count }, (_, nth) => linesAt(numbers, nth)).flatMap(({ startLine, endLine }) => {
        const link = linkIn(document, startLine, endLine);
        return link ? [link] : [];
      });
    },
    resolveDocumentLink(link) {
      const args = encodeURIComponent(JSON.stringify([link.document.toString(), link.range.start.line]));
      link.target = vscode.Uri.parse(`command:${COMMANDS.showInLadder}?${args}`);
      return link;
    },
  };
  return vscode.languages.registerDocumentLinkProvider({ language: LANGUAGE }, provider);
}

function linkIn(document: vscode.TextDocument, startLine: number, endLine: number): CallLink | undefined {
  for (let line = startLine + 1; line < Math.min(endLine, document.lineCount); line++) {
    const { text } = document.lineAt(line);
    const found = text.length > LONGEST_LINE ? null : CALL_ID.exec(text);
    if (!found) continue;
    const end = found.index + found[0].length;
    return new CallLink(new vscode.Range(line, end - found[1]!.length, line, end), document.uri);
  }
  return undefined;
}
