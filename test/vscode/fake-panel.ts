/** A panel of the editor with a page that the test plays. */
import type { FakeUri } from "./fake-uri.js";

/** What brings a panel back after a reload of the window. */
export interface PanelSerializer {
  deserializeWebviewPanel(panel: FakePanel, state: unknown): Promise<void>;
}

export class FakePanel {
  readonly told: unknown[] = [];
  isOpen = true;
  readonly #hear: ((message: unknown) => unknown)[] = [];
  readonly #end: (() => unknown)[] = [];
  readonly webview = {
    html: "",
    cspSource: "https://csp.example.com",
    asWebviewUri: (uri: FakeUri) => uri,
    onDidReceiveMessage: (listener: (message: unknown) => unknown) => {
      this.#hear.push(listener);
      return { dispose: () => undefined };
    },
    postMessage: (message: unknown) => Promise.resolve(this.told.push(message) > 0),
  };
  constructor(public title: string) {}
  reveal(): void {}
  onDidDispose(listener: () => unknown): void {
    this.#end.push(listener);
  }
  say(message: unknown): void {
    for (const listener of this.#hear) listener(message);
  }
  dispose(): void {
    this.isOpen = false;
    for (const listener of this.#end) listener();
  }
}
