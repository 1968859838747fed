/** The HTML that loads a page into a webview, under a policy that lets in our own script and style and nothing else. */
import * as vscode from "vscode";

/** Where the bundles of the pages lie. */
export function pageRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, "dist", "webview");
}

/** A ladder that is painted as PNG: an SVG of our own drawing, which as a picture runs nothing. */
const PICTURES = "img-src data:";

/** Overview and ladder. */
export function webviewHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  return pageHtml(webview, extension, "main", [
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    PICTURES,
  ]);
}

/** The preview as Mermaid, which writes styles into its drawings; it has no pictures or fonts to load. */
export function mermaidHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  return pageHtml(webview, extension, "mermaid", [`style-src ${webview.cspSource} 'unsafe-inline'`]);
}

/** A digest step by step, and the simulation of timers and NAT. */
export function teachingHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  return pageHtml(webview, extension, "teaching", [`style-src ${webview.cspSource}`]);
}

/** Paints ladders as PNG where none is shown. */
export function paintingHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  return pageHtml(webview, extension, "painting", [`style-src ${webview.cspSource}`, PICTURES]);
}

/** A lesson: text alone. */
export function lessonHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  return pageHtml(webview, extension, "lesson", [`style-src ${webview.cspSource}`]);
}

function pageHtml(
  webview: vscode.Webview,
  extension: vscode.Uri,
  page: "main" | "mermaid" | "teaching" | "lesson" | "painting",
  allowed: readonly string[],
): string {
  const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(pageRoot(extension), file)).toString();
  const nonce = crypto.randomUUID();
  const policy = ["default-src 'none'", `script-src 'nonce-${nonce}'`, ...allowed].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>SIP Trace</title>
    <link rel="stylesheet" href="${address(`${page}.css`)}">
  </head>
  <body>
    <div id="app"></div>
    <script nonce="${nonce}" src="${address(`${page}.js`)}"></script>
  </body>
</html>`;
}
