/** What people wrote on the selected message, below its text. */
import { type TemplateResult, html, nothing } from "lit";
import type { MessageRow } from "../../src/view/ladder.js";
import type { NoteView } from "../../src/view/note.js";
import { counted } from "../numbers.js";

/** The messages that a row shows: its own and the further sightings. */
export function messagesOf({ message, sightingMessages }: MessageRow): readonly number[] {
  return [message, ...sightingMessages];
}

/** Of all notes those of some messages. */
export function notesOn(notes: readonly NoteView[], messages: readonly number[]): NoteView[] {
  // Drawing rows asks this often, and most traces have none.
  return notes.length === 0 ? [] : notes.filter(({ message }) => messages.includes(message));
}

/** How many there are, by the key of the overview's row. */
export function notesByRow(notes: readonly NoteView[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { row } of notes) if (row !== null) counts.set(row, (counts.get(row) ?? 0) + 1);
  return counts;
}

export function messageNotes(notes: readonly NoteView[]): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  return html`<section class="notes">
    <h3>${counted(notes.length, "note")}</h3>
    ${notes.map(
      ({ author, created, text }) =>
        html`<blockquote><small>${[author, dateOf(created)].filter(Boolean).join(" · ")}</small>${text}</blockquote>`,
    )}
  </section>`;
}

/** `2026-11-22 09:30`, as the file has it. */
function dateOf(created: string | null): string {
  return created === null ? "" : created.slice(0, 16).replace("T", " ");
}
