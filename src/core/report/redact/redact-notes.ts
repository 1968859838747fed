/** A file of notes for a redacted copy: on the same messages, whose names are others there. */
import type { MessageKey, NotesFile } from "../notes/notes-file.js";
import { redactAuthor, redactFreeText } from "./free-text.js";
import type { KnownNames } from "./known-names.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactMessageText } from "./redact-message.js";

/** @param names what the copy was made without; without them, texts are left out. So are keys that are none of ours: anything may stand there. */
export function redactNotes({ threads }: NotesFile, pseudonyms: Pseudonyms, names: KnownNames | undefined): NotesFile {
  return {
    threads: threads.map(({ id, message, comments }) => ({
      id,
      message: redactKey(message, pseudonyms),
      comments: comments.map((comment) => ({
        id: comment.id,
        author: redactAuthor(comment.author, pseudonyms),
        created: comment.created,
        ...(comment.modified === undefined ? {} : { modified: comment.modified }),
        text: redactFreeText(comment.text, pseudonyms, names),
      })),
    })),
    deleted: [],
  };
}

/** As the message itself is redacted. The digest of one without Call-ID is another in the copy, so the rest names it. */
function redactKey({ start, callId, cseq, branch, occurrence, time }: MessageKey, pseudonyms: Pseudonyms): MessageKey {
  const isPlain = /^(?:[A-Z]*|\d{3})$/.test(start);
  return {
    start: isPlain ? start : within("", start, " sip:a SIP/2.0", pseudonyms),
    callId: within(`${FIRST_LINE}Call-ID: `, callId, "\r\n", pseudonyms),
    cseq: within(`${FIRST_LINE}CSeq: `, cseq, "\r\n", pseudonyms),
    branch: within(`${FIRST_LINE}Via: SIP/2.0/UDP a;branch=`, branch, "\r\n", pseudonyms),
    occurrence,
    time,
  };
}

const FIRST_LINE = "OPTIONS sip:a SIP/2.0\r\n";

/** What becomes of a part of a message; pseudonyms are as long as what they stand for. */
function within(before: string, part: string, behind: string, pseudonyms: Pseudonyms): string {
  return redactMessageText(before + part + behind, pseudonyms).slice(before.length, before.length + part.length);
}
