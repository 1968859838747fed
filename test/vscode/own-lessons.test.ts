/** A trainer's own lessons are found and judged as they are written. */
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { COMMANDS, LESSONS_VIEW } from "../../src/vscode/contributions.js";
import { FakeUri } from "./fake-uri.js";
import { editor } from "./fake-vscode.js";
import { FIRST, register, SAMPLES, text } from "./lesson-stage.js";

const OWN = "file:///workspace/mine.lesson.md";

describe("a trainer's own lesson", () => {
  /** The first lesson with its capture beside it, changed. */
  const own = (from: string, to: string) => {
    const changed = text(`lessons/${FIRST}`).replace("../healthy-registration.pcapng", "mine.pcapng").replace(from, to);
    editor.files.set(OWN, Buffer.from(changed));
    return changed.split("\n");
  };
  beforeEach(() => {
    editor.files.set("file:///workspace/mine.pcapng", readFileSync(new URL("healthy-registration.pcapng", SAMPLES)));
  });
  const marks = () => editor.diagnostics.get(OWN);

  test("is listed below the bundled ones, and its mistakes are shown at their lines", async () => {
    const lines = own("level: beginner", "level: easy");
    register();
    await expect.poll(() => marks()?.length).toBe(1);
    expect(marks()!.map(({ message }) => message)).toEqual([
      '"level" is one of beginner, intermediate, advanced, not "easy".',
    ]);
    expect(marks()![0]!.range.start.line).toBe(lines.indexOf("level: easy"));
    const provider = editor.provider<{ getChildren(node?: unknown): Promise<unknown[]> }>(LESSONS_VIEW);
    const listed = await provider.getChildren((await provider.getChildren()).at(-1));
    expect(listed).toMatchObject([{ title: "The healthy handshake", isBundled: false }]);
  });

  test("is held against its capture", async () => {
    const lines = own("at: REGISTER 3", "at: REGISTER 30");
    register();
    await expect
      .poll(() => marks()?.map(({ message }) => message))
      .toEqual(["There is no REGISTER 30 in the capture; it has 4 of them."]);
    expect(lines.slice(marks()![0]!.range.start.line).join("\n")).toContain("at: REGISTER 30");
  });

  test("whose capture is missing says so", async () => {
    const lines = own("mine.pcapng", "other.pcapng");
    register();
    await expect.poll(() => marks()?.[0]?.message).toBe("There is no file other.pcapng.");
    expect(marks()![0]!.range.start.line).toBe(lines.indexOf("  - other.pcapng"));
  });

  test("may not have the name of another", async () => {
    const lines = own("", "");
    const copy = "file:///workspace/copy.lesson.md";
    editor.files.set(copy, Buffer.from(lines.join("\n")));
    register();
    const all = () => [OWN, copy].flatMap((uri) => editor.diagnostics.get(uri) ?? []);
    await expect.poll(() => all().map(({ message }) => message)).toHaveLength(1);
    expect(all()[0]!.message).toMatch(/^"healthy-handshake" is the name of (?:mine|copy)\.lesson\.md already\.$/);
    expect(all()[0]!.range.start.line).toBe(1);
  });

  test("is judged anew when it is saved", async () => {
    own("minutes: 12", "minutes: soon");
    register();
    await expect.poll(() => marks()?.length).toBe(1);
    own("minutes: 12", "minutes: 15");
    editor.written.fire(FakeUri.parse(OWN));
    await expect.poll(() => marks()?.length).toBe(0);
  });

  test("that is none is told in a sentence when it is started", async () => {
    editor.files.set(OWN, Buffer.from("# Just a text\n"));
    register();
    await editor.run(COMMANDS.startLesson, FakeUri.parse(OWN));
    expect(editor.messages.at(-1)).toMatch(/^mine\.lesson\.md cannot be shown as a lesson\./);
  });
});
