/** The notes of a trace as a file beside it, `NAME.notes.json`: threads of comments on messages (docs/notes.md). */
import { parseJson } from "../../model/json-text.js";
import { reasonOf } from "../../model/reason.js";

/** What `format` says, so that no other program's file is taken for ours. */
const FORMAT = "sip-trace-notes";
const VERSION = 1;

/** Notes are typed by people; more is another file. */
export const LARGEST_NOTES_OCTETS = 16 * 1024 * 1024;

/**
 * What names a message in whatever file it stands: taken from the message itself, so that it survives a new export,
 * lines inserted above, and a move of the trace.
 */
export interface MessageKey {
  /** `REGISTER` of a request, `401` of a response; "" of what is neither. */
  readonly start: string;
  readonly callId: string;
  /** `2 REGISTER` */
  readonly cseq: string;
  /** Of the top Via. */
  readonly branch: string;
  /** Of a message without Call-ID: SHA-256 of its octets, 16 hexadecimal digits. */
  readonly digest?: string;
  /** 1 for the first of equal messages: a retransmission, a further sighting. */
  readonly occurrence: number;
  /** ISO 8601 in UTC, to tell equal messages apart; null where the log prints no time. */
  readonly time: string | null;
}

export interface NoteComment {
  readonly id: string;
  readonly author: string;
  /** ISO 8601 */
  readonly created: string;
  /** Of the last change of its text; absent when never changed. */
  readonly modified?: string;
  /** As a person typed it; nothing of it is markup. */
  readonly text: string;
}

export interface NoteThread {
  readonly id: string;
  readonly message: MessageKey;
  readonly comments: readonly NoteComment[];
}

/** Further keys, of a later version or a person, stay where they are: here and in what is below. */
export interface NotesFile {
  readonly threads: readonly NoteThread[];
  /** Ids of comments that were deleted, so that another window does not bring them back. */
  readonly deleted: readonly string[];
}

export const NO_NOTES: NotesFile = { threads: [], deleted: [] };

/** Its content, or one sentence on why it is none of ours; such a file must not be written over. */
export type ReadNotes =
  { readonly kind: "read"; readonly notes: NotesFile } | { readonly kind: "foreign"; readonly reason: string };

export function readNotes(text: string): ReadNotes {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    return foreign(`it is ${reasonOf(error)}`);
  }
  if (!isObject(value) || value["format"] !== FORMAT) return foreign(`its "format" is not "${FORMAT}"`);
  if (value["version"] !== VERSION) return foreign(`its "version" is not ${VERSION}`);
  const { threads, deleted = [] } = value;
  if (!Array.isArray(threads)) return foreign('its "threads" is no list');
  if (!Array.isArray(deleted) || !deleted.every(isText)) return foreign('its "deleted" is no list of ids');
  const wrong = threads.findIndex((thread) => !isThread(thread));
  if (wrong >= 0) return foreign(`the thread at index ${wrong} lacks a key or has one of another kind`);
  return { kind: "read", notes: { ...value, threads: threads as NoteThread[], deleted } };
}

/** Ends with a line end; the same notes are the same text, so that version control shows what changed. */
export function writeNotes({ threads, deleted, ...more }: NotesFile): string {
  const kept = deleted.length === 0 ? {} : { deleted };
  return `${JSON.stringify({ ...more, format: FORMAT, version: VERSION, threads, ...kept }, null, 2)}\n`;
}

function foreign(reason: string): ReadNotes {
  return { kind: "foreign", reason };
}

function isThread(value: unknown): value is NoteThread {
  if (!isObject(value)) return false;
  const { id, message, comments } = value;
  return isText(id) && isKey(message) && Array.isArray(comments) && comments.every(isComment);
}

function isKey(value: unknown): value is MessageKey {
  if (!isObject(value)) return false;
  const { start, callId, cseq, branch, digest = "", occurrence, time } = value;
  return (
    [start, callId, cseq, branch, digest].every(isText) &&
    Number.isSafeInteger(occurrence) &&
    (time === null || isText(time))
  );
}

function isComment(value: unknown): value is NoteComment {
  if (!isObject(value)) return false;
  const { id, author, created, modified = "", text } = value;
  return [id, author, created, modified, text].every(isText);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
