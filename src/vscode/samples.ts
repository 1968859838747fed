/** The samples that come with the extension: read-only files of a file system of their own, the same on every host, and the command that opens one. */
import * as vscode from "vscode";
import { COMMANDS, SAMPLE_SCHEME } from "./contributions.js";

/** A table's row of samples/README.md: the file and what it shows. */
const SAMPLE_ROW = /^\| `([^`|/]+)` \| ([^|]+) \|/gm;

export function registerSamples(extension: vscode.Uri): vscode.Disposable {
  const folder = vscode.Uri.joinPath(extension, "samples");
  return vscode.Disposable.from(
    vscode.workspace.registerFileSystemProvider(SAMPLE_SCHEME, new SampleFiles(folder), { isReadonly: true }),
    // With a name from the walkthrough and the like, without one from the palette.
    vscode.commands.registerCommand(COMMANDS.openSample, async (name?: unknown) => {
      const chosen = typeof name === "string" ? name : await chooseSample(folder);
      if (chosen !== undefined) await openSample(chosen);
    }),
  );
}

/** @param path within samples/ */
export function sampleUri(path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SAMPLE_SCHEME, path: `/${path}` });
}

async function openSample(path: string): Promise<void> {
  // Not as a preview, which the text that is opened from it would take the place of.
  await vscode.commands.executeCommand("vscode.open", sampleUri(path), { preview: false });
}

async function chooseSample(folder: vscode.Uri): Promise<string | undefined> {
  const table = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, "README.md")));
  // A list of VS Code shows no Markdown.
  const items = [...table.matchAll(SAMPLE_ROW)].map(([, label = "", shows = ""]) => {
    return { label, detail: shows.replaceAll("`", "") };
  });
  const chosen = await vscode.window.showQuickPick(items, { title: "Open Sample", matchOnDetail: true });
  return chosen?.label;
}

/**
 * Where the extension lies differs from host to host, and on a desktop its files could be written to. Behind an address of
 * their own they cannot, and what is written on a sample (notes) is kept in the editor's storage.
 */
class SampleFiles implements vscode.FileSystemProvider {
  // Nothing ever changes.
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly folder: vscode.Uri) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    // A browser's extension lies behind addresses that can be read but tell nothing else.
    const { length } = await this.readFile(uri);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: 0,
      size: length,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const parts = uri.path.slice(1).split("/");
    if (parts.includes("..")) throw vscode.FileSystemError.FileNotFound(uri);
    try {
      return await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.folder, ...parts));
    } catch {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}
