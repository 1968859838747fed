/** Saves redacted copies of captures and logs, with their notes, and offers their owner what was replaced. */
import * as vscode from "vscode";
import type { NotesFile } from "../core/index.js";
import { readNotes } from "../core/report/notes/notes-file.js";
import type { EngineClient } from "../worker/client.js";
import type { Input } from "../worker/input.js";
import type { Answers } from "../worker/protocol.js";
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
export interface CopyContext {
  readonly client: EngineClient;
  readonly traces: OpenTraces;
  readonly notes: TraceNotes;
  readonly platform: Platform;
}

/** A copy that was written. */
export interface SavedCopy {
  readonly uri: vscode.Uri;
  /** As they stand on its messages. */
  readonly notes: NotesFile | undefined;
  readonly redacted: Redacted;
  /** One or two sentences on what was saved. */
  readonly told: string;
}

interface NoteTextChoice extends vscode.QuickPickItem {
  readonly keeps: boolean;
}

const NOTE_TEXTS: readonly NoteTextChoice[] = [
  {
    label: "Leave their text out",
    description: "Each note stays on its message, by a pseudonym",
    keeps: false,
  },
  {
    label: "Keep their text",
    description: "With pseudonyms for what the trace names, addresses and numbers",
    detail: "A name that the trace does not have stays in it: read the notes before you send them.",
    keeps: true,
  },
];

/**
 * Asks for its name and writes it.
 * @returns undefined when a question was not answered.
 * @throws RequestCancelled, or an error with a sentence for the user.
 */
export async function saveCopy(
  uri: vscode.Uri,
  { client, traces, notes, platform }: CopyContext,
): Promise<SavedCopy | undefined> {
  const target = await vscode.window.showSaveDialog({ title: "Save Redacted Copy", defaultUri: copyOf(uri) });
  if (!target) return undefined;
  if (target.toString() === uri.toString())
    throw new Error("The copy needs a name of its own: the original stays as it is.");
  const written = await notes.at(uri);
  const trace = traces.documentOf(uri)?.trace ?? traces.capture(uri);
  const noteText = await noteTextOf(written.threads.length > 0 || (trace?.notes.length ?? 0) > 0);
  if (!noteText) return undefined;
  const asks = {
    input: await inputOf(uri, platform),
    path: platform.localPath(target),
    logFormat: trace?.logFormat,
    userLogFormats: declaredLogFormats(uri),
    keepsTable: true,
    notes: written.threads.length === 0 ? undefined : written,
    keepsNoteText: noteText.keeps,
  };
  const redacted = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Redacting ${nameOf(uri)}`, cancellable: true },
    (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return client.ask("redact", asks, {
        signal: abort.signal,
        onProgress: ({ readOctets, totalOctets }) => {
          if (totalOctets > 0) progress.report({ message: `${Math.floor((100 * readOctets) / totalOctets)} %` });
        },
      });
    },
  );
  if (redacted.octets) await vscode.workspace.fs.writeFile(target, redacted.octets);
  const copied = redacted.notes === undefined ? undefined : readNotes(redacted.notes);
  const aboutNotes = redacted.notes === undefined ? "" : await saveNotes(target, redacted.notes, noteText.keeps);
  const told = `${nameOf(target)} was saved.${aboutNotes}`;
  return { uri: target, notes: copied?.kind === "read" ? copied.notes : undefined, redacted, told };
}

/** A name that the trace lacks cannot be found in what people wrote, so nothing of it is sent unless they want it. */
async function noteTextOf(isNoted: boolean): Promise<NoteTextChoice | undefined> {
  if (!isNoted) return NOTE_TEXTS[0];
  return vscode.window.showQuickPick(NOTE_TEXTS, {
    title: "Notes and Packet Comments in the Redacted Copy",
    // The page in front takes the focus back late from the dialog for the file: the question would be gone, and the copy with it.
    ignoreFocusOut: true,
  });
}

/** Beside the copy, where none are yet: somebody may have written them there. @returns a sentence on it. */
async function saveNotes(copy: vscode.Uri, notes: string, hasTexts: boolean): Promise<string> {
  const file = copy.with({ path: `${copy.path}.notes.json` });
  const isThere = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (isThere) return ` ${nameOf(file)} is there already, so the notes were not copied.`;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(notes));
  return ` Its notes are in ${nameOf(file)}${hasTexts ? ": read them before you send them" : ", without their text"}.`;
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

/** Says that it is done, and offers what is for its owner. */
export async function tellSaved({ uri: target, redacted, told }: SavedCopy, besides = ""): Promise<void> {
  const choices = [OPEN, REPORT, TABLE];
  for (;;) {
    const choice = await vscode.window.showInformationMessage(told + besides, ...choices);
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
