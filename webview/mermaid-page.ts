/** The preview of a ladder as Mermaid draws it: a page of its own, since Mermaid writes styles into what it draws. */
import mermaid from "mermaid";
import type { FromMermaidPage, ToMermaidPage } from "../src/view/mermaid.js";
import { mermaidTheme } from "./mermaid-theme.js";
import "./mermaid.css";

declare function acquireVsCodeApi(): {
  postMessage(message: FromMermaidPage): void;
  getState(): { readonly isFitted?: boolean } | undefined;
  setState(state: { readonly isFitted: boolean }): void;
};

/** What Mermaid draws unless it is set otherwise (its `maxTextSize`): most viewers leave it so. */
const VIEWERS_LIMIT = 50_000;
/** Mermaid measures every label in the page, which answers nothing meanwhile: a thousand arrows take a second or two, and this is some seven thousand. */
const LONGEST_TEXT = 300_000;

const host = acquireVsCodeApi();
const app = document.getElementById("app")!;
const head = app.appendChild(document.createElement("header"));
const notice = head.appendChild(document.createElement("p"));
notice.setAttribute("role", "status");
const picture = app.appendChild(document.createElement("div"));
picture.className = "picture";
// Scrolled by keyboard.
picture.tabIndex = 0;
picture.setAttribute("role", "region");
const fit = head.appendChild(document.createElement("button"));
fit.textContent = "Fit to width";
fit.title = "Shrink the diagram to the width of this editor";
fit.addEventListener("click", () => fitToWidth(fit.getAttribute("aria-pressed") !== "true"));
fitToWidth(host.getState()?.isFitted === true);

let shown: ToMermaidPage | undefined;
/** Counts drawings: each has an id of its own, and one that was overtaken is not shown. */
let drawings = 0;

function fitToWidth(isFitted: boolean): void {
  fit.setAttribute("aria-pressed", String(isFitted));
  picture.classList.toggle("is-fitted", isFitted);
  host.setState({ isFitted });
}

async function draw(): Promise<void> {
  if (!shown) return;
  const { title, text } = shown;
  const drawing = ++drawings;
  picture.setAttribute("aria-label", `Mermaid diagram of ${title}`);
  notice.textContent = noticeOn(text.length);
  if (text.length > LONGEST_TEXT) {
    picture.replaceChildren();
    return;
  }
  configure(text.length);
  try {
    const { svg } = await mermaid.render(`diagram-${drawing}`, text);
    if (drawing !== drawings) return;
    picture.replaceChildren(...new DOMParser().parseFromString(svg, "text/html").body.children);
  } catch (error) {
    if (drawing !== drawings) return;
    picture.replaceChildren();
    notice.textContent = `Mermaid could not draw this ladder: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function configure(maxTextSize: number): void {
  const { classList } = document.body;
  const isDark = !classList.contains("vscode-light") && !classList.contains("vscode-high-contrast-light");
  const style = getComputedStyle(document.body);
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    htmlLabels: false,
    suppressErrorRendering: true,
    maxTextSize,
    theme: "base",
    themeVariables: mermaidTheme(style, isDark),
    fontFamily: style.fontFamily,
    // Wide ladders are scrolled, not shrunk until nobody can read them, unless somebody asks for it.
    sequence: { useMaxWidth: false },
  });
}

function noticeOn(length: number): string {
  const count = (characters: number) => characters.toLocaleString("en");
  if (length > LONGEST_TEXT) {
    return `This ladder is too long to be previewed: its Mermaid text has ${count(length)} characters, and a preview at most ${count(LONGEST_TEXT)}. Exporting it as Mermaid or SVG leaves nothing out.`;
  }
  if (length > VIEWERS_LIMIT) {
    return `The Mermaid text has ${count(length)} characters. Most viewers draw at most ${count(VIEWERS_LIMIT)}: show fewer registrations and calls, or export as SVG.`;
  }
  return "";
}

window.addEventListener("message", ({ data }: MessageEvent<ToMermaidPage>) => {
  if (data.type !== "diagram") return;
  shown = data;
  void draw();
});
// VS Code writes the theme's kind and its name here.
new MutationObserver(() => void draw()).observe(document.body, {
  attributes: true,
  attributeFilter: ["class", "data-vscode-theme-id"],
});
host.postMessage({ type: "ready" });
