/** Numbers and text of a trace as they may stand in an SVG. */
import { visible } from "./visible.js";

/** A tenth of a pixel is finer than anybody sees. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

export function escapedLines(text: string): string {
  return text.split("\n").map(escapeXml).join("\n");
}

/** Markup of the trace becomes text; controls are pictured, since XML forbids them even when escapeXml. */
export function escapeXml(text: string): string {
  return visible(text)
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
