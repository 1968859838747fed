/** In place of a language model: calls the tools that `calls.json` of the workspace names, and writes what they say into `answers.json`. */
"use strict";
const vscode = require("vscode");

/** @param {import("vscode").ExtensionContext} context */
exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand("toolCaller.call", callTools));
};

async function callTools() {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) return;
  const place = (/** @type {string} */ name) => vscode.Uri.joinPath(folder.uri, name);
  const calls = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(place("calls.json"))));
  const answers = [];
  for (const { tool, input } of calls) answers.push(await answerOf(tool, input));
  const text = JSON.stringify({ tools: vscode.lm.tools.map(({ name }) => name), answers });
  await vscode.workspace.fs.writeFile(place("answers.json"), new TextEncoder().encode(text));
}

async function answerOf(/** @type {string} */ tool, /** @type {object} */ input) {
  try {
    const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
    return { text: content.map((part) => /** @type {{ value?: unknown }} */ (part).value).join("") };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}
