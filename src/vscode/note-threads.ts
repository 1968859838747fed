/** The notes of one trace on its texts: a comment thread at every message that somebody wrote on. */
import * as vscode from "vscode";
import type { NoteComment, NoteThread } from "../core/index.js";
import type { NoteView } from "../view/note.js";
import type { NotesStore } from "./notes-store.js";
import type { OpenTrace } from "./open-trace.js";

/** Each thread is an object of the editor's; a capture that another program commented frame by frame may have any number. */
const MOST_THREADS = 500;

/** Shown on a note, so that its menu offers to change it. */
const EDITABLE = "note";

/** A note as the editor shows it; commands on it get this back. */
export class ShownNote implements vscode.Comment {
  readonly author: vscode.CommentAuthorInformation;
  readonly timestamp: Date;
  readonly contextValue = EDITABLE;
  mode = vscode.CommentMode.Preview;
  body: string;

  constructor(
    readonly shown: NoteThreads,
    readonly threadId: string,
    readonly note: NoteComment,
  ) {
    this.author = { name: note.author };
    this.timestamp = new Date(note.created);
    // A text, not Markdown: a picture in it would be fetched from wherever it says.
    this.body = note.text;
  }
}

export class NoteThreads implements vscode.Disposable {
  readonly #controller: vscode.CommentController;
  readonly #threads = new Map<string, vscode.CommentThread>();
  /** The thread of a message that somebody wrote on, by message. */
  #threadOf: ReadonlyMap<number, string> = new Map();
  /** Counts the showings: a later one takes the place of one that still asks the engine. */
  #showing = 0;

  constructor(
    controller: vscode.CommentController,
    readonly trace: OpenTrace,
    readonly store: NotesStore,
  ) {
    this.#controller = controller;
  }

  /** Id of the thread that a message has. */
  threadOf(message: number): string | undefined {
    return this.#threadOf.get(message);
  }

  /** Tells the editor that a note of the thread is shown otherwise. */
  redraw(threadId: string): void {
    const thread = this.#threads.get(threadId);
    if (thread) thread.comments = [...thread.comments];
  }

  /** Asks the engine where the messages are, and shows notes there and on the page. */
  async show(): Promise<void> {
    if (this.trace.state.kind !== "analysed") return;
    const showing = ++this.#showing;
    const { threads } = this.store.notes;
    const { places, comments } = await this.trace.notePlaces(threads.map(({ message }) => message));
    if (showing !== this.#showing) return;
    const written = threads.flatMap((thread, index) => viewsOf(thread, places[index]));
    const read = comments.map(({ message, row, text }): NoteView[] =>
      message === null ? [] : [{ message, row, author: "packet comment", created: null, text }],
    );
    this.#threadOf = new Map(threads.flatMap(({ id }, index) => (places[index] ? [[places[index].message, id]] : [])));
    this.trace.showNotes([...written, ...read.flat()]);

    const wanted = new Map<string, { message: number; comments: vscode.Comment[]; canReply: boolean }>();
    for (const [index, thread] of threads.entries()) {
      const message = places[index]?.message;
      if (message === undefined) continue;
      const shown = thread.comments.map((note) => new ShownNote(this, thread.id, note));
      wanted.set(thread.id, { message, comments: shown, canReply: true });
    }
    for (const [index, { message, text }] of comments.entries()) {
      if (message === null) continue;
      const comment = { body: text, mode: vscode.CommentMode.Preview, author: { name: "Packet comment" } };
      wanted.set(`packet ${index}`, { message, comments: [comment], canReply: false });
    }
    await this.#place([...wanted].slice(0, MOST_THREADS), showing);
  }

  dispose(): void {
    this.#showing++;
    for (const thread of this.#threads.values()) thread.dispose();
    this.#threads.clear();
  }

  async #place(
    wanted: readonly (readonly [string, { message: number; comments: vscode.Comment[]; canReply: boolean }])[],
    showing: number,
  ): Promise<void> {
    const ids = new Set(wanted.map(([id]) => id));
    for (const [id, thread] of this.#threads) {
      if (ids.has(id)) continue;
      thread.dispose();
      this.#threads.delete(id);
    }
    for (const [id, { message, comments, canReply }] of wanted) {
      const place = await this.trace.placeOf(message);
      if (showing !== this.#showing) return;
      if (!place) continue;
      const range = new vscode.Range(place.startLine, 0, place.startLine, 0);
      let thread = this.#threads.get(id);
      if (thread && thread.uri.toString() !== place.document.toString()) {
        thread.dispose();
        thread = undefined;
      }
      if (!thread) {
        thread = this.#controller.createCommentThread(place.document, range, comments);
        thread.collapsibleState = vscode.CommentThreadCollapsibleState.Collapsed;
        this.#threads.set(id, thread);
      }
      thread.range = range;
      // What is being typed stays.
      if (!thread.comments.some(({ mode }) => mode === vscode.CommentMode.Editing)) thread.comments = comments;
      thread.canReply = canReply;
      thread.label = canReply ? "Note" : "Packet comment of the capture";
    }
  }
}

function viewsOf({ comments }: NoteThread, place: { message: number; row: string | null } | null | undefined) {
  if (!place) return [];
  return comments.map(({ author, created, text }): NoteView => ({ ...place, author, created, text }));
}
