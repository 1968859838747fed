/** A text that is open in the fake editor, and what was asked of it. */
import type { FakeUri } from "./fake-uri.js";
import { Position, Range } from "./fake-values.js";

export class FakeDocument {
  #lines: string[];
  #lineEnd: string;
  version = 1;
  /** The most characters that were asked for at once. */
  mostAsked = 0;
  /** How many lines were asked for one by one. */
  linesAsked = 0;
  constructor(
    readonly uri: FakeUri,
    public languageId: string,
    private text: string,
  ) {
    this.#lines = text.split(/\r?\n/);
    this.#lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  }
  set content(text: string) {
    this.text = text;
    this.#lines = text.split(/\r?\n/);
    this.#lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
    this.version++;
  }
  get lineCount(): number {
    return this.#lines.length;
  }
  getText(range?: Range): string {
    if (!range) {
      this.mostAsked = Math.max(this.mostAsked, this.text.length);
      return this.text;
    }
    const { start, end } = { start: this.validatePosition(range.start), end: this.validatePosition(range.end) };
    const lines = this.#lines.slice(start.line, end.line + 1);
    lines[lines.length - 1] = lines.at(-1)!.slice(0, end.character);
    lines[0] = lines[0]!.slice(start.character);
    const part = lines.join(this.#lineEnd);
    this.mostAsked = Math.max(this.mostAsked, part.length);
    return part;
  }
  lineAt(at: Position | number): { range: Range; text: string } {
    this.linesAsked++;
    const line = typeof at === "number" ? at : at.line;
    const text = this.#lines[line]!;
    return { range: new Range(line, 0, line, text.length), text };
  }
  validatePosition({ line, character }: Position): Position {
    const kept = Math.min(line, this.#lines.length - 1);
    if (kept < line) return new Position(kept, this.#lines[kept]!.length);
    return new Position(kept, Math.min(character, this.#lines[kept]!.length));
  }
}
