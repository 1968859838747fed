/** Writes a report as Markdown (GitHub's kind); nothing of a trace is markup in it. */
import { drawLadderMermaid } from "../../ladder/draw-mermaid.js";
import { visible, visibleLines } from "../../ladder/visible.js";
import { escapeMarkdown, proseToMarkdown } from "../rule-help.js";
import type { Block, Inline, Line } from "./block.js";

/** Ends with a line end. */
export function writeMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(blockText).filter(Boolean).join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${text(block.line)}`;
    case "paragraph":
      return lineText(block.line);
    case "list":
      return block.items.map((item) => `- ${lineText(item)}`).join("\n");
    case "table":
      return tableText(block.head, block.rows);
    case "quote":
      return visibleLines(block.text)
        .split("\n")
        .map((line) => `> ${lineText([line.trim()])}`.trimEnd())
        .join("\\\n");
    case "ladder":
      return fenced(drawLadderMermaid(block.view), "mermaid");
    case "message": {
      const lines = block.message.lines.map((line) => line.text);
      return `${text([{ strong: block.message.title }])}\n\n${fenced(lines.join("\n"), "text")}`;
    }
  }
}

function tableText(head: readonly string[], rows: readonly (readonly Line[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...rows.map((cells) => row(cells.map(text)))].join("\n");
}

/** A fence longer than any run of backticks in the content, which so cannot end it. */
function fenced(content: string, language: string): string {
  const longest = Math.max(2, ...(content.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${content.trimEnd()}\n${fence}`;
}

/** At the start of a line some signs begin a heading, a list or a rule. */
function lineText(line: Line): string {
  return text(line).replace(/^(\d{1,9})?([#+=~.)-])/, "$1\\$2");
}

function text(line: Line): string {
  return line.map(inlineText).join("").trim();
}

function inlineText(inline: Inline): string {
  if (typeof inline === "string") return escaped(inline);
  if ("strong" in inline) return inline.strong === "" ? "" : `**${escaped(inline.strong)}**`;
  if ("code" in inline) return codeSpan(visible(inline.code));
  if ("prose" in inline) return proseToMarkdown(visible(inline.prose), escaped);
  if ("severity" in inline) return `**${inline.severity}**`;
  return `[${escaped(inline.link)}](${inline.to})`;
}

/** Every sign stands for itself; no address becomes a link, whatever a viewer takes for one. */
function escaped(words: string): string {
  return escapeMarkdown(visible(words))
    .replace(/&/g, "&amp;")
    .replace(/:\/\//g, "\\://")
    .replace(/\bwww\./gi, (match) => `${match.slice(0, -1)}\\.`);
}

function codeSpan(code: string): string {
  if (code === "") return "";
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const isEdged = code.startsWith("`") || code.endsWith("`");
  // Within a table a bar ends the cell even in code.
  return `${fence}${isEdged ? " " : ""}${code.replaceAll("|", "\\|")}${isEdged ? " " : ""}${fence}`;
}
