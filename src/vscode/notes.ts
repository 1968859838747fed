/** Notes on messages, as comment threads: written in the text or from the ladder, kept beside the trace. */
import * as vscode from "vscode";
import type { NoteComment, NotesFile } from "../core/index.js";
import { NUMBERS_A_MESSAGE } from "../worker/protocol.js";
import { activeTrace } from "./active-trace.js";
import { COMMANDS, NOTES, SETTINGS } from "./contributions.js";
import { NoteThreads, ShownNote } from "./note-threads.js";
import { NotesStore } from "./notes-store.js";
import type { Choice, OpenTrace } from "./open-trace.js";
import { nameOf, type OpenTraces, type TraceDocument } from "./open-traces.js";
import { reachStep } from "./walkthrough.js";

/** The notes of each open trace, for whoever writes them elsewhere: reports, annotated captures. */
export interface TraceNotes {
  of(trace: OpenTrace): NotesFile | undefined;
  /** Of a trace that may not be open. */
  at(uri: vscode.Uri): Promise<NotesFile>;
}

/** @param userName what the system calls its user, where it tells. */
export function registerNotes(
  traces: OpenTraces,
  storage: vscode.Memento,
  userName: string | undefined,
): vscode.Disposable & TraceNotes {
  const notes = new Notes(traces, storage, userName);
  const { registerCommand } = vscode.commands;
  const registered = vscode.Disposable.from(
    notes,
    registerCommand(COMMANDS.addNote, (target?: unknown) => notes.add(target)),
    registerCommand(COMMANDS.createNote, (reply: vscode.CommentReply) => notes.create(reply)),
    registerCommand(COMMANDS.editNote, (note: ShownNote) => notes.beginEdit(note)),
    registerCommand(COMMANDS.saveNote, (note: ShownNote) => notes.save(note)),
    registerCommand(COMMANDS.cancelNote, (note: ShownNote) => notes.endEdit(note)),
    registerCommand(COMMANDS.deleteNote, (note: ShownNote) => notes.delete(note)),
    registerCommand(COMMANDS.saveNotesAs, (target?: unknown) => notes.saveAs(target)),
  );
  return Object.assign(registered, {
    of: (trace: OpenTrace) => notes.of(trace),
    at: (uri: vscode.Uri) => notes.at(uri),
  });
}

class Notes implements vscode.Disposable {
  readonly #traces: OpenTraces;
  readonly #storage: vscode.Memento;
  readonly #userName: string | undefined;
  readonly #controller: vscode.CommentController;
  readonly #shown = new Map<OpenTrace, NoteThreads>();
  /** A log may be shown as a text and as a ladder: both have the same notes. */
  readonly #stores = new Map<string, NotesStore>();
  readonly #subscriptions: vscode.Disposable[];
  #choice: (Choice & { readonly trace: OpenTrace }) | undefined;

  constructor(traces: OpenTraces, storage: vscode.Memento, userName: string | undefined) {
    this.#traces = traces;
    this.#storage = storage;
    this.#userName = userName;
    this.#controller = vscode.comments.createCommentController(NOTES, "SIP Trace Notes");
    this.#controller.options = { prompt: "Write a note on this message", placeHolder: "Note" };
    this.#offerRanges();
    this.#subscriptions = [
      this.#controller,
      traces.onDidOpen((trace) => this.#open(trace)),
      traces.onDidClose((trace) => this.#close(trace)),
      traces.onDidChange((trace) => void this.#shown.get(trace)?.show()),
    ];
    for (const trace of traces.all) this.#open(trace);
  }

  of(trace: OpenTrace): NotesFile | undefined {
    return this.#shown.get(trace)?.store.notes;
  }

  async at(uri: vscode.Uri): Promise<NotesFile> {
    const known = this.#stores.get(uri.toString());
    const store = known ?? new NotesStore(uri, this.#storage);
    await store.settled();
    const { notes } = store;
    if (!known) store.dispose();
    return notes;
  }

  /** On the message at the cursor, or, where a ladder is shown, on the one chosen in it. */
  async add(target: unknown): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const trace = activeTrace(this.#traces, target);
    const shown = editor && this.#traces.documentOf(editor.document.uri);
    if (shown && shown.trace === trace) {
      const line = startLineAt(shown, editor.selection.active.line);
      const range = { startLineNumber: line + 1, startColumn: 1, endLineNumber: line + 1, endColumn: 1 };
      await vscode.commands.executeCommand("workbench.action.addComment", { range, fileComment: false });
      return;
    }
    const choice = this.#choice?.trace === trace ? this.#choice : undefined;
    const threads = trace && this.#shown.get(trace);
    if (!threads || !choice || choice.message < 0) {
      void vscode.window.showInformationMessage("Choose a message in the ladder or in the text to write a note on it.");
      return;
    }
    const { title } = await trace.message(choice.message);
    const text = await vscode.window.showInputBox({
      title: `Note on ${title}`,
      prompt: "What is to be noted",
      ignoreFocusOut: true,
    });
    if (text !== undefined && text.trim() !== "") await this.#write(threads, choice.message, text);
  }

  async create({ thread, text }: vscode.CommentReply): Promise<void> {
    const [first] = thread.comments;
    if (first instanceof ShownNote) {
      await this.#append(first.shown, first.threadId, text);
      return;
    }
    const shown = this.#traces.documentOf(thread.uri);
    const threads = shown && this.#shown.get(shown.trace);
    const message =
      shown && (shown.trace.messageAt(shown.selection, thread.range?.start.line ?? 0) ?? shown.model?.messages[0]);
    // The thread that is shown from now on is the one of the message, at its start line.
    thread.dispose();
    if (threads && message !== undefined) await this.#write(threads, message, text);
  }

  beginEdit(note: ShownNote): void {
    note.mode = vscode.CommentMode.Editing;
    note.shown.redraw(note.threadId);
  }

  async endEdit(note: ShownNote): Promise<void> {
    note.mode = vscode.CommentMode.Preview;
    await note.shown.show();
  }

  async save(edited: ShownNote): Promise<void> {
    const { shown, note, body } = edited;
    edited.mode = vscode.CommentMode.Preview;
    const changed: NoteComment = { ...note, text: body, modified: new Date().toISOString() };
    const change = (notes: NotesFile) => withComments(notes, (each) => (each.id === note.id ? [changed] : [each]));
    await shown.store.edit(change, [note.id]);
  }

  async delete({ shown, note }: ShownNote): Promise<void> {
    const isSure = await vscode.window.showWarningMessage("Delete this note?", { modal: true }, "Delete");
    if (isSure !== "Delete") return;
    const change = (notes: NotesFile): NotesFile => ({
      ...withComments(notes, (each) => (each.id === note.id ? [] : [each])),
      deleted: [...notes.deleted, note.id],
    });
    await shown.store.edit(change, [note.id]);
  }

  async saveAs(target: unknown): Promise<void> {
    const trace = activeTrace(this.#traces, target);
    const store = trace && this.#shown.get(trace)?.store;
    if (!store) {
      void vscode.window.showInformationMessage("Open a capture or log to save its notes.");
      return;
    }
    const defaultUri = trace.uri.with({ path: `${trace.uri.path}.notes.json`, query: "" });
    const file = await vscode.window.showSaveDialog({
      defaultUri,
      filters: { Notes: ["json"] },
      title: "Save Notes As",
    });
    if (file) await store.saveAs(file);
  }

  dispose(): void {
    for (const each of [...this.#shown.values(), ...this.#stores.values(), ...this.#subscriptions]) each.dispose();
  }

  #open(trace: OpenTrace): void {
    const threads = new NoteThreads(this.#controller, trace, this.#storeOf(trace.uri));
    this.#shown.set(trace, threads);
    trace.onDidChoose((choice) => (this.#choice = { ...choice, trace }));
    void threads.show();
    this.#offerRanges();
  }

  #close(trace: OpenTrace): void {
    this.#shown.get(trace)?.dispose();
    this.#shown.delete(trace);
    if (this.#choice?.trace === trace) this.#choice = undefined;
    const key = trace.uri.toString();
    if ([...this.#shown.keys()].some(({ uri }) => uri.toString() === key)) return;
    this.#stores.get(key)?.dispose();
    this.#stores.delete(key);
  }

  #storeOf(uri: vscode.Uri): NotesStore {
    const known = this.#stores.get(uri.toString());
    if (known) return known;
    const store = new NotesStore(uri, this.#storage);
    this.#stores.set(uri.toString(), store);
    store.onDidChange(() => {
      for (const threads of this.#shown.values()) if (threads.store === store) void threads.show();
    });
    store.onDidFail((sentence) => void tellUnsaved(sentence, uri));
    return store;
  }

  /** The editor asks for them when a text is opened, and anew when this is set: a text may turn out later to be a log. */
  #offerRanges(): void {
    this.#controller.commentingRangeProvider = {
      provideCommentingRanges: (document) => this.#rangesOf(document),
    };
  }

  /** All lines: a note belongs to the message that its line is in. */
  #rangesOf({ uri, lineCount }: vscode.TextDocument): vscode.Range[] {
    return this.#traces.documentOf(uri) ? [new vscode.Range(0, 0, lineCount - 1, 0)] : [];
  }

  async #write(threads: NoteThreads, message: number, text: string): Promise<void> {
    reachStep("note");
    const key = await threads.trace.messageKey(message);
    const known = threads.threadOf(message);
    if (known !== undefined) {
      await this.#append(threads, known, text);
      return;
    }
    const comment = this.#comment(threads.trace, text);
    const thread = { id: crypto.randomUUID(), message: key, comments: [comment] };
    await threads.store.edit((notes) => ({ ...notes, threads: [...notes.threads, thread] }), [comment.id]);
  }

  async #append({ store, trace }: NoteThreads, threadId: string, text: string): Promise<void> {
    const comment = this.#comment(trace, text);
    const change = (notes: NotesFile): NotesFile => ({
      ...notes,
      threads: notes.threads.map((thread) =>
        thread.id === threadId ? { ...thread, comments: [...thread.comments, comment] } : thread,
      ),
    });
    await store.edit(change, [comment.id]);
  }

  #comment({ uri }: OpenTrace, text: string): NoteComment {
    const set = vscode.workspace.getConfiguration(SETTINGS.section, uri).get<string>(SETTINGS.notesAuthor, "").trim();
    const author = set || this.#userName || "unknown";
    return { id: crypto.randomUUID(), author, created: new Date().toISOString(), text };
  }
}

/** Of the message at a line; above the first one, of that. */
function startLineAt({ trace, selection, model }: TraceDocument, line: number): number {
  const message = trace.messageAt(selection, line);
  const numbers = model?.messages ?? new Uint32Array();
  for (let at = 0; at < numbers.length; at += NUMBERS_A_MESSAGE) {
    if (message === undefined || numbers[at] === message) return numbers[at + 1]!;
  }
  return line;
}

function withComments(notes: NotesFile, change: (comment: NoteComment) => NoteComment[]): NotesFile {
  const threads = notes.threads.map((thread) => ({ ...thread, comments: thread.comments.flatMap(change) }));
  return { ...notes, threads: threads.filter(({ comments }) => comments.length > 0) };
}

async function tellUnsaved(sentence: string, trace: vscode.Uri): Promise<void> {
  const action = "Save Notes As…";
  const chosen = await vscode.window.showWarningMessage(`Notes on ${nameOf(trace)}: ${sentence}`, action);
  if (chosen === action) await vscode.commands.executeCommand(COMMANDS.saveNotesAs, trace);
}
