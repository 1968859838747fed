/** Notes stay with their messages through new exports, and merging two sides loses nothing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findMessages, keyOfMessage } from "../../../src/core/report/notes/message-key.js";
import { mergeNotes } from "../../../src/core/report/notes/merge-notes.js";
import { NO_NOTES, type NotesFile, readNotes, writeNotes } from "../../../src/core/report/notes/notes-file.js";
import { notesOf } from "../../../src/core/report/notes/trace-notes.js";
import { healthyRegistration, refreshes } from "../../ladder/views-of.js";
import { REGISTER, sent, traceOf } from "../../trace/trace-of.js";
import { analysed, analysedSample } from "../analysed.js";

const REPEATED = [0, 0.5, 1.5, 3.5].map((at) => sent({ at, line: REGISTER })).join("");

describe("the key of a message", () => {
  const text = healthyRegistration() + refreshes(3, 48);
  const trace = traceOf(text);
  const keys = Array.from({ length: trace.messages.length }, (_, message) => keyOfMessage(trace, message));

  test("finds every message of its own trace", () =>
    expect(findMessages(trace, keys)).toEqual(keys.map((_, index) => index)));

  test("finds them below lines that were put above, and without those that were cut off", () => {
    const rest = text.split(/\n(?=20)/).slice(2);
    const other = traceOf(`# a comment\n\n${rest.join("\n")}`);
    expect(findMessages(other, keys)).toEqual([null, null, ...keys.slice(2).map((_, index) => index)]);
  });

  test("finds them in an export on another day", () => {
    const other = traceOf(text.replaceAll("2026-11-20", "2025-01-02"));
    expect(findMessages(other, keys)).toEqual(keys.map((_, index) => index));
  });

  test("tells retransmissions apart, by time where some are gone", () => {
    const whole = traceOf(REPEATED);
    const named = [0, 1, 2, 3].map((message) => keyOfMessage(whole, message));
    expect(named.map(({ occurrence }) => occurrence)).toEqual([1, 2, 3, 4]);
    expect(findMessages(whole, named)).toEqual([0, 1, 2, 3]);
    const cut = traceOf([1.5, 3.5].map((at) => sent({ at, line: REGISTER })).join(""));
    expect(findMessages(cut, named.slice(2))).toEqual([0, 1]);
  });

  test("is the same in a capture and in its text", () => {
    const capture = analysedSample("realm-mismatch.pcapng").trace;
    const log = analysedSample("realm-mismatch.siptrace").trace;
    const all = Array.from({ length: capture.messages.length }, (_, message) => keyOfMessage(capture, message));
    expect(findMessages(log, all)).toEqual(all.map((_, index) => index));
  });

  test("names a message without Call-ID by its octets", () => {
    const broken = traceOf(sent({ at: 0, line: REGISTER, callId: "" }) + sent({ at: 1, line: REGISTER, callId: "" }));
    const key = keyOfMessage(broken, 1);
    expect(key.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(findMessages(broken, [key])).toEqual([1]);
  });
});

describe("a file of notes", () => {
  const notes = fileOf("a", "first");

  test("is read as it was written, with keys that are not known", () => {
    const wider = { ...notes, ticket: "4711" };
    expect(readNotes(writeNotes(wider))).toMatchObject({ kind: "read", notes: wider });
  });

  test("is a foreign one for anything else", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => void expect(readNotes(text).kind).toBe("foreign")),
    );
  });

  test("with any value in a key's place is read or refused, never an exception later", () => {
    const trace = analysed("x.siptrace", healthyRegistration());
    fc.assert(
      fc.property(fc.constantFrom("id", "message", "comments"), fc.jsonValue(), (key, value) => {
        const { threads } = notes;
        const result = readNotes(
          JSON.stringify({ ...JSON.parse(writeNotes(notes)), threads: [{ ...threads[0], [key]: value }] }),
        );
        if (result.kind === "read") notesOf(trace, [result.notes]);
      }),
    );
  });
});

function fileOf(id: string, text: string, more: Partial<NotesFile["threads"][0]["comments"][0]> = {}): NotesFile {
  const message = { start: "REGISTER", callId: "c", cseq: "1 REGISTER", branch: "b", occurrence: 1, time: null };
  return {
    threads: [{ id: "t", message, comments: [{ id, author: "A", created: "2026-01-01", text, ...more }] }],
    deleted: [],
  };
}
const texts = (file: NotesFile) => file.threads.flatMap(({ comments }) => comments.map(({ text }) => text)).sort();

describe("merging", () => {
  test("keeps what either side added", () =>
    expect(texts(mergeNotes(NO_NOTES, fileOf("a", "mine"), fileOf("b", "theirs")))).toEqual(["mine", "theirs"]));

  test("takes the side that changed, and both where both did", () => {
    const base = fileOf("a", "before");
    const [mine, theirs] = [
      fileOf("a", "mine", { modified: "2026-01-02" }),
      fileOf("a", "theirs", { modified: "2026-01-03" }),
    ];
    expect(texts(mergeNotes(base, mine, base))).toEqual(["mine"]);
    expect(texts(mergeNotes(base, base, theirs))).toEqual(["theirs"]);
    const both = mergeNotes(base, mine, theirs);
    expect(texts(both)).toEqual(["mine", "theirs"]);
    expect(texts(mergeNotes(both, both, both))).toEqual(["mine", "theirs"]);
    expect(texts(mergeNotes(base, mine, both))).toEqual(["mine", "theirs"]);
  });

  test("deletes what one side deleted and the other left alone, and nothing that the other changed", () => {
    const base = fileOf("a", "before");
    expect(texts(mergeNotes(base, NO_NOTES, base))).toEqual([]);
    expect(texts(mergeNotes(base, base, NO_NOTES))).toEqual([]);
    expect(texts(mergeNotes(base, fileOf("a", "mine"), NO_NOTES))).toEqual(["mine"]);
    expect(texts(mergeNotes(base, NO_NOTES, fileOf("a", "theirs")))).toEqual(["theirs"]);
  });

  test("does not take for deleted what a slower writer overtook, but what was deleted on purpose", () => {
    const mine = fileOf("a", "mine");
    expect(texts(mergeNotes(NO_NOTES, mine, NO_NOTES))).toEqual(["mine"]);
    expect(texts(mergeNotes(NO_NOTES, mine, { threads: [], deleted: ["a"] }))).toEqual([]);
  });

  test("loses no text that is new on either side, whatever was there", () => {
    const file = fc
      .uniqueArray(fc.record({ id: fc.constantFrom("a", "b", "c", "d"), text: fc.constantFrom("x", "y", "z") }), {
        selector: ({ id }) => id,
      })
      .map((comments): NotesFile => {
        const [thread] = fileOf("a", "").threads;
        const made = comments.map((each) => ({ ...each, author: "A", created: "2026-01-01" }));
        return { threads: made.length === 0 ? [] : [{ ...thread!, comments: made }], deleted: [] };
      });
    fc.assert(
      fc.property(file, file, file, (base, mine, theirs) => {
        const merged = texts(mergeNotes(base, mine, theirs));
        for (const side of [mine, theirs]) {
          const fresh = texts(side).filter((text) => !texts(base).includes(text));
          for (const text of fresh) expect(merged).toContain(text);
        }
      }),
    );
  });
});
