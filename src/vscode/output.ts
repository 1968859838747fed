/** The output channel, where what the user cannot act on is told. */
import * as vscode from "vscode";
import { COMMANDS } from "./contributions.js";

export interface Output extends vscode.Disposable {
  warn(message: string): void;
  error(message: string): void;
}

export function registerOutput(): Output {
  let channel: vscode.LogOutputChannel | undefined;
  const open = () => (channel ??= vscode.window.createOutputChannel("SIP Trace", { log: true }));
  const command = vscode.commands.registerCommand(COMMANDS.showOutput, () => open().show());
  return {
    warn: (message) => open().warn(message),
    error: (message) => open().error(message),
    dispose: () => {
      command.dispose();
      channel?.dispose();
    },
  };
}
