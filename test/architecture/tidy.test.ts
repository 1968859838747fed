/** What keeps the code readable: a sentence that opens each module, files of a size to read, no trace of one machine. */
import { describe, expect, it } from "vitest";
import { type SourceFile, sourceFiles } from "./source-files.js";

const MOST_LINES = 400;

/** Opens with a documentation comment whose first words make a sentence; its end may be on a later line. */
function opensWithSentence({ text }: SourceFile): boolean {
  return /^(#!.*\n)?\/\*\*\s*(\* )?[\w`"“.#]([^*]|\*(?!\/))*[.:?!]/.test(text);
}

function lineCount({ text }: SourceFile): number {
  return text.split("\n").length - 1;
}

/** Homes and temporary folders of somebody's machine. */
const MACHINE_PATH = /(?<![\w.~-])\/(?:home|Users|root|work|tmp)\/[\w-]+|\b[A-Z]:\\\\?Users\\/;

const modules = sourceFiles(["src", "webview", "tools", "test"], [".ts", ".mts", ".mjs", ".cjs"]);
const paths = (files: readonly SourceFile[]) => files.map(({ path }) => path);

describe("every module", () => {
  it("is looked at", () => {
    expect(paths(modules)).toContain("src/core/model/span.ts");
    expect(paths(modules)).toContain("tools/build.mjs");
    expect(paths(modules)).toContain("webview/main.ts");
  });

  it("opens with a sentence on what it is", () => {
    expect(paths(modules.filter((file) => !opensWithSentence(file)))).toEqual([]);
  });

  it(`has at most ${MOST_LINES} lines`, () => {
    expect(paths(modules.filter((file) => lineCount(file) > MOST_LINES))).toEqual([]);
  });

  it("has nothing left to do that the template of a rule asked for", () => {
    const rules = modules.filter(({ path }) => path.startsWith("src/core/rules/"));
    expect(paths(rules.filter(({ text }) => /\bTODO\b/.test(text)))).toEqual([]);
  });

  it("names no path of one machine", () => {
    const texts = sourceFiles(["docs", ".github", ".vscode", ".ci"], [".md", ".json", ".yml", "run"]);
    const written = [...modules, ...texts].filter(({ path }) => path !== "test/architecture/tidy.test.ts");
    expect(paths(written.filter(({ text }) => MACHINE_PATH.test(text)))).toEqual([]);
  });
});

describe("these checks notice", () => {
  const file = (text: string): SourceFile => ({ path: "planted.ts", text });

  it.each(["export {};\n", "/** */\nexport {};\n", "// A comment.\nexport {};\n", "/** no sentence */\n"])(
    "a module that opens with %j",
    (text) => expect(opensWithSentence(file(text))).toBe(false),
  );

  it.each(["/** A thing. */\n", "#!/usr/bin/env node\n/** A thing. */\n", "/**\n * A thing\n * of two lines.\n */\n"])(
    "no fault in %j",
    (text) => expect(opensWithSentence(file(text))).toBe(true),
  );

  it.each(["/home/alice/x", "see /tmp/here", String.raw`C:\Users\alice`])("the path %s", (text) => {
    expect(MACHINE_PATH.test(text)).toBe(true);
  });

  it.each(["https://example.com/home/alice", "./tmp/here", "a/work/b"])("nothing in %s", (text) => {
    expect(MACHINE_PATH.test(text)).toBe(false);
  });
});
