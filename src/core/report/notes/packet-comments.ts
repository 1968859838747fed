/** Notes and findings as packet comments, for a capture that others open in Wireshark. */
import type { Analysis } from "../../analysis.js";
import type { FrameComments } from "../../capture/annotated.js";
import { visibleLines } from "../../ladder/visible.js";
import { ruleById } from "../../rules/catalogue.js";
import type { NotesFile } from "./notes-file.js";
import { notesOf } from "./trace-notes.js";

/** A comment on every message of a flood would help nobody; the report and JSON have all. */
const MOST_A_FRAME = 50;

/**
 * By frame of the trace's first file, since a capture is annotated alone: what was found there, then what people wrote.
 * What the capture says already is not said again, so a second writing changes nothing.
 */
export function packetCommentsOf(analysis: Analysis, notes: readonly NotesFile[]): FrameComments {
  const { trace, findings } = analysis;
  const there = new Set(
    trace.comments.filter(({ place }) => place.file === 0).map(({ place, text }) => `${place.frame} ${text}`),
  );
  const byFrame = new Map<number, string[]>();
  const add = (place: { readonly file: number; readonly frame: number | null } | null, words: string) => {
    const text = visibleLines(words);
    if (place?.file !== 0 || place.frame === null || there.has(`${place.frame} ${text}`)) return;
    const texts = byFrame.get(place.frame) ?? [];
    if (texts.length < MOST_A_FRAME) byFrame.set(place.frame, [...texts, text]);
  };
  for (const { location, severity, rule, message, count } of findings) {
    const times = count > 1 ? ` (${count} times, first here)` : "";
    add(location.place, `SIP Trace ${severity}: ${ruleById(rule)?.title ?? rule}. ${message}${times} [${rule}]`);
  }
  for (const { place, author, created, text } of notesOf(analysis, notes)) {
    if (author !== null) add(place, `${author}, ${(created ?? "").slice(0, 16).replace("T", " ")}: ${text}`);
  }
  return byFrame;
}
