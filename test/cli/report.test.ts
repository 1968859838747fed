/** `sip-trace report`, `--out` and `--notes` as a user runs them. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleNotes } from "../report/notes/sample-notes.js";
import { ROOT, runCli } from "./command-line.js";

const capture = join(ROOT, "samples", "realm-mismatch.pcapng");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sip-trace-report-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(args, { folder });

const NOTES = sampleNotes("Wrong realm here.");

describe("sip-trace report", () => {
  it("is Markdown, the same as the format of that name, with the exit status of the findings", () => {
    const report = run("report", capture);
    expect(report).toMatchObject({ status: 1, err: "" });
    expect(report.out).toMatch(/^# SIP Trace report: realm-mismatch\.pcapng\n/);
    expect(run("--format", "markdown", capture)).toEqual(report);
  });

  it("is HTML where the file to write is named so", () => {
    expect(run("report", capture, "--out", "report.html")).toEqual({ status: 1, out: "", err: "" });
    expect(readFileSync(join(folder, "report.html"), "utf8")).toMatch(/^<!doctype html>/);
    expect(run("--format", "html", capture).out).toBe(readFileSync(join(folder, "report.html"), "utf8"));
  });

  it("is a file's name where such a file is there", () => {
    copyFileSync(capture, join(folder, "report"));
    expect(run("report").out).toContain("realm-mismatch (proven");
    rmSync(join(folder, "report"));
    expect(run("report")).toMatchObject({ status: 2, out: "" });
  });

  it.each([
    [["report", "--format", "json"], "A report is written as markdown or html, not as json."],
    [["--format", "html", "--ladder"], "--ladder prints text, mermaid, svg or png"],
    [["--card", "--format", "markdown"], "--card prints text"],
  ])("%j is refused in a sentence", (args, sentence) => {
    const { status, out, err } = run(...args, capture);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(sentence);
  });
});

describe("--out", () => {
  it("never writes over what is read", () => {
    const own = join(folder, "own.pcapng");
    copyFileSync(capture, own);
    const { status, err } = run("--format", "json", own, "--out", join(folder, ".", "own.pcapng"));
    expect(status).toBe(2);
    expect(err).toContain("is itself read; name another file to write to.");
    expect(readFileSync(own)).toEqual(readFileSync(capture));
    const settings = join(folder, "settings.json");
    for (const option of ["--suppressions", "--log-formats"]) {
      writeFileSync(settings, "[]");
      expect(run(own, option, settings, "--out", settings).err).toContain("is itself read");
      expect(run(own, option, settings, "--redact", settings).err).toContain("is itself read");
      expect(run(own, option, settings, "--annotate", settings).err).toContain("is itself read");
      expect(readFileSync(settings, "utf8")).toBe("[]");
    }
  });

  it("says why a file cannot be written", () => {
    const { status, err } = run(capture, "--out", join(folder, "missing", "report.md"));
    expect(status).toBe(2);
    expect(err).toMatch(/^sip-trace: .*report\.md: cannot be written/);
  });
});

describe("--notes", () => {
  const notesFile = (content: unknown) => {
    const path = join(folder, "capture.pcapng.notes.json");
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  };

  it("puts notes at their messages, in reports and in JSON", () => {
    const path = notesFile(NOTES);
    expect(run("report", capture, "--notes", path).out).toMatch(/REGISTER · frame 5.*Ann.*\n\n> Wrong realm here\./);
    const { traces } = JSON.parse(run("--format", "json", "--notes", path, capture).out) as {
      traces: { notes: unknown[] }[];
    };
    const place = { file: capture, frame: 5, line: null };
    expect(traces[0]?.notes).toEqual([
      { place, author: "Ann", time: "2026-11-22T09:30:00Z", text: "Wrong realm here." },
    ]);
  });

  it.each([
    ["no JSON", "{", "it is no JSON"],
    ["no JSON further on", '{\n  "format": "x",\n}', "it is no JSON (line 3, column 1)."],
    ["another program's", { threads: [] }, 'its "format" is not "sip-trace-notes"'],
    ["of a later version", { ...NOTES, version: 2 }, 'its "version" is not 1'],
    ["with a broken thread", { ...NOTES, threads: [{ id: 1 }] }, "the thread at index 0"],
  ])("refuses a file that is %s", (_, content, reason) => {
    const { status, err } = run(capture, "--notes", notesFile(content));
    expect(status).toBe(2);
    expect(err).toContain("this is no file of notes");
    expect(err).toContain(reason);
  });
});

describe("--annotate", () => {
  it("writes the capture with findings and notes as packet comments, and the same findings in it", () => {
    const out = join(folder, "annotated.pcapng");
    writeFileSync(join(folder, "own.notes.json"), JSON.stringify(NOTES));
    expect(run(capture, "--annotate", out, "--notes", "own.notes.json")).toMatchObject({ status: 1, err: "" });
    const { traces } = JSON.parse(run("--format", "json", out).out) as {
      traces: { findings: unknown[]; notes: { place: { frame: number }; text: string }[] }[];
    };
    const at5 = traces[0]?.notes.filter(({ place }) => place.frame === 5).map(({ text }) => text);
    expect(at5).toEqual([
      expect.stringMatching(/^SIP Trace error: Realm mismatch\. .*\[realm-mismatch\]$/),
      "Ann, 2026-11-22 09:30: Wrong realm here.",
    ]);
    const before = JSON.parse(run("--format", "json", capture).out) as { traces: typeof traces };
    const text = (value: unknown) => JSON.stringify(value).replaceAll(out, capture);
    expect(text(traces[0]?.findings)).toBe(text(before.traces[0]?.findings));
  });

  it("changes nothing when it is done again", () => {
    const [once, twice] = [join(folder, "once.pcapng"), join(folder, "twice.pcapng")];
    run(capture, "--annotate", once);
    run(once, "--annotate", twice);
    expect(readFileSync(twice)).toEqual(readFileSync(once));
  });

  it.each([
    [[capture, "--annotate", capture], "is itself read"],
    [[capture, capture, "--annotate", "x.pcapng"], "name just one"],
    [[capture, "--out", "x", "--annotate", "x"], "the same file"],
    [[join(ROOT, "samples", "realm-mismatch.siptrace"), "--annotate", "x.pcapng"], "Only captures"],
  ])("%j is refused in a sentence", (args, sentence) => {
    const { status, err } = run(...args);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(existsSync(join(folder, "x.pcapng"))).toBe(false);
  });
});
