/** Explains the word under the pointer: header, parameter, method, status or value, and what it means where it stands. */
import * as vscode from "vscode";
import type { Sentence } from "../core/teach/explanation.js";
import type { PlacedExplanation } from "../worker/protocol.js";
import { LANGUAGE } from "./contributions.js";
import { toRange, toTextPosition } from "./convert.js";
import type { OpenTraces } from "./open-traces.js";

export function registerWordHover(traces: OpenTraces): vscode.Disposable {
  const provider: vscode.HoverProvider = {
    async provideHover(document, position) {
      const shown = traces.documentOf(document.uri);
      if (shown?.trace.state.kind !== "analysed" || !shown.model) return undefined;
      const explanation = await shown.trace.explain(shown.selection, toTextPosition(position));
      if (!explanation) return undefined;
      // What it means here would tell what is wrong with it.
      const told = shown.trace.isGuessing ? { ...explanation, here: [] } : explanation;
      return new vscode.Hover([toMarkdown(told)], toRange(explanation.range));
    },
  };
  return vscode.languages.registerHoverProvider({ language: LANGUAGE }, provider);
}

/** Not trusted: it holds values of the trace, and no command. */
function toMarkdown({ title, what, here, sources }: PlacedExplanation): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  appendSentence(text, title);
  text.appendMarkdown("\n\n").appendText(what);
  for (const sentence of here) {
    text.appendMarkdown("\n\n- ");
    appendSentence(text, sentence);
  }
  const links = sources.map(({ label, url }) => `[${label}](${url})`);
  return text.appendMarkdown(`\n\n${links.join(" · ")}`);
}

/** Values stand as code: there Markdown knows no links, and no marks but the backtick. */
function appendSentence(text: vscode.MarkdownString, sentence: Sentence): void {
  for (const [index, part] of sentence.entries()) {
    if (index % 2 === 0) text.appendText(part);
    else if (part !== "") text.appendMarkdown(inCode(part));
  }
}

/** As CommonMark has it: a fence longer than any run of backticks within, and blanks that it takes off again. */
function inCode(value: string): string {
  const longest = Math.max(0, ...(value.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const blank = /^[` ]|[` ]$/.test(value) ? " " : "";
  return `${fence}${blank}${value}${blank}${fence}`;
}
