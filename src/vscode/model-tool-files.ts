/** Which trace a language model may read: the one in front, or one that it names, and only within the workspace's folders. */
import * as vscode from "vscode";
import { parseCaptureTextUri } from "./capture-uri.js";

/** Longer is no path. */
const LONGEST_PATH = 1000;

/** @throws with a sentence for the model and its user. */
export async function traceInWorkspace(file: unknown): Promise<vscode.Uri> {
  const uri = file === undefined || file === "" ? traceInFront() : await named(file);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder || !isWithin(uri, folder.uri)) throw new Error("Only traces within the workspace can be read.");
  await refuseLinks(uri, folder.uri);
  return uri;
}

function traceInFront(): vscode.Uri {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom) return input.uri;
  if (input instanceof vscode.TabInputText) return parseCaptureTextUri(input.uri)?.capture ?? input.uri;
  throw new Error("No trace is open in front; name one by its path in the workspace.");
}

/** The file of that relative path in the first folder that has it. */
async function named(file: unknown): Promise<vscode.Uri> {
  if (typeof file !== "string" || file.length > LONGEST_PATH || !isRelative(file)) {
    throw new Error("A trace is named by its path within the workspace, as captures/phone.pcapng.");
  }
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder.uri, file);
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch {
      // It may be in another folder.
    }
  }
  throw new Error("The workspace has no such file.");
}

/** Neither an address, nor a drive, nor a way up; a backslash leads up on Windows. */
function isRelative(path: string): boolean {
  return !/^[/~]|[\\:\0%]/.test(path) && path.split("/").every((part) => part !== ".." && part !== "." && part !== "");
}

function isWithin(uri: vscode.Uri, folder: vscode.Uri): boolean {
  const root = folder.path.endsWith("/") ? folder.path : `${folder.path}/`;
  const isSamePlace = uri.scheme === folder.scheme && uri.authority === folder.authority;
  return isSamePlace && uri.path.startsWith(root) && !uri.path.split("/").includes("..");
}

/** A link in the workspace may lead out of it, so none is followed: not of the file, nor of a folder on the way. */
async function refuseLinks(uri: vscode.Uri, folder: vscode.Uri): Promise<void> {
  const parts = uri.path
    .slice(folder.path.length)
    .split("/")
    .filter((part) => part !== "");
  let place = folder;
  for (const part of parts) {
    place = vscode.Uri.joinPath(place, part);
    const { type } = await vscode.workspace.fs.stat(place);
    if (type & vscode.FileType.SymbolicLink)
      throw new Error("Only traces within the workspace can be read, not links.");
  }
}
