/** Pictures that cannot be made are told of; those that somebody stopped by closing their page are not. */
import { beforeEach, describe, expect, it } from "vitest";
import { exportLadder, type LadderDrawer } from "../../src/vscode/export-ladder.js";
import type { Painted } from "../../src/vscode/page-painter.js";
import { saveSlides } from "../../src/vscode/save-slides.js";
import { FakeUri } from "./fake-uri.js";
import { editor } from "./fake-vscode.js";

const FOLDER = FakeUri.parse("file:///slides") as never;
const png = Uint8Array.of(1);

beforeEach(() => {
  editor.reset();
});

const slides = (...made: readonly Painted[]) =>
  made.map((painted, index) => ({ file: `${index}.png`, make: () => Promise.resolve(painted) }));
const files = () => [...editor.files.keys()];

describe("slides", () => {
  it("are saved until the page is closed, without a word", async () => {
    expect(await saveSlides(slides(png, png, "gone", png), FOLDER)).toBe(2);
    expect(files()).toEqual(["file:///slides/0.png", "file:///slides/1.png"]);
    expect(editor.messages).toEqual([]);
  });

  it("are saved until one cannot be painted, which is told", async () => {
    expect(await saveSlides(slides(png, null, png), FOLDER)).toBe(1);
    expect(editor.messages).toEqual([expect.stringContaining("could not be made")]);
  });
});

describe("a ladder as PNG", () => {
  it.each([
    ["gone", []],
    [null, [expect.stringContaining("could not be made")]],
  ] as const)("whose page gives %s is not saved", async (painted, messages) => {
    editor.picks = ({ label }) => label.startsWith("Save as PNG");
    const drawer: Partial<LadderDrawer> = {
      draw: () => Promise.resolve("<svg/>"),
      paint: () => Promise.resolve(painted),
    };
    await exportLadder(drawer as LadderDrawer);
    expect(files()).toEqual([]);
    expect(editor.messages).toEqual(messages);
  });
});
