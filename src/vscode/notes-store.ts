/**
 * The notes of one trace: read from the file beside it, merged with what other windows and people write there, and kept in
 * the editor's own storage where the file cannot be written.
 */
import * as vscode from "vscode";
import { reasonOf } from "../core/model/reason.js";
import { mergeNotes } from "../core/report/notes/merge-notes.js";
import {
  LARGEST_NOTES_OCTETS,
  NO_NOTES,
  type NotesFile,
  readNotes,
  writeNotes,
} from "../core/report/notes/notes-file.js";
import { nameOf } from "./open-traces.js";

const ENDING = ".notes.json";

/** Another program's file, or one that cannot be read: it is left alone. */
interface Foreign {
  readonly reason: string;
}

export class NotesStore implements vscode.Disposable {
  readonly #file: vscode.Uri;
  readonly #storage: vscode.Memento;
  readonly #key: string;
  readonly #watching: vscode.Disposable;
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly #onDidFail = new vscode.EventEmitter<string>();
  /** Ids of comments that this window wrote: their absence in the file means that a slower writer overtook it. */
  readonly #own = new Set<string>();
  #notes: NotesFile = NO_NOTES;
  /** As the file was last. */
  #base: NotesFile = NO_NOTES;
  #isUnsaved = false;
  #isTold = false;
  #work: Promise<void>;

  readonly onDidChange = this.#onDidChange.event;
  /** One sentence on why notes could not be saved beside the trace; said once. */
  readonly onDidFail = this.#onDidFail.event;

  constructor(trace: vscode.Uri, storage: vscode.Memento) {
    this.#file = trace.with({ path: `${trace.path}${ENDING}`, query: "", fragment: "" });
    this.#storage = storage;
    this.#key = `notes ${trace.toString()}`;
    // A name may hold what a pattern takes for its own, so the pattern names none.
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(this.#file, ".."), `*${ENDING}`),
    );
    const changed = (uri: vscode.Uri) => {
      if (uri.toString() === this.#file.toString()) void this.#enqueue();
    };
    this.#watching = vscode.Disposable.from(watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed));
    this.#takeKept();
    this.#work = this.#synchronize();
  }

  get notes(): NotesFile {
    return this.#notes;
  }

  /** What was read and written until now is done. */
  settled(): Promise<void> {
    return this.#work;
  }

  /** @param ids of the comments that are changed. */
  edit(change: (notes: NotesFile) => NotesFile, ids: readonly string[]): Promise<void> {
    this.#notes = change(this.#notes);
    for (const id of ids) this.#own.add(id);
    this.#isUnsaved = true;
    this.#onDidChange.fire();
    return this.#enqueue();
  }

  /** Writes a copy to another file. @throws with the file system's reason. */
  async saveAs(file: vscode.Uri): Promise<void> {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(writeNotes(this.#notes)));
  }

  dispose(): void {
    this.#watching.dispose();
    this.#onDidChange.dispose();
    this.#onDidFail.dispose();
  }

  /** What could not be saved the last time. */
  #takeKept(): void {
    const kept = readNotes(this.#storage.get<string>(this.#key) ?? "");
    if (kept.kind === "foreign") return;
    this.#notes = kept.notes;
    this.#isUnsaved = true;
    for (const { comments } of kept.notes.threads) for (const { id } of comments) this.#own.add(id);
  }

  /** One after the other: each reads what the one before has written. */
  #enqueue(): Promise<void> {
    this.#work = this.#work.then(() => this.#synchronize());
    return this.#work;
  }

  /** Brings memory and file to the same state. */
  async #synchronize(): Promise<void> {
    const there = await this.#read();
    if ("reason" in there) {
      if (this.#isUnsaved) await this.#keep(`${nameOf(this.#file)} is left alone: ${there.reason}.`);
      return;
    }
    const merged = mergeNotes(this.#base, this.#notes, there.notes ?? NO_NOTES, this.#own);
    // A file that is gone takes nothing with it: what is shown stays, and is written again with the next note.
    const next = there.notes ? merged : this.#notes;
    const isNew = writeNotes(next) !== writeNotes(this.#notes);
    this.#notes = next;
    this.#base = there.notes ?? NO_NOTES;
    if (isNew) this.#onDidChange.fire();
    const isMissing = [...this.#own].some((id) => has(next, id) && !has(this.#base, id));
    if (this.#isUnsaved || (isMissing && there.notes)) await this.#write(next);
  }

  async #write(notes: NotesFile): Promise<void> {
    try {
      await vscode.workspace.fs.writeFile(this.#file, new TextEncoder().encode(writeNotes(notes)));
      this.#base = notes;
      this.#isUnsaved = false;
      this.#isTold = false;
      await this.#storage.update(this.#key, undefined);
    } catch (error) {
      await this.#keep(`${nameOf(this.#file)} cannot be written: ${reasonOf(error)}.`);
    }
  }

  /** Other windows may have kept theirs there too. */
  async #keep(why: string): Promise<void> {
    const kept = readNotes(this.#storage.get<string>(this.#key) ?? "");
    const both = kept.kind === "read" ? mergeNotes(NO_NOTES, this.#notes, kept.notes) : this.#notes;
    await this.#storage.update(this.#key, writeNotes(both));
    if (this.#isTold) return;
    this.#isTold = true;
    this.#onDidFail.fire(`${why} Your notes are kept in this editor.`);
  }

  /** `notes` are undefined where there is no file. */
  async #read(): Promise<{ readonly notes: NotesFile | undefined } | Foreign> {
    if (this.#file.scheme === "untitled") return { reason: "the text was not saved to a file yet" };
    let octets: Uint8Array;
    try {
      octets = await vscode.workspace.fs.readFile(this.#file);
    } catch (error) {
      return isMissing(error) ? { notes: undefined } : { reason: `it cannot be read (${reasonOf(error)})` };
    }
    if (octets.length > LARGEST_NOTES_OCTETS) return { reason: "it is too large for a file of notes" };
    const result = readNotes(new TextDecoder().decode(octets));
    return result.kind === "read" ? { notes: result.notes } : result;
  }
}

function has({ threads }: NotesFile, id: string): boolean {
  return threads.some(({ comments }) => comments.some((comment) => comment.id === id));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "FileNotFound";
}
