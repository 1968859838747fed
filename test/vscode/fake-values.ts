/** The plain values of the `vscode` module that src/vscode/ makes: places in a text, and what providers give back. */
import type { FakeUri } from "./fake-uri.js";

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
  isAfter(other: Position): boolean {
    return this.line > other.line || (this.line === other.line && this.character > other.character);
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(start: Position | number, end: Position | number, endLine?: number, endCharacter?: number) {
    this.start = typeof start === "number" ? new Position(start, end as number) : start;
    this.end = typeof start === "number" ? new Position(endLine!, endCharacter!) : (end as Position);
  }
  intersection(other: Range): Range | undefined {
    const start = this.start.isAfter(other.start) ? this.start : other.start;
    const end = this.end.isAfter(other.end) ? other.end : this.end;
    return start.isAfter(end) ? undefined : new Range(start, end);
  }
  contains(position: Position): boolean {
    return !this.start.isAfter(position) && !position.isAfter(this.end);
  }
  isEqual(other: Range): boolean {
    return JSON.stringify([this.start, this.end]) === JSON.stringify([other.start, other.end]);
  }
}

export class Selection extends Range {
  get active(): Position {
    return this.end;
  }
}

export class Location {
  constructor(
    readonly uri: FakeUri,
    readonly range: Range,
  ) {}
}
export class DiagnosticRelatedInformation {
  constructor(
    readonly location: Location,
    readonly message: string,
  ) {}
}
export class Diagnostic {
  source?: string;
  code?: { value: string; target: FakeUri };
  relatedInformation?: DiagnosticRelatedInformation[];
  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 } as const;

export class CodeAction {
  command?: { title: string; command: string; arguments: unknown[] };
  diagnostics?: Diagnostic[];
  constructor(
    readonly title: string,
    readonly kind: string,
  ) {}
}
export const CodeActionKind = { QuickFix: "quickfix" } as const;

export class LanguageModelTextPart {
  constructor(readonly value: string) {}
}
export class LanguageModelToolResult {
  constructor(readonly content: LanguageModelTextPart[]) {}
}

/** Insertions alone. */
export class WorkspaceEdit {
  readonly inserted: { uri: string; position: Position; text: string }[] = [];
  insert(uri: FakeUri, position: Position, text: string): void {
    this.inserted.push({ uri: uri.toString(), position, text });
  }
}

export class MarkdownString {
  value = "";
  isTrusted?: { enabledCommands: readonly string[] };
  appendText(text: string): this {
    this.value += text.replace(/[\\`*_{}[\]()#+\-!~<>]/g, "\\$&");
    return this;
  }
  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}
export class Hover {
  constructor(
    readonly contents: MarkdownString[],
    readonly range?: Range,
  ) {}
}

export class CodeLens {
  constructor(
    readonly range: Range,
    public command?: { title: string; command: string; arguments: unknown[] },
  ) {}
}

export class DocumentLink {
  target?: { toString(): string };
  constructor(readonly range: Range) {}
}

export class InlayHint {
  paddingRight?: boolean;
  tooltip?: string;
  constructor(
    readonly position: Position,
    readonly label: string,
  ) {}
}

export class DocumentHighlight {
  constructor(
    readonly range: Range,
    readonly kind: number,
  ) {}
}
export const DocumentHighlightKind = { Text: 0, Read: 1, Write: 2 } as const;

export class FoldingRange {
  constructor(
    readonly start: number,
    readonly end: number,
    readonly kind?: number,
  ) {}
}
export const FoldingRangeKind = { Comment: 1, Imports: 2, Region: 3 } as const;

export class DocumentSymbol {
  children: DocumentSymbol[] = [];
  constructor(
    readonly name: string,
    readonly detail: string,
    readonly kind: number,
    readonly range: Range,
    readonly selectionRange: Range,
  ) {}
}
export const SymbolKind = { Method: 5, Property: 6, Event: 23 } as const;
export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;
export const ViewColumn = { Active: -1, Beside: -2, One: 1 } as const;
export const TextEditorRevealType = { Default: 0, InCenterIfOutsideViewport: 2 } as const;
export const StatusBarAlignment = { Left: 1, Right: 2 } as const;
export const ConfigurationTarget = { Global: 1, Workspace: 2 } as const;
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;
export class TreeItem {
  description = "";
  contextValue = "";
  constructor(
    readonly label: string,
    readonly collapsibleState: number = TreeItemCollapsibleState.None,
  ) {}
}
export class ThemeColor {
  constructor(readonly id: string) {}
}
export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}
export const FilePermission = { Readonly: 1 } as const;
export const FileType = { File: 1, Directory: 2, SymbolicLink: 64 } as const;
