/** Shows a ladder as Mermaid draws it, as Markdown on GitHub or in a wiki would: a picture of the moment in a panel of its own. */
import * as vscode from "vscode";
import type { FromMermaidPage, ToMermaidPage } from "../view/mermaid.js";
import { MERMAID_PANEL } from "./contributions.js";
import { mermaidHtml, pageRoot } from "./webview-html.js";

export class MermaidPreview implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #isReady = false;
  #shown: ToMermaidPage | undefined;

  constructor(private readonly extension: vscode.Uri) {}

  /** In the panel that is open already, if one is. */
  show(title: string, text: string): void {
    this.#shown = { type: "diagram", title, text };
    this.#panel ??= this.#open();
    this.#panel.title = `Mermaid ${title}`;
    this.#panel.reveal();
    if (this.#isReady) this.#tell();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(MERMAID_PANEL, "Mermaid", vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [pageRoot(this.extension)],
    });
    panel.iconPath = vscode.Uri.joinPath(this.extension, "media", "icon.png");
    panel.webview.onDidReceiveMessage((_: FromMermaidPage) => {
      this.#isReady = true;
      this.#tell();
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#isReady = false;
    });
    panel.webview.html = mermaidHtml(panel.webview, this.extension);
    return panel;
  }

  #tell(): void {
    void this.#panel?.webview.postMessage(this.#shown);
  }
}
