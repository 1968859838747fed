/** A page that paints drawings as PNG and shows each meanwhile: for drawings of a trace that no page shows. */
import type { FromPaintingPage, ToPaintingPage } from "../src/view/painting.js";
import { addressOf, paintPng } from "./paint-png.js";
import "./theme.css";
import "./painting-page.css";

declare function acquireVsCodeApi(): { postMessage(message: FromPaintingPage): void };

const host = acquireVsCodeApi();
const shown = document.getElementById("app")!.appendChild(document.createElement("img"));
shown.alt = "The slide that is being saved";

window.addEventListener("message", ({ data: { svg } }: MessageEvent<ToPaintingPage>) => {
  shown.src = addressOf(svg);
  void paintPng(svg)
    .catch(() => null)
    .then((png) => host.postMessage({ type: "picture", png }));
});
host.postMessage({ type: "ready" });
