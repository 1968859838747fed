/** The Markdown of lessons: no HTML, no pictures, and links that lead to RFCs or to files beside the lesson, nowhere else. */
import MarkdownIt from "markdown-it";
import { type RfcCitation, rfcCitations } from "./rfc-citations.js";

/** Where an RFC may be read. */
const RFC_SITES = /^https:\/\/(?:www\.rfc-editor\.org|datatracker\.ietf\.org)\//;
/** No scheme, no host, no root: a file or a place within one. */
const RELATIVE = /^(?![a-z][a-z0-9+.-]*:|[/\\])[\w./%#-]+$/i;

export interface RenderOptions {
  /** The address of a file that a lesson links to; where it is undefined, the link's words stand without it. */
  readonly hrefOf?: (relative: string) => string | undefined;
}

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
markdown.disable(["image", "autolink"]);
markdown.validateLink = (url) => RFC_SITES.test(url) || RELATIVE.test(url);

type Token = ReturnType<typeof markdown.parse>[number];

/** Citations become links, unless they stand in one. */
markdown.core.ruler.push("rfc-citations", (state) => {
  for (const block of state.tokens) {
    let links = 0;
    block.children = (block.children ?? []).flatMap((token) => {
      if (token.type === "link_open") links++;
      if (token.type === "link_close") links--;
      return token.type === "text" && links === 0
        ? withCitations(token, (name, tag, nesting) => new state.Token(name, tag, nesting))
        : [token];
    });
  }
});

function withCitations(text: Token, make: (name: string, tag: string, nesting: -1 | 0 | 1) => Token): Token[] {
  const tokens: Token[] = [];
  const words = (content: string) => {
    if (content !== "") tokens.push(Object.assign(make("text", "", 0), { content }));
  };
  let end = 0;
  for (const citation of rfcCitations(text.content)) {
    words(text.content.slice(end, citation.start));
    tokens.push(Object.assign(make("link_open", "a", 1), { attrs: [["href", rfcUrl(citation)]] }));
    words(text.content.slice(citation.start, citation.end));
    tokens.push(make("link_close", "a", -1));
    ({ end } = citation);
  }
  words(text.content.slice(end));
  return tokens;
}

function rfcUrl({ number, section }: RfcCitation): string {
  return `https://www.rfc-editor.org/rfc/rfc${number}${section === undefined ? "" : `#section-${section}`}`;
}

markdown.renderer.rules["link_open"] = (tokens, index, _options, env: RenderOptions) => {
  const href = tokens[index]?.attrGet("href") ?? "";
  const to = RFC_SITES.test(href) ? href : env.hrefOf?.(href);
  return to === undefined ? "<a>" : `<a href="${markdown.utils.escapeHtml(to)}">`;
};

/** Markup that is safe to show: what the text says, and none of its own. */
export function renderLesson(text: string, options: RenderOptions = {}): string {
  return markdown.render(text, options);
}

/** The same without a paragraph around it, for one line. */
export function renderLessonLine(text: string, options: RenderOptions = {}): string {
  return markdown.renderInline(text, options);
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
  return markdown.parse(text, {}).flatMap(({ children, map }) => {
    let line = (map?.[0] ?? 0) + 1;
    return (children ?? []).flatMap((token): LessonPiece[] => {
      if (token.type === "softbreak" || token.type === "hardbreak") line++;
      if (token.type === "code_inline") return [{ kind: "code", content: token.content, line }];
      if (token.type === "link_open") return [{ kind: "link", content: token.attrGet("href") ?? "", line }];
      return token.type === "text" ? [{ kind: "text", content: token.content, line }] : [];
    });
  });
}
