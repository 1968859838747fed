/** Ways through a text by its words: to where a word comes from, and to everything that belongs with it. */
import * as vscode from "vscode";
import type { PlacedPassage } from "../worker/protocol.js";
import { LANGUAGE } from "./contributions.js";
import { toRange, toTextPosition } from "./convert.js";
import type { OpenTraces, TraceDocument } from "./open-traces.js";

export function registerNavigation(traces: OpenTraces): vscode.Disposable {
  const analysed = (uri: vscode.Uri): TraceDocument | undefined => {
    const shown = traces.documentOf(uri);
    return shown?.trace.state.kind === "analysed" && shown.model ? shown : undefined;
  };
  const passagesAt = async (uri: vscode.Uri, position: vscode.Position, highlights: boolean) => {
    const shown = analysed(uri);
    return shown ? await shown.trace.references(shown.selection, toTextPosition(position), highlights) : [];
  };

  const definitions: vscode.DefinitionProvider = {
    async provideDefinition({ uri }, position) {
      const shown = analysed(uri);
      const found = shown && (await shown.trace.definition(shown.selection, toTextPosition(position)));
      if (!found) return undefined;
      return [{ originSelectionRange: toRange(found.from), targetUri: uri, targetRange: toRange(found.to.range) }];
    },
  };
  const references: vscode.ReferenceProvider = {
    async provideReferences({ uri }, position) {
      const passages = await passagesAt(uri, position, false);
      return passages.map(({ range }) => new vscode.Location(uri, toRange(range)));
    },
  };
  const highlights: vscode.DocumentHighlightProvider = {
    async provideDocumentHighlights({ uri }, position) {
      return (await passagesAt(uri, position, true)).map(toHighlight);
    },
  };
  const selector = { language: LANGUAGE };
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(selector, definitions),
    vscode.languages.registerReferenceProvider(selector, references),
    vscode.languages.registerDocumentHighlightProvider(selector, highlights),
  );
}

function toHighlight({ range }: PlacedPassage): vscode.DocumentHighlight {
  return new vscode.DocumentHighlight(toRange(range), vscode.DocumentHighlightKind.Read);
}
