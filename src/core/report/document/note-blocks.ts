/** The notes of a trace in a report: what somebody wrote on its messages, in their order. */
import { placeWords, whereOf } from "../../ladder/place-words.js";
import type { Trace } from "../../trace/trace.js";
import type { TraceNote } from "../notes/trace-notes.js";
import { type Block, heading, paragraph } from "./block.js";

/** As of findings: a person reads it. */
const MOST_NOTES = 200;

export function noteBlocks(notes: readonly TraceNote[], trace: Trace): Block[] {
  if (notes.length === 0) return [];
  const left = notes.length - MOST_NOTES;
  return [
    heading(2, "Notes"),
    ...notes
      .slice(0, MOST_NOTES)
      .flatMap((note): Block[] => [
        paragraph({ strong: aboutWords(note, trace) }, ...authorWords(note)),
        { kind: "quote", text: note.text },
      ]),
    ...(left > 0 ? [paragraph(`${left} further notes are not shown here.`)] : []),
  ];
}

/** `REGISTER · frame 7`; of a message that this trace does not hold what names it. */
function aboutWords({ message, place, named }: TraceNote, trace: Trace): string {
  if (message !== null) return whereOf(trace.messages.at(message), trace);
  return place === null ? `${named}, which is not in this trace` : placeWords(place, trace);
}

function authorWords({ author, created }: TraceNote): string[] {
  if (author === null) return [" · packet comment"];
  return [` · ${author}`, created === null ? "" : `, ${created.slice(0, 16).replace("T", " ")}`];
}
