/** Notes and packet comments that go along with a redacted copy: on the same messages, without what the trace names. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type Analysis,
  memorySource,
  type NotesFile,
  Pseudonyms,
  redactFile,
  redactionReport,
  redactNotes,
} from "../../../src/core/index.js";
import { annotateCapture } from "../../../src/core/capture/annotate-capture.js";
import { MemoryTarget } from "../../../src/core/model/byte-target.js";
import { keyOfMessage } from "../../../src/core/report/notes/message-key.js";
import { notesOf } from "../../../src/core/report/notes/trace-notes.js";
import { redactFreeText } from "../../../src/core/report/redact/free-text.js";
import { KnownNames } from "../../../src/core/report/redact/known-names.js";
import { analyseOctets, pseudonymsForTests } from "./redacting.js";

const SAMPLES = new URL("../../../samples/", import.meta.url);
const sample = (name: string) => new Uint8Array(readFileSync(new URL(name, SAMPLES)));

function namesOf(...words: string[]): KnownNames {
  const names = new KnownNames();
  for (const word of words) names.add(word);
  return names;
}

describe("free text", () => {
  const redact = (text: string, ...names: string[]) => redactFreeText(text, pseudonymsForTests(), namesOf(...names));

  test.each([
    ["Wrong realm here, see frame 123456.", []],
    ["Seen on 2026-11-22 08:11:36, again on 22.11.2026.", []],
    ["RFC 3261 §10.2.4: the 401 comes 32 s late – “as always”.", []],
    ["Fixed in pjsip.conf and sip.h, see docs/notes.md", []],
    ["Port 5080 instead of 5060: 1500 bytes after 3600 s and 474 µs, expires=120, 503 each time", []],
  ])("%j stays", (text) => expect(redact(text)).toBe(text));

  test.each([
    ["2061 rings, 20615 does not", "2061", /^(?!2061)\d{4} rings, (?!20615)\d{5} does not$/],
    ["ext. 401, room 12", "", /^ext\. (?!401)\d{3}, room 12$/],
    [
      "Mrs. Miller called, Herr Müller did not",
      "",
      /^Mrs\. (?!Miller)[A-Z]\w{5} called, Herr (?!Müller)[A-Z]\w{6} did not$/,
    ],
    ["miller@customer.com says: Miller", "", /^(?!miller)[a-z]{6}@(?!customer)\w{8}\.com says: (?!Miller)[A-Z]\w{5}$/],
    ["Müller’s phone: MÜLLER", "mÃ¼ller", /^(?!Müller)[A-Z]\w{6}’s phone: \w{7}$/],
    ["mail anna@example.com", "", /^mail (?!anna)[a-z]{4}@\w{7}\.com$/],
    ["at pbx.example.org:5060", "", /^at (?!pbx)\w{3}\.\w{7}\.org:5060$/],
    ["call +49 30 1234567 back", "", /^call \+(?!49 )\d\d \d\d (?!1234567)\d{7} back$/],
    ["call (030) 123456-78", "", /^call \((?!030)\d{3}\) (?!123456)\d{6}-\d\d$/],
    ["from 192.0.2.44 and 2001:db8::1", "", /^from (?!192\.0\.2\.44)\d+\.\d+\.\d+\.\d+ and (?!2001:db8::1)[\da-f:]+$/],
    ["network card 00:15:65:ab:cd:ef", "", /^network card (?!00:15:65:ab:cd:ef)[\da-f:]{17}$/],
    ["sip:anna@localhost", "", /^sip:(?!anna)[a-z]{4}@localhost$/],
  ])("%j tells nobody", (text, name, expected) => expect(redact(text, name)).toMatch(expected));
});

const TEXT = "User 2061 of pbx.example.com at 192.168.10.61 must use realm pbx.example.com. The rest is right.";
const ORIGINALS = ["2061", "pbx.example", "192.168.10.61", "0_98893622"];

function notesOn({ trace }: Analysis): NotesFile {
  const comment = { author: "Ann Berg", created: "2026-11-22T09:30:00.000Z", text: TEXT, extra: "2061" };
  const rows = [0, 2, 3];
  const threads = rows.map((row) => ({
    id: `t${row}`,
    message: keyOfMessage(trace, row),
    comments: [{ id: `c${row}`, ...comment }],
  }));
  return { threads, deleted: [] };
}

test.each(["realm-mismatch.pcapng", "realm-mismatch.siptrace"])(
  "notes on %s stand on the same messages of the copy",
  (name) => {
    const original = sample(name);
    const before = analyseOctets(original);
    const notes = notesOn(before);
    const pseudonyms = new Pseudonyms(new Uint8Array(32).fill(9));
    const names = pseudonyms.remember();
    const target = new MemoryTarget("copy");
    const steps = redactFile(memorySource(name, original), target, pseudonyms);
    while (!steps.next().done);
    const redacted = redactNotes(notes, pseudonyms, names);
    const after = analyseOctets(target.octets.slice());
    const messages = notesOf(after, [redacted]).map(({ message }) => message);
    expect(messages).toEqual(notesOf(before, [notes]).map(({ message }) => message));
    expect(messages).toEqual([0, 2, 3]);
    const text = JSON.stringify(redacted);
    for (const value of [...ORIGINALS, "Ann", "extra"]) expect(text).not.toContain(value);
    expect(redacted.threads[0]!.comments[0]!.text).toMatch(/^User \d{4} of \w{3}\.\w{7}\.com .* The rest is right\.$/);
    // What the notes call the domain is what the copy does.
    const domain = / of (\S+) at /.exec(redacted.threads[0]!.comments[0]!.text)![1]!;
    expect(Buffer.from(target.octets).toString("latin1")).toContain(domain);
  },
);

test("texts are left out unless they are wanted", () => {
  const notes = notesOn(analyseOctets(sample("realm-mismatch.siptrace")));
  const pseudonyms = pseudonymsForTests();
  const { threads } = redactNotes(notes, pseudonyms, undefined);
  expect(threads.flatMap(({ comments }) => comments.map(({ text }) => text))).toEqual(
    new Array<string>(3).fill("(This text was left out of the redacted copy.)"),
  );
  expect(redactionReport(pseudonyms.tally)).toContain("Not in the copy:\n  3 texts of notes and packet comments\n");
});

/** The comments of a copy of a capture with two of them on its first frame. */
function copiedComments(keepsNoteText: boolean) {
  const pieces: Uint8Array[] = [];
  const comments = new Map([[1, ["First: 2061 at 192.168.10.61", "Second: all is well"]]]);
  const writing = annotateCapture(memorySource("a", sample("realm-mismatch.pcapng")), comments, (piece) =>
    pieces.push(piece.slice()),
  );
  while (!writing.next().done);
  const annotated = new Uint8Array(Buffer.concat(pieces));
  const target = new MemoryTarget("copy");
  const steps = redactFile(memorySource("a", annotated), target, pseudonymsForTests(), { keepsNoteText });
  while (!steps.next().done);
  const text = Buffer.from(target.octets).toString("latin1");
  for (const value of ORIGINALS) expect(text).not.toContain(value);
  const { trace } = analyseOctets(target.octets.slice());
  expect(trace.comments.map(({ place }) => place.frame)).toEqual([1, 1]);
  return trace.comments.map((comment) => comment.text);
}

test("packet comments stay on their frames, without their text unless it is wanted", () => {
  expect(new Set(copiedComments(false))).toEqual(new Set(["(This text was left out of the redacted copy.)"]));
  expect(copiedComments(true)).toEqual([
    expect.stringMatching(/^First: (?!2061)\d{4} at (?!192\.168\.10\.61)192\.168\./),
    "Second: all is well",
  ]);
});
