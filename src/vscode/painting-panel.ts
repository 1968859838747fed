/** A panel that paints the slides of a lesson, whose captures no page needs to show: open as long as that takes. */
import * as vscode from "vscode";
import type { FromPaintingPage, ToPaintingPage } from "../view/painting.js";
import { PAINTING_PANEL } from "./contributions.js";
import { PagePainter } from "./page-painter.js";
import { pageRoot, paintingHtml } from "./webview-html.js";

/** @param work is given what paints; the panel is closed when it is done. */
export async function withPaintingPanel<T>(
  extension: vscode.Uri,
  work: (painter: PagePainter) => Promise<T>,
): Promise<T> {
  const column = { viewColumn: vscode.ViewColumn.Active, preserveFocus: true };
  // One who looks at something else meanwhile still gets all of them.
  const options = { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [pageRoot(extension)] };
  const panel = vscode.window.createWebviewPanel(PAINTING_PANEL, "Slides", column, options);
  panel.iconPath = vscode.Uri.joinPath(extension, "media", "icon.png");
  const ready = new Promise<void>((resolve) => {
    panel.webview.onDidReceiveMessage((message: FromPaintingPage) => {
      if (message.type === "ready") resolve();
      else painter.take(message.png);
    });
  });
  const painter = new PagePainter((svg) => {
    const told: ToPaintingPage = { type: "paint", svg };
    void ready.then(() => panel.webview.postMessage(told));
  });
  panel.onDidDispose(() => painter.dispose());
  panel.webview.html = paintingHtml(panel.webview, extension);
  try {
    return await work(painter);
  } finally {
    panel.dispose();
  }
}
