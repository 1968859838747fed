/** Colours text as the editor does: the grammars of `syntaxes/` in VS Code's own TextMate engine. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

export interface Token {
  readonly start: number;
  readonly end: number;
  /** From the outermost to the innermost. */
  readonly scopes: readonly string[];
}

const GRAMMARS: Readonly<Record<string, string>> = {
  "source.sip-trace": "sip-trace.tmLanguage.json",
  "markdown.sip-trace.codeblock": "markdown-injection.json",
};

/** A Markdown of one rule, to inject into; VS Code's own is not ours to ship. */
const PLAIN_MARKDOWN = JSON.stringify({
  scopeName: "text.html.markdown",
  patterns: [{ match: "^#.*$", name: "markup.heading.markdown" }],
});

function loadOniguruma(): Promise<textmate.IOnigLib> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm"));
  return oniguruma.loadWASM(wasm).then(() => ({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }));
}

const registry = new textmate.Registry({
  onigLib: loadOniguruma(),
  loadGrammar: (scope) => {
    if (scope === "text.html.markdown") return Promise.resolve(textmate.parseRawGrammar(PLAIN_MARKDOWN, "plain.json"));
    const file = GRAMMARS[scope];
    if (!file) return Promise.resolve(null);
    const url = new URL(`../../syntaxes/${file}`, import.meta.url);
    return Promise.resolve(textmate.parseRawGrammar(readFileSync(url, "utf8"), file));
  },
  getInjections: (scope) => (scope === "text.html.markdown" ? ["markdown.sip-trace.codeblock"] : undefined),
});

/** One list of tokens a line. */
export async function tokenize(lines: readonly string[], scopeName = "source.sip-trace"): Promise<Token[][]> {
  const grammar = await registry.loadGrammar(scopeName);
  if (!grammar) throw new Error(`no grammar ${scopeName}`);
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({ start: startIndex, end: endIndex, scopes }));
  });
}
