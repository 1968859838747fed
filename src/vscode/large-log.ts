/** Logs too large for VS Code to give to an extension: offers the reader that captures are shown with. */
import * as vscode from "vscode";
import { COMMANDS, LARGE_LOG_EDITOR } from "./contributions.js";
import { holdsSipText, LOG_SUFFIX, LOOK_OCTETS } from "./detect-language.js";
import { nameOf } from "./open-traces.js";
import type { Platform } from "./platform/platform.js";
import { detectsLogs } from "./settings.js";

/** VS Code keeps texts of more octets from extensions: no marks, no ladder, no highlighting. */
const MOST_TEXT_OCTETS = 50 * 1024 * 1024;

const OPEN = "Open in Large Reader";

export function registerLargeLog(platform: Platform): vscode.Disposable {
  /** Asked once: a person who wants to see the text as it is is not asked again. */
  const asked = new Set<string>();
  const look = async ({ input }: vscode.Tab) => {
    if (!(input instanceof vscode.TabInputText) || asked.has(input.uri.toString())) return;
    const { uri } = input;
    if (!LOG_SUFFIX.test(uri.path) || !detectsLogs(uri)) return;
    const octets = await octetsOf(uri);
    if (octets <= MOST_TEXT_OCTETS || asked.has(uri.toString())) return;
    asked.add(uri.toString());
    const head = await platform.readHead(uri, LOOK_OCTETS);
    if (head && !(await holdsSipText(new TextDecoder().decode(head)))) return;
    const sentence = `${nameOf(uri)} has ${Math.round(octets / 1e6)} MB. VS Code gives texts over 50 MB to no extension, so it shows neither ladder nor findings here.`;
    if ((await vscode.window.showInformationMessage(sentence, OPEN)) === OPEN) await openLarge(uri);
  };
  const lookAtAll = (tabs: readonly vscode.Tab[]) => {
    for (const tab of tabs) void look(tab);
  };
  lookAtAll(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => lookAtAll(opened)),
    vscode.commands.registerCommand(COMMANDS.openLargeLog, async (uri: unknown) => {
      const target = uri instanceof vscode.Uri ? uri : activeText();
      if (target) await openLarge(target);
      else void vscode.window.showInformationMessage("No text is open that could be read as a SIP log.");
    }),
  );
}

async function openLarge(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", uri, LARGE_LOG_EDITOR);
}

/** A text that is too large has a tab, but no editor that an extension could see. */
function activeText(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}

async function octetsOf(uri: vscode.Uri): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    // An unsaved text has no file.
    return 0;
  }
}
