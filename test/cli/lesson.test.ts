/** `sip-trace lesson` as a trainer runs it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, runCli } from "./command-line.js";

const LESSON = join("samples", "lessons", "01-healthy-handshake.md");
const CAPTURE = join("samples", "healthy-registration.pcapng");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sip-trace-lesson-"));
  mkdirSync(join(folder, "lessons"));
  writeFileSync(join(folder, "healthy-registration.pcapng"), readFileSync(join(ROOT, CAPTURE)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(args);

/** The bundled lesson with one thing changed, in a folder of its own. */
function changed(from: string, to: string): string {
  const text = readFileSync(join(ROOT, LESSON), "utf8");
  expect(text).toContain(from);
  const path = join(folder, "lessons", "mine.md");
  writeFileSync(path, text.replaceAll(from, to));
  return path;
}

describe("lesson check", () => {
  it("finds nothing wrong with what is right", () => {
    expect(run("lesson", "check", LESSON)).toEqual({ status: 0, out: "1 lesson: no mistake.\n", err: "" });
  });

  it.each([
    ["level: beginner", "level: easy", '"level" is one of beginner, intermediate, advanced, not "easy".'],
    ["at: REGISTER 3", "at: REGISTER 7", "There is no REGISTER 7 in the capture; it has 4 of them."],
    ["at: REGISTER 3", "at: frame 1000", "There is neither a SIP message nor a signal at frame 1000."],
    ["at: 401 1", "at: 200 1", "200 1 has no header WWW-Authenticate."],
    ["findings: []", "findings:\n  - rule: auth-loop", "The capture yields no finding auth-loop."],
    [
      "843cb0757385a837467f083b3c973f9f",
      "943cb0757385a837467f083b3c973f9f",
      "943cb0757385a837467f083b3c973f9f is neither in the capture nor computed in a step.",
    ],
    ["`Expires: 60`", "`Expires: 61`", 'The capture has no "Expires: 61".'],
    ["RFC 3261 §10.3", "RFC 3261 §10.9", "RFC 3261 has no section 10.9."],
    ["../healthy-registration.pcapng", "../nothing.pcapng", "There is no file ../nothing.pcapng."],
    ["# The healthy handshake\n", "# The healthy handshake\n\n[more](nowhere.md)\n", "There is no file nowhere.md."],
    [
      "# The healthy handshake\n",
      "# The healthy handshake\n\n[x](command:x)\n",
      "A link leads to an RFC or to a file beside the lesson.",
    ],
    [
      "# The healthy handshake\n",
      "# The healthy handshake\n\n<script>alert(1)</script>\n",
      "HTML is shown as it is written; say it in Markdown.",
    ],
    [
      "# The healthy handshake\n",
      "# The healthy handshake\n\nA ![picture](x.png)\n",
      "A lesson has no pictures but the ladders that it is given.",
    ],
  ])("tells of %s → %s", (from, to, message) => {
    const file = changed(from, to);
    const last = to.trimEnd().split("\n").at(-1)!;
    const line =
      readFileSync(file, "utf8")
        .split("\n")
        .findIndex((each) => each.includes(last)) + 1;
    const { status, out, err } = run("lesson", "check", file);
    expect(out).toMatch(/^\S+mine\.md:\d+: .*\n(?:.*\n)*1 lesson: \d+ mistakes?\.\n$/);
    expect(out).toContain(`mine.md:${line}: ${message}\n`);
    expect({ status, err }).toEqual({ status: 1, err: "" });
  });

  it("tells of findings that a lesson does not claim", () => {
    const file = changed("../healthy-registration.pcapng", "../realm-mismatch.pcapng");
    writeFileSync(join(folder, "realm-mismatch.pcapng"), readFileSync(join(ROOT, "samples", "realm-mismatch.pcapng")));
    expect(run("lesson", "check", file).out).toMatch(
      /:9: The capture yields a finding that "findings" does not claim: realm-mismatch, error, /,
    );
  });

  it("goes on behind a lesson whose capture is none, and tells of a name that is taken", () => {
    const file = changed("../healthy-registration.pcapng", "mine.md");
    const { status, out, err } = run("lesson", "check", file, LESSON, LESSON);
    expect(out).toMatch(/mine\.md:9: .*No SIP message was found/);
    expect(out).toContain(`${LESSON}:2: "healthy-handshake" is the name of`);
    expect(out).toMatch(/\n3 lessons: \d mistakes\.\n$/);
    expect({ status, err }).toEqual({ status: 1, err: "" });
  });

  it("reads a file with a mark of its octet order to its end", () => {
    const file = changed("RFC 3261 §10.3", "RFC 3261 §10.9");
    writeFileSync(file, `\ufeff${readFileSync(file, "utf8")}`);
    expect(run("lesson", "check", file).out).toContain("RFC 3261 has no section 10.9.");
  });

  it("tells of what is no lesson", () => {
    expect(run("lesson", "check", "README.md").out).toContain("README.md:1: This is no lesson:");
    expect(run("lesson", "check", "nowhere.md")).toMatchObject({ status: 2, out: "" });
  });
});

describe("lesson export", () => {
  it("writes one page", () => {
    const page = run("lesson", "export", LESSON);
    expect(page).toMatchObject({ status: 0, err: "" });
    expect(page.out).toMatch(/^<!doctype html>/);
    const out = join(folder, "page.html");
    expect(run("lesson", "export", LESSON, "--out", out)).toEqual({ status: 0, out: "", err: "" });
    expect(readFileSync(out, "utf8")).toBe(page.out);
  });

  it("writes slides, a picture and a diagram for every step", () => {
    const slides = join(folder, "slides", "first");
    expect(run("lesson", "export", LESSON, "--slides", slides)).toEqual({ status: 0, out: "", err: "" });
    const names = readdirSync(slides).sort();
    expect(names).toHaveLength(12);
    expect(names.slice(0, 2)).toEqual(["healthy-handshake-01.mmd", "healthy-handshake-01.svg"]);
  });

  it("paints the slides too where PNG is asked for", () => {
    const slides = join(folder, "slides", "painted");
    expect(run("lesson", "export", LESSON, "--slides", slides, "--format", "png")).toMatchObject({
      status: 0,
      err: "",
    });
    const painted = readdirSync(slides).filter((name) => name.endsWith(".png"));
    expect(painted).toHaveLength(6);
    const sizeOf = (name: string) => {
      const png = readFileSync(join(slides, name));
      expect(png.subarray(0, 8)).toEqual(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
      return [png.readUInt32BE(16), png.readUInt32BE(20)];
    };
    const [[width = 0, height = 0] = [], last] = [sizeOf(painted[0]!), sizeOf(painted.at(-1)!)];
    expect(last[0]).toBe(width);
    expect(last[1]).toBeGreaterThan(height);
  });

  it("never writes over what it reads", () => {
    const file = changed("minutes: 12", "minutes: 13");
    expect(run("lesson", "export", file, "--out", file)).toMatchObject({ status: 2 });
    expect(readFileSync(file, "utf8")).toContain("minutes: 13");
  });

  it("tells the first mistake of a lesson that cannot be read", () => {
    const { status, err } = run("lesson", "export", changed("level: beginner", "level: easy"));
    expect(status).toBe(2);
    expect(err).toMatch(/^sip-trace: \S+mine\.md:5: "level" is one of/);
  });
});

it.each([
  [["lesson"], 'After "lesson" comes "check" or "export".'],
  [["lesson", "burn", "x.md"], 'After "lesson" comes "check" or "export".'],
  [["lesson", "check"], "Name a lesson to check"],
  [["lesson", "check", "x.md", "--slides", "y"], "--out and --slides belong to lesson export."],
  [["lesson", "export", "x.md", "y.md"], "lesson export writes one lesson; name just one."],
  [
    ["lesson", "export", "x.md", "--format", "png"],
    "A lesson is exported as html; --format png paints its --slides besides.",
  ],
  [["--slides", "y", "x.pcap"], "--slides belongs to lesson export."],
])("%j makes no sense", (args, message) => {
  const { status, out, err } = run(...args);
  expect(err).toContain(message);
  expect({ status, out }).toEqual({ status: 2, out: "" });
});
