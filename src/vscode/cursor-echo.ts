/** Tells a cursor that a page moved from one that a person moved: the first must not move the ladder in turn. */
import type * as vscode from "vscode";

/** Moves on their way at once; of keys held down the oldest have long arrived. */
const MOST_MOVES = 20;

/** The oldest first. */
const moves: { readonly uri: string; readonly line: number }[] = [];

/** A page is about to put the cursor there. An editor that opens for it may take a second, while the ladder moves on. */
export function expectCursor(uri: vscode.Uri, line: number): void {
  moves.push({ uri: uri.toString(), line });
  if (moves.length > MOST_MOVES) moves.shift();
}

/** Whether a page put the cursor there. Moves before that one, which the editor may have left out, are forgotten. */
export function isExpectedCursor(uri: vscode.Uri, line: number): boolean {
  const at = moves.findIndex((move) => move.line === line && move.uri === uri.toString());
  moves.splice(0, at + 1);
  return at >= 0;
}
