/** The pages that show traces: which of them is in front, for the commands of the palette and the editor's menu. */
import * as vscode from "vscode";
import type { LadderButton } from "../view/protocol.js";
import { COMMANDS } from "./contributions.js";
import type { OpenTrace } from "./open-trace.js";
import type { TraceView } from "./trace-view.js";

export class TracePages {
  readonly #pages = new Map<vscode.WebviewPanel, TraceView>();

  add(panel: vscode.WebviewPanel, view: TraceView): void {
    this.#pages.set(panel, view);
    panel.onDidDispose(() => this.#pages.delete(panel));
  }

  /** The page that has the keyboard, else one that is in view. */
  get front(): TraceView | undefined {
    const pages = [...this.#pages];
    const [, view] = pages.find(([{ active }]) => active) ?? pages.find(([{ visible }]) => visible) ?? [];
    return view;
  }

  /** Gives the keyboard to a page in view that shows a trace. */
  reveal(trace: OpenTrace): void {
    const [panel] = [...this.#pages].find(([{ visible }, { shown }]) => visible && shown.trace === trace) ?? [];
    panel?.reveal();
  }
}

const BUTTONS: readonly (readonly [command: string, button: LadderButton])[] = [
  [COMMANDS.exportLadder, "export"],
  [COMMANDS.showTogether, "together"],
  [COMMANDS.arrangeLanes, "lanes"],
  [COMMANDS.stepThrough, "step"],
  [COMMANDS.guess, "guess"],
];

export function registerLadderCommands(pages: TracePages): vscode.Disposable {
  const register = (command: string, act: (page: TraceView) => unknown) =>
    vscode.commands.registerCommand(command, () => (pages.front ? act(pages.front) : showNone()));
  return vscode.Disposable.from(
    ...BUTTONS.map(([command, button]) => register(command, (page) => page.press(button))),
    register(COMMANDS.previewMermaid, (page) => page.previewMermaid()),
  );
}

function showNone(): void {
  void vscode.window.showInformationMessage("No ladder is shown. Open a capture, or the ladder of a SIP log.");
}
