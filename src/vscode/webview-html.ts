/** The HTML that loads the page into a webview, under a policy that lets in our own script and style and nothing else. */
import * as vscode from "vscode";

/** Where the bundles of the page lie. */
export function pageRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, "dist", "webview");
}

export function webviewHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(pageRoot(extension), file)).toString();
  const nonce = crypto.randomUUID();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    // A ladder that is painted as PNG: an SVG of our own drawing, which as a picture runs nothing.
    "img-src data:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>SIP Trace</title>
    <link rel="stylesheet" href="${address("main.css")}">
  </head>
  <body>
    <div id="app"></div>
    <script nonce="${nonce}" src="${address("main.js")}"></script>
  </body>
</html>`;
}
