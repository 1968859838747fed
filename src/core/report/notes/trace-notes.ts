/** The notes of one trace, in the order of its messages: those of notes files, and the packet comments of its captures. */
import type { Analysis } from "../../analysis.js";
import type { Place } from "../../model/transmission.js";
import { findMessages } from "./message-key.js";
import type { MessageKey, NotesFile } from "./notes-file.js";

export interface TraceNote {
  /** Index of the message; null when this trace does not hold it, or the frame is none of SIP. */
  readonly message: number | null;
  /** Null for a message that this trace does not hold. */
  readonly place: Place | null;
  /** `401 · 2 REGISTER` of a message that is not there; else "". */
  readonly named: string;
  /** Null for a packet comment: the file says no more than its text. */
  readonly author: string | null;
  readonly created: string | null;
  readonly text: string;
}

export function notesOf(analysis: Analysis, files: readonly NotesFile[]): TraceNote[] {
  const { trace } = analysis;
  const threads = files.flatMap((file) => file.threads);
  const found = findMessages(
    trace,
    threads.map(({ message }) => message),
  );
  const typed = threads.flatMap(({ message: key, comments }, index): TraceNote[] => {
    const message = found[index] ?? null;
    const place = message === null ? null : trace.messages.place(message);
    const about = { message, place, named: message === null ? namedBy(key) : "" };
    return comments.map(({ author, created, text }) => ({ ...about, author, created, text }));
  });
  return [...typed, ...packetComments(analysis)].sort(inOrder);
}

/** By frame: a message over several frames has the comment of the one that completes it. */
function packetComments({ trace }: Analysis): TraceNote[] {
  if (trace.comments.length === 0) return [];
  const messageAt = new Map<string, number>();
  const nameOf = ({ file, frame }: Place) => `${file} ${frame}`;
  const wanted = new Set(trace.comments.map(({ place }) => nameOf(place)));
  for (let row = 0; row < trace.messages.length; row++) {
    const name = nameOf(trace.messages.place(row));
    if (wanted.has(name) && !messageAt.has(name)) messageAt.set(name, row);
  }
  return trace.comments.map(({ place, text }) => {
    const message = messageAt.get(nameOf(place)) ?? null;
    return { message, place, named: "", author: null, created: null, text };
  });
}

function namedBy({ start, cseq }: MessageKey): string {
  return start === cseq.split(" ")[1] ? cseq : `${start} · ${cseq}`;
}

/** Those of messages first; what belongs to none comes last. */
function inOrder(a: TraceNote, b: TraceNote): number {
  return (a.message ?? Infinity) - (b.message ?? Infinity) || (a.place?.frame ?? 0) - (b.place?.frame ?? 0) || 0;
}
