/** Notes in the editor: written on a message, kept beside the trace, and never lost to another window or a read-only folder. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readNotes, writeNotes, type NotesFile } from "../../src/core/index.js";
import { COMMANDS } from "../../src/vscode/contributions.js";
import { registerNotes } from "../../src/vscode/notes.js";
import { NotesStore } from "../../src/vscode/notes-store.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { FakeUri } from "./fake-uri.js";
import { editor, type FakeCommentThread, FakeCommentThread as Thread, Range } from "./fake-vscode.js";
import { analysed, REALM_MISMATCH, startTraces } from "./open-log.js";

const LOG = "file:///logs/call.siptrace";
const FILE = `${LOG}.notes.json`;

/** What the editor keeps for an extension. */
class FakeMemento {
  readonly kept = new Map<string, unknown>();
  get<T>(key: string): T | undefined {
    return this.kept.get(key) as T | undefined;
  }
  update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.kept.delete(key);
    else this.kept.set(key, value);
    return Promise.resolve();
  }
  keys(): readonly string[] {
    return [...this.kept.keys()];
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
const onDisk = (): NotesFile => {
  const result = readNotes(new TextDecoder().decode(editor.files.get(FILE)));
  if (result.kind === "foreign") throw new Error(result.reason);
  return result.notes;
};
const put = (text: string) => void editor.files.set(FILE, new TextEncoder().encode(text));
const texts = ({ threads }: NotesFile) => threads.flatMap(({ comments }) => comments.map(({ text }) => text)).sort();
const shown = () =>
  [...editor.threads].map(({ range, comments }) => [range.start.line, comments.map(({ body }) => body)]);

let storage: FakeMemento;
beforeEach(() => {
  editor.reset();
  storage = new FakeMemento();
});

describe("in the text", () => {
  let traces: OpenTraces;
  let notes: { dispose(): void };
  beforeEach(() => {
    traces = startTraces();
    notes = registerNotes(traces, storage, "ann");
  });
  afterEach(() => {
    notes.dispose();
    traces.dispose();
  });

  async function open(text = REALM_MISMATCH): Promise<void> {
    const done = analysed(traces);
    editor.open(LOG, text);
    await done;
    await settled();
  }
  async function write(line: number, text: string): Promise<FakeCommentThread> {
    const thread = new Thread(FakeUri.parse(LOG), new Range(line, 0, line, 0), []);
    await editor.run(COMMANDS.createNote, { thread, text });
    await settled();
    return [...editor.threads].at(-1)!;
  }

  test("a note goes to its message's start line, and with its author to the file beside the log", async () => {
    await open();
    await write(5, "Look at this");
    expect(shown()).toEqual([[1, ["Look at this"]]]);
    const [thread] = onDisk().threads;
    expect(thread).toMatchObject({ message: { start: "REGISTER", callId: "1@192.0.2.10", cseq: "1 REGISTER" } });
    expect(thread?.comments[0]).toMatchObject({ author: "ann", text: "Look at this" });
  });

  test("in a text that holds no message goes nowhere", async () => {
    await open("no SIP\n");
    await write(0, "Look at this");
    expect(editor.files.has(FILE)).toBe(false);
  });

  test("a second one on the same message joins its thread, also as a reply", async () => {
    await open();
    const thread = await write(5, "first");
    await write(2, "second");
    await editor.run(COMMANDS.createNote, { thread, text: "third" });
    await settled();
    expect(onDisk().threads).toHaveLength(1);
    expect(shown()).toEqual([[1, ["first", "second", "third"]]]);
  });

  test("it is there again when the log is opened, and moves with its message", async () => {
    await open();
    await write(14, "the challenge");
    const before = shown()[0]![0] as number;
    editor.close(editor.documents[0]!);
    expect(editor.threads.size).toBe(0);
    await open(`# inserted\n\n${REALM_MISMATCH}`);
    expect(shown()).toEqual([[before + 2, ["the challenge"]]]);
  });

  test("it is changed, and deleted once a person is sure", async () => {
    await open();
    const thread = await write(5, "befor");
    const note = () => [...editor.threads][0]!.comments[0] as unknown as { body: string };
    await editor.run(COMMANDS.editNote, note());
    const edited = note();
    edited.body = "before";
    await editor.run(COMMANDS.saveNote, edited);
    await settled();
    expect(texts(onDisk())).toEqual(["before"]);
    expect(onDisk().threads[0]?.comments[0]).toHaveProperty("modified");
    await editor.run(COMMANDS.deleteNote, note());
    expect(texts(onDisk())).toEqual(["before"]);
    expect(thread.uri.toString()).toBe(LOG);
  });
});

describe("the file", () => {
  const uri = FakeUri.parse(LOG) as never;
  const stores: NotesStore[] = [];
  const store = (own = storage) => {
    const made = new NotesStore(uri, own);
    stores.push(made);
    return made;
  };
  const add = (id: string) => [addNote(id), [id]] as const;
  afterEach(() => {
    for (const each of stores.splice(0)) each.dispose();
  });

  test("two windows that write at once lose nothing, in whatever order they come", async () => {
    const [first, second] = [store(), store(new FakeMemento())];
    await Promise.all([first.settled(), second.settled()]);
    await Promise.all([first.edit(...add("a")), second.edit(...add("b")), first.edit(...add("c"))]);
    await settled();
    expect(texts(onDisk())).toEqual(["a", "b", "c"]);
    expect(texts(first.notes)).toEqual(texts(second.notes));
  });

  test("a writer who overtook this window does not make its notes go", async () => {
    const own = store();
    await own.edit(...add("a"));
    put(writeNotes({ ...addNote("b")({ threads: [], deleted: [] }) }));
    editor.written.fire(FakeUri.parse(FILE));
    await settled();
    expect(texts(onDisk())).toEqual(["a", "b"]);
  });

  test("what another window deleted stays deleted", async () => {
    const own = store();
    await own.edit(...add("a"));
    put(writeNotes({ threads: [], deleted: ["a"] }));
    editor.written.fire(FakeUri.parse(FILE));
    await settled();
    expect(texts(onDisk())).toEqual([]);
    expect(texts(own.notes)).toEqual([]);
  });

  test.each([
    ["another program's", '{"threads":"mine"}'],
    ["broken", '{"format":"sip-trace-notes","version":1,"threads":['],
    ["of a later version", '{"format":"sip-trace-notes","version":2,"threads":[]}'],
  ])("%s is never written over; the notes are kept in the editor and told of once", async (_, content) => {
    put(content);
    const own = store();
    const told: string[] = [];
    own.onDidFail((sentence) => told.push(sentence));
    await own.edit(...add("a"));
    await own.edit(...add("b"));
    expect(new TextDecoder().decode(editor.files.get(FILE))).toBe(content);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^call\.siptrace\.notes\.json is left alone: .*Your notes are kept in this editor\.$/);
    expect(texts(store().notes)).toEqual(["a", "b"]);
  });

  test("in a folder that cannot be written they are kept, and written as soon as it can", async () => {
    editor.isReadOnly = true;
    const own = store();
    await own.edit(...add("a"));
    expect(editor.files.has(FILE)).toBe(false);
    const later = store();
    expect(texts(later.notes)).toEqual(["a"]);
    await later.settled();
    editor.isReadOnly = false;
    const last = store();
    await last.settled();
    expect(texts(onDisk())).toEqual(["a"]);
    expect(storage.keys()).toEqual([]);
  });

  test("that is gone takes nothing with it", async () => {
    const own = store();
    await own.edit(...add("a"));
    editor.files.delete(FILE);
    await own.edit(...add("b"));
    expect(texts(onDisk())).toEqual(["a", "b"]);
  });

  test("is not written by looking at it", async () => {
    const content = writeNotes(addNote("a")({ threads: [], deleted: [] })).replace(/\n\s*/g, " ");
    put(content);
    const own = store();
    await own.settled();
    expect(texts(own.notes)).toEqual(["a"]);
    expect(new TextDecoder().decode(editor.files.get(FILE))).toBe(content);
  });
});

function addNote(id: string): (notes: NotesFile) => NotesFile {
  const message = { start: "REGISTER", callId: "c", cseq: "1 REGISTER", branch: "b", occurrence: 1, time: null };
  const comment = { id, author: "ann", created: "2026-11-22T09:30:00Z", text: id };
  return (notes) => ({ ...notes, threads: [...notes.threads, { id: `thread ${id}`, message, comments: [comment] }] });
}
