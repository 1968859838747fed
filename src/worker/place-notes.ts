/** Where the messages of notes are in a trace, and its packet comments. */
import { type Analysis, findMessages, NO_NOTES, notesOf, rowKeyOf } from "../core/index.js";
import type { Answers, Asks } from "./protocol.js";

export function placeNotes(analysis: Analysis, keys: Asks<"notes">["keys"]): Answers<"notes"> {
  const rowOf = (message: number) => rowKeyOf(analysis, message) ?? null;
  return {
    places: findMessages(analysis.trace, keys).map((message) =>
      message === null ? null : { message, row: rowOf(message) },
    ),
    comments: notesOf(analysis, [NO_NOTES]).map(({ message, text }) => ({
      message,
      row: message === null ? null : rowOf(message),
      text,
    })),
  };
}
