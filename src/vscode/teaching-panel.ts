/** A digest step by step, and the simulation of timers and NAT: each in a panel of its own beside what it is about. */
import * as vscode from "vscode";
import type { FromTeachingPage, ToTeachingPage } from "../view/teaching.js";
import { TEACHING_PANELS } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import { nameOf } from "./open-traces.js";
import { showMessage, showOctets } from "./show-text.js";
import { pageRoot, teachingHtml } from "./webview-html.js";

type Kind = ToTeachingPage["type"];

const TITLES: Readonly<Record<Kind, string>> = { digestWalk: "Digest", whatIf: "What If" };

interface Shown {
  readonly trace: OpenTrace;
  readonly told: ToTeachingPage;
}

export class TeachingPanels implements vscode.Disposable {
  readonly #panels = new Map<Kind, TeachingPanel>();

  constructor(private readonly extension: vscode.Uri) {}

  /** In the panel of its kind that is open already, if one is. */
  show(trace: OpenTrace, told: ToTeachingPage): void {
    const known = this.#panels.get(told.type);
    const panel = known ?? new TeachingPanel(told.type, this.extension, () => this.#panels.delete(told.type));
    this.#panels.set(told.type, panel);
    panel.show({ trace, told });
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }
}

class TeachingPanel {
  readonly #panel: vscode.WebviewPanel;
  #isReady = false;
  #shown: Shown | undefined;

  constructor(kind: Kind, extension: vscode.Uri, onClose: () => void) {
    // What is hidden keeps its values: a password that was typed would be lost with the way to the text and back.
    const options = { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [pageRoot(extension)] };
    const panel = vscode.window.createWebviewPanel(
      TEACHING_PANELS[kind],
      TITLES[kind],
      vscode.ViewColumn.Beside,
      options,
    );
    panel.iconPath = vscode.Uri.joinPath(extension, "media", "icon.png");
    panel.webview.onDidReceiveMessage((message: FromTeachingPage) => void this.#receive(message));
    panel.onDidDispose(onClose);
    panel.webview.html = teachingHtml(panel.webview, extension);
    this.#panel = panel;
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#panel.title = `${TITLES[shown.told.type]} ${nameOf(shown.trace.uri)}`;
    this.#panel.reveal();
    if (this.#isReady) this.#tell();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: FromTeachingPage): Promise<void> {
    if (message.type === "ready") {
      this.#isReady = true;
      this.#tell();
      return;
    }
    const { trace } = this.#shown ?? {};
    if (!trace) return;
    const { message: index, start, end } = message;
    trace.choose({ message: index, by: this });
    if (start === end) await showMessage(trace, index, true);
    else await showOctets(trace, index, { start, end });
  }

  #tell(): void {
    void this.#panel.webview.postMessage(this.#shown?.told);
  }
}
