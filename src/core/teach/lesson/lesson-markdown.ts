/** The Markdown of lessons: no HTML, no pictures, and links that lead to RFCs or to files beside the lesson, nowhere else. */
import { lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { escapedLines, escapeXml } from "../../ladder/svg-text.js";
import { rfc } from "../../rules/rule.js";
import { rfcCitations } from "./rfc-citations.js";

/** Characters of one section; a long one has a few thousand. A longer one is shown as it is written. */
const LONGEST_SECTION = 30_000;
/** Quotations within quotations and lists within lists, or brackets and stars side by side: the time to read them grows with their square. */
const TOO_DEEP = /^(?:[ \t]*(?:>|[*+-][ \t]|\d{1,9}[.)][ \t])){16}|([[*_`~<])\1{32}/m;

/** Where an RFC may be read. */
const RFC_SITES = /^https:\/\/(?:www\.rfc-editor\.org|datatracker\.ietf\.org)\//;
/** No scheme, no host, no root: a file or a place within one. */
const RELATIVE = /^(?![a-z][a-z0-9+.-]*:|[/\\])[\w./%#-]+$/i;

export interface RenderOptions {
  /** The address of a file that a lesson links to; where it is undefined, the link's words stand without it. */
  readonly hrefOf?: (relative: string) => string | undefined;
}

/** Markup that is safe to show: what the text says, and none of its own. */
export function renderLesson(text: string, options: RenderOptions = {}): string {
  return new Writer(options).blocks(tokensOf(text));
}

/** The same without a paragraph around it, for one line. */
export function renderLessonLine(text: string, options: RenderOptions = {}): string {
  const [block] = tokensOf(text);
  const isLine = block?.type === "paragraph" && block.raw.length === text.length;
  return isLine ? new Writer(options).inline(block.tokens) : escapeXml(text);
}

function tokensOf(text: string): readonly MarkedToken[] {
  if (text.length > LONGEST_SECTION || TOO_DEEP.test(text)) return [asWritten(text)];
  return lexer(text) as MarkedToken[];
}

function asWritten(text: string): Tokens.Paragraph {
  return { type: "paragraph", raw: text, text, tokens: [{ type: "escape", raw: text, text }] };
}

class Writer {
  constructor(private readonly options: RenderOptions) {}

  blocks(tokens: readonly Token[]): string {
    return (tokens as readonly MarkedToken[]).map((token) => this.#block(token)).join("");
  }

  inline(tokens: readonly Token[] = []): string {
    return (tokens as readonly MarkedToken[]).map((token) => this.#inline(token)).join("");
  }

  #block(token: MarkedToken): string {
    switch (token.type) {
      case "space":
      case "def":
        return "";
      case "heading":
        return `<h${token.depth}>${this.inline(token.tokens)}</h${token.depth}>\n`;
      case "paragraph":
        return `<p>${this.inline(token.tokens)}</p>\n`;
      case "list":
        return this.#list(token);
      case "blockquote":
        return `<blockquote>\n${this.blocks(token.tokens)}</blockquote>\n`;
      case "code":
        return `<pre><code>${escapedLines(token.text)}\n</code></pre>\n`;
      case "table":
        return this.#table(token);
      case "hr":
        return "<hr>\n";
      case "html":
        return `<p>${escapedLines(token.raw.trim())}</p>\n`;
      default:
        return this.#inline(token);
    }
  }

  #list({ ordered, start, items }: Tokens.List): string {
    const tag = ordered ? "ol" : "ul";
    const first = ordered && start !== 1 && start !== "" ? ` start="${start}"` : "";
    return `<${tag}${first}>\n${items.map(({ tokens }) => `<li>${this.blocks(tokens)}</li>`).join("\n")}\n</${tag}>\n`;
  }

  #table({ header, rows }: Tokens.Table): string {
    const cells = (tag: string, row: readonly Tokens.TableCell[]) =>
      `<tr>${row.map(({ tokens }) => `<${tag}>${this.inline(tokens)}</${tag}>`).join("")}</tr>`;
    const body = rows.map((row) => cells("td", row)).join("\n");
    return `<table>\n<thead>${cells("th", header)}</thead>\n<tbody>\n${body}\n</tbody>\n</table>\n`;
  }

  #inline(token: MarkedToken): string {
    switch (token.type) {
      case "text":
        return token.tokens ? this.inline(token.tokens) : withCitations(token.text);
      case "escape":
        return escapedLines(token.text);
      case "strong":
      case "em":
      case "del":
        return `<${token.type}>${this.inline(token.tokens)}</${token.type}>`;
      case "codespan":
        return `<code>${escapedLines(token.text)}</code>`;
      case "br":
        return "<br>";
      case "link":
        return this.#link(token);
      default:
        return escapedLines(token.raw);
    }
  }

  #link({ href, tokens, raw }: Tokens.Link): string {
    if (!isAllowed(href)) return escapedLines(raw);
    const to = RFC_SITES.test(href) ? href : this.options.hrefOf?.(href);
    // A citation within a link would be a link within a link.
    const words = tokens
      .map((token) => (token.type === "text" ? escapedLines(token.raw) : this.inline([token])))
      .join("");
    return to === undefined ? words : `<a href="${escapeXml(to)}">${words}</a>`;
  }
}

function isAllowed(href: string): boolean {
  return RFC_SITES.test(href) || RELATIVE.test(href);
}

function withCitations(text: string): string {
  let html = "";
  let done = 0;
  for (const { number, section, start, end } of rfcCitations(text)) {
    html += `${escapedLines(text.slice(done, start))}<a href="${rfc(number, section).url}">${escapedLines(text.slice(start, end))}</a>`;
    done = end;
  }
  return html + escapedLines(text.slice(done));
}

/** A piece of a text: code, words, or the address of a link. */
export interface LessonPiece {
  readonly kind: "code" | "text" | "link";
  readonly content: string;
  /** 1-based, in the text. */
  readonly line: number;
}

/** What a text says, piece by piece; links that are not allowed are `text`, as they are shown. Code of several lines is left out. */
export function lessonPieces(text: string): LessonPiece[] {
  const pieces: LessonPiece[] = [];
  if (!TOO_DEEP.test(text)) gather(lexer(text), 1, pieces);
  return pieces;
}

function gather(tokens: readonly Token[], firstLine: number, pieces: LessonPiece[]): void {
  let line = firstLine;
  for (const token of tokens as readonly MarkedToken[]) {
    piece(token, line, pieces);
    line += token.raw.split("\n").length - 1;
  }
}

function piece(token: MarkedToken, line: number, pieces: LessonPiece[]): void {
  if (token.type === "image") pieces.push({ kind: "text", content: token.raw, line });
  else if (token.type === "codespan") pieces.push({ kind: "code", content: token.text, line });
  else if (token.type === "list") gather(token.items, line, pieces);
  else if (token.type === "table") {
    for (const [row, cells] of [token.header, [], ...token.rows].entries())
      for (const { tokens } of cells) gather(tokens, line + row, pieces);
  } else if (token.type === "link" && !isAllowed(token.href)) pieces.push({ kind: "text", content: token.raw, line });
  else {
    if (token.type === "link") pieces.push({ kind: "link", content: token.href, line });
    const inner = "tokens" in token ? token.tokens : undefined;
    if (inner) gather(inner, line, pieces);
    else if (token.type === "text")
      for (const [index, content] of token.text.split("\n").entries())
        pieces.push({ kind: "text", content, line: line + index });
    else if (token.type === "html") pieces.push({ kind: "text", content: token.raw, line });
  }
}
