/** The notes on a message, as rows and pane choose them. */
import { expect, test } from "vitest";
import { notesOn } from "../../webview/pane/message-notes.js";

const note = (message: number, text: string) => ({ message, row: "r0", author: "Ann", created: null, text });

test("a row has the notes of its message and of its further sightings", () => {
  const notes = [note(1, "a"), note(2, "b"), note(4, "c")];
  expect(notesOn(notes, [1, 4]).map(({ text }) => text)).toEqual(["a", "c"]);
  expect(notesOn(notes, [3])).toEqual([]);
  expect(notesOn([], [1])).toEqual([]);
});
