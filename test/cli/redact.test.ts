/** `--redact` as a user runs it: copies, their notes, the table, and a report of them. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleNotes } from "../report/notes/sample-notes.js";
import { ROOT, runCli } from "./command-line.js";

const ORIGINALS = ["2061", "pbx.example.com", "192.168.10.61", "192.168.10.5", "Berg"];
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sip-trace-redact-"));
  copyFileSync(join(ROOT, "samples", "realm-mismatch.pcapng"), join(folder, "phone.pcapng"));
  copyFileSync(join(ROOT, "samples", "realm-mismatch.siptrace"), join(folder, "phone.siptrace"));
  writeFileSync(join(folder, "phone.pcapng.notes.json"), JSON.stringify(NOTES));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(args, { folder });
const read = (...path: string[]) => readFileSync(join(folder, ...path), "latin1");
function expectNoOriginals(text: string): void {
  for (const value of ORIGINALS) expect(text).not.toContain(value);
}

const NOTES = sampleNotes("2061 has the wrong realm, see pbx.example.com. Tell Miller.", "Ann Berg");

test("writes a copy that is diagnosed as the original, and tells what was done", () => {
  const { status, out, err } = run("--redact", "copy.pcapng", "--redact-map", "map.json", "phone.pcapng");
  expect({ status, out }).toEqual({ status: 0, out: "" });
  expect(err).toMatch(/^Replaced, beside the addresses of packets:\n {2}\d+ names/);
  expectNoOriginals(read("copy.pcapng"));
  expect(read("map.json")).toContain('"2061"');
  expect(statSync(join(folder, "map.json")).mode & 0o077).toBe(0);
  const found = run("copy.pcapng");
  expect(found.status).toBe(1);
  expect(found.out).toMatch(
    /frame 5 Authorization: error: Realm "asterisk" does not answer challenge realm "\w{3}\.\w{7}\.com"/,
  );
});

test("takes notes along, and makes a report of the copy", () => {
  const args = ["report", "--redact", "sent.pcapng", "--notes", "phone.pcapng.notes.json", "--out", "sent.md"];
  expect(run(...args, "phone.pcapng")).toMatchObject({ status: 1, out: "" });
  expectNoOriginals(read("sent.pcapng.notes.json"));
  const report = read("sent.md");
  expectNoOriginals(report);
  expect(report).toContain("text was left out");
  expect(report).not.toContain("Miller");
  expect(report).toContain("sent.pcapng");
  expect(report).not.toContain("phone.pcapng");
});

test("keeps the text of notes where it is wanted, and says that it is to be read", () => {
  const args = ["report", "--redact", "kept.pcapng", "--keep-note-text", "--notes", "phone.pcapng.notes.json"];
  const { out, err } = run(...args, "phone.pcapng");
  expect(out).toMatch(/\d{4} has the wrong realm, see \w{3}\.\w{7}\.com\. Tell Miller\./);
  expectNoOriginals(out);
  expect(err).toContain("1 notes and packet comments, to be read before they are sent");
  const refused = run("--keep-note-text", "phone.pcapng");
  expect(refused).toMatchObject({ status: 2, err: "sip-trace: --keep-note-text belongs to --redact OUT.\n" });
});

test("gives each of several files the notes that are named after it", () => {
  const args = ["--redact", "copies", "--notes", "phone.pcapng.notes.json", "phone.pcapng", "phone.siptrace"];
  expect(run(...args)).toMatchObject({ status: 0 });
  expectNoOriginals(read("copies", "phone.siptrace"));
  expect(existsSync(join(folder, "copies", "phone.pcapng.notes.json"))).toBe(true);
  expect(existsSync(join(folder, "copies", "phone.siptrace.notes.json"))).toBe(false);
  copyFileSync(join(folder, "phone.pcapng.notes.json"), join(folder, "other.notes.json"));
  const refused = run("--redact", "others", "--notes", "other.notes.json", "phone.pcapng", "phone.siptrace");
  expect(refused).toMatchObject({ status: 2, out: "" });
  expect(refused.err).toContain("other.notes.json: none of the files is called as these notes are.");
});

test("calls a phone the same in two runs with one key", () => {
  expect(run("--redact", "one.pcapng", "--redact-key", "key", "phone.pcapng").err).toContain("a new key was written");
  expect(run("--redact", "two.siptrace", "--redact-key", "key", "phone.siptrace").status).toBe(0);
  const aorOf = (name: string) => /^To: <(sip:\d{4}@\w{3}\.\w{7}\.com)>/m.exec(read(name))![1]!;
  expect(aorOf("two.siptrace")).toBe(aorOf("one.pcapng"));
});

test("takes no file for the key that is read or written itself", () => {
  const refused = { status: 2, out: "" };
  const of = (key: string, ...args: string[]) => run("--redact", "keyed.pcapng", "--redact-key", key, ...args);
  expect(of("phone.pcapng", "phone.pcapng")).toMatchObject(refused);
  expect(of("./phone.pcapng", "phone.pcapng").err).toContain("the key of --redact-key is a file of its own.");
  expect(of("keyed.pcapng", "phone.pcapng")).toMatchObject(refused);
  symlinkSync(join(folder, "phone.pcapng"), join(folder, "link"));
  expect(of("link", "phone.pcapng")).toMatchObject(refused);
  expect(of("table.json", "--redact-map", "table.json", "phone.pcapng")).toMatchObject(refused);
  expect(existsSync(join(folder, "keyed.pcapng"))).toBe(false);
});

test("opens TLS by a key log, and the copy by keys of its own", () => {
  const secure = join(ROOT, "test", "packet", "tls", "captures");
  expect(
    run("--redact", "tls.pcapng", "--keylog", join(secure, "chacha.keys.log"), join(secure, "chacha.pcap")),
  ).toMatchObject({ status: 0 });
  const messages = (...args: string[]) =>
    (JSON.parse(run("--format", "json", ...args).out) as { traces: { messages: number }[] }).traces[0]!.messages;
  const count = messages("--keylog", join(secure, "chacha.keys.log"), join(secure, "chacha.pcap"));
  expect(count).toBeGreaterThan(0);
  expect(messages("tls.pcapng")).toBe(count);
});

test("never writes over what it reads", () => {
  mkdirSync(join(folder, "same"));
  copyFileSync(join(folder, "phone.pcapng"), join(folder, "same", "phone.pcapng"));
  const before = read("same", "phone.pcapng");
  expect(run("--redact", "same/phone.pcapng", "same/phone.pcapng").status).toBe(2);
  expect(read("same", "phone.pcapng")).toBe(before);
});
