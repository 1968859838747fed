/** Reads a file for the engine: by its path where the engine reaches the disk, else its octets from VS Code's file system. */
import * as vscode from "vscode";
import { reasonOf } from "../core/model/reason.js";
import type { Input } from "../worker/input.js";
import { nameOf } from "./open-traces.js";
import type { Platform } from "./platform/platform.js";

/** @throws with a sentence for the user. */
export async function readInput(uri: vscode.Uri, platform: Platform): Promise<Input> {
  const name = nameOf(uri);
  const path = platform.localPath(uri);
  if (path !== undefined) return { kind: "path", name, path };
  try {
    const { type, mtime } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) throw new Error("it is a folder");
    const octets = await vscode.workspace.fs.readFile(uri);
    // A copy of its own: the buffer moves to the engine, and this one may be a view into another's.
    return { kind: "octets", name, octets: new Uint8Array(octets), modifiedMicros: mtime * 1000 };
  } catch (error) {
    const reason = reasonOf(error);
    throw new Error(`${name} cannot be read: ${reason}.`, { cause: error });
  }
}
