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
    const panel = this.#panels.get(told.type) ?? this.#fill(told.type, openPanel(told.type));
    panel.show({ trace, told });
    panel.reveal();
  }

  /** In a panel that the window brought back after a reload. */
  showIn(panel: vscode.WebviewPanel, trace: OpenTrace, told: ToTeachingPage): void {
    this.#fill(told.type, panel).show({ trace, told });
  }

  /** What is computed from a trace tells what is wrong with it. */
  close(trace: OpenTrace): void {
    for (const panel of [...this.#panels.values()]) if (panel.trace === trace) panel.dispose();
  }

  #fill(kind: Kind, panel: vscode.WebviewPanel): TeachingPanel {
    const filled = new TeachingPanel(panel, this.extension, () => {
      if (this.#panels.get(kind) === filled) this.#panels.delete(kind);
    });
    this.#panels.set(kind, filled);
    return filled;
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }
}

function openPanel(kind: Kind): vscode.WebviewPanel {
  // What is hidden keeps its values: a password that was typed would be lost with the way to the text and back.
  const options = { retainContextWhenHidden: true };
  return vscode.window.createWebviewPanel(TEACHING_PANELS[kind], TITLES[kind], vscode.ViewColumn.Beside, options);
}

class TeachingPanel {
  readonly #panel: vscode.WebviewPanel;
  #isReady = false;
  #shown: Shown | undefined;

  constructor(panel: vscode.WebviewPanel, extension: vscode.Uri, onClose: () => void) {
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extension)] };
    panel.iconPath = vscode.Uri.joinPath(extension, "media", "icon.png");
    panel.webview.onDidReceiveMessage((message: FromTeachingPage) => void this.#receive(message));
    panel.onDidDispose(onClose);
    panel.webview.html = teachingHtml(panel.webview, extension);
    this.#panel = panel;
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#panel.title = `${TITLES[shown.told.type]} ${nameOf(shown.trace.uri)}`;
    if (this.#isReady) this.#tell();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  get trace(): OpenTrace | undefined {
    return this.#shown?.trace;
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
