/** "Save Redacted Copy…": a copy of a capture or log that may leave the house, and the table for its owner. */
import * as vscode from "vscode";
import { type EngineClient, RequestCancelled } from "../worker/client.js";
import type { Answers, Input } from "../worker/protocol.js";
import { parseCaptureTextUri } from "./capture-uri.js";
import { COMMANDS } from "./contributions.js";
import { documentOctets } from "./document-octets.js";
import type { TraceNotes } from "./notes.js";
import { nameOf, type OpenTraces } from "./open-traces.js";
import type { Platform } from "./platform/platform.js";
import { readInput } from "./read-input.js";
import { declaredLogFormats } from "./settings.js";

const OPEN = "Open Copy";
const REPORT = "What Was Replaced";
const TABLE = "Save Table for Yourself…";

type Redacted = Answers<"redact">;

/** What copies are made with. */
interface Surroundings {
  readonly client: EngineClient;
  readonly traces: OpenTraces;
  readonly notes: TraceNotes;
  readonly platform: Platform;
}

export function registerRedact(surroundings: Surroundings): vscode.Disposable {
  return vscode.commands.registerCommand(COMMANDS.saveRedactedCopy, async (named?: vscode.Uri) => {
    const uri = named instanceof vscode.Uri ? named : uriInFront();
    if (!uri) {
      void vscode.window.showInformationMessage("No capture or SIP log is shown that could be redacted.");
      return;
    }
    try {
      await saveCopy(uri, surroundings);
    } catch (error) {
      if (error instanceof RequestCancelled) return;
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  });
}

function uriInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom) return input.uri;
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && (parseCaptureTextUri(uri)?.capture ?? uri);
}

/** @throws RequestCancelled, or an error with a sentence for the user. */
async function saveCopy(uri: vscode.Uri, { client, traces, notes, platform }: Surroundings): Promise<void> {
  const target = await vscode.window.showSaveDialog({ title: "Save Redacted Copy", defaultUri: copyOf(uri) });
  if (!target) return;
  if (target.toString() === uri.toString())
    throw new Error("The copy needs a name of its own: the original stays as it is.");
  const input = await inputOf(uri, platform);
  const path = platform.localPath(target);
  const written = await notes.at(uri);
  const redacted = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Redacting ${nameOf(uri)}`, cancellable: true },
    (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const asks = {
        input,
        path,
        logFormat: traces.documentOf(uri)?.trace.logFormat,
        userLogFormats: declaredLogFormats(uri),
        keepsTable: true,
        notes: written.threads.length === 0 ? undefined : written,
      };
      return client.ask("redact", asks, {
        signal: abort.signal,
        onProgress: ({ readOctets, totalOctets }) => {
          if (totalOctets > 0) progress.report({ message: `${Math.floor((100 * readOctets) / totalOctets)} %` });
        },
      });
    },
  );
  if (redacted.octets) await vscode.workspace.fs.writeFile(target, redacted.octets);
  const aboutNotes = redacted.notes === undefined ? "" : await saveNotes(target, redacted.notes);
  void tellDone(target, redacted, aboutNotes);
}

/** Beside the copy, where none are yet: somebody may have written them there. @returns a sentence on it. */
async function saveNotes(copy: vscode.Uri, notes: string): Promise<string> {
  const file = copy.with({ path: `${copy.path}.notes.json` });
  const isThere = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (isThere) return ` ${nameOf(file)} is there already, so the notes were not copied.`;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(notes));
  return ` Its notes are in ${nameOf(file)}: read them before you send them.`;
}

/** `phone.pcapng.gz` becomes `phone.redacted.pcapng`: a copy is not packed. */
function copyOf(uri: vscode.Uri): vscode.Uri {
  const name = nameOf(uri).replace(/\.gz$/i, "");
  const dot = name.lastIndexOf(".");
  const copy = dot > 0 ? `${name.slice(0, dot)}.redacted${name.slice(dot)}` : `${name}.redacted`;
  const beside = uri.scheme === "untitled" ? undefined : vscode.Uri.joinPath(uri, "..", copy);
  return beside ?? vscode.Uri.file(`/${copy}`);
}

/** What an editor shows counts, saved or not. */
async function inputOf(uri: vscode.Uri, platform: Platform): Promise<Input> {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (!document || (!document.isDirty && !document.isUntitled)) return readInput(uri, platform);
  return { kind: "octets", name: nameOf(uri), octets: await documentOctets(document), modifiedMicros: undefined };
}

async function tellDone(target: vscode.Uri, redacted: Redacted, aboutNotes: string): Promise<void> {
  const choices = [OPEN, REPORT, TABLE];
  for (;;) {
    const choice = await vscode.window.showInformationMessage(`${nameOf(target)} was saved.${aboutNotes}`, ...choices);
    if (choice === OPEN) return void vscode.commands.executeCommand("vscode.open", target);
    if (choice === REPORT) await showReport(redacted.report);
    else if (choice === TABLE) await saveTable(target, redacted);
    else return;
    // Each is done once; what is left is offered again.
    choices.splice(choices.indexOf(choice), 1);
  }
}

async function showReport(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content });
  await vscode.window.showTextDocument(document, { preview: true });
}

/** Beside the copy the table would be sent along with it, so the dialog begins elsewhere. */
async function saveTable(target: vscode.Uri, { table }: Redacted): Promise<void> {
  const name = `${nameOf(target)}.pseudonyms.json`;
  const elsewhere = vscode.Uri.joinPath(target, "..", "..", name);
  const file = await vscode.window.showSaveDialog({ title: "Save the Table for Yourself", defaultUri: elsewhere });
  if (file && table !== undefined) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(table));
}
