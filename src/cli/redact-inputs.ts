/** `--redact`: writes copies with pseudonyms beside the originals, and tells what was done. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  type NotesFile,
  type NoteThread,
  Pseudonyms,
  readUserFormats,
  redactFile,
  type RedactOptions,
  redactionKey,
  RedactionError,
  redactionReport,
  redactionTable,
  redactNotes,
  RedactionTally,
  type UserLogFormat,
  writeNotes,
} from "../core/index.js";
import { reasonOf } from "../core/model/reason.js";
import { openFileTarget } from "../worker/file-target.js";
import type { Input } from "./inputs.js";
import { namesRead, type Options, UsageError } from "./options.js";
import { cannotWrite, isSameFile, refuseInput } from "./output.js";
import { ProgressLine } from "./progress.js";

const KEY_OCTETS = 32;
const NOTES_ENDING = ".notes.json";
/** Of a key file; fewer could be guessed. */
const SMALLEST_KEY_OCTETS = 16;
/** Only the owner reads the table and the key. */
const OWNER_ONLY = 0o600;

/** What else was given. */
interface Given {
  readonly keyLogs: readonly Uint8Array[];
  readonly userLogFormats: readonly UserLogFormat[];
  /** As `--notes` names them. */
  readonly notes: readonly NotesFile[];
}

/** A copy that was written. */
export interface Copy {
  readonly name: string;
  /** Name of the file of its notes. */
  readonly notes: string | undefined;
}

/** @returns undefined when a file could not be redacted, which `complain` was told. */
export function redactInputs(
  inputs: readonly Input[],
  options: Options,
  out: string,
  { keyLogs, userLogFormats, notes }: Given,
  complain: (sentence: string) => void,
): Copy[] | undefined {
  const others = namesRead(options);
  const isFolder = inputs.length > 1;
  const names = inputs.map(({ source }) => (isFolder ? join(out, copyName(source.name)) : out));
  if (new Set(names).size < names.length)
    throw new UsageError("Two of the files have the same name; redact them one by one.");
  for (const name of names) refuseInput(name, others);
  if (options.redactMap !== undefined) refuseInput(options.redactMap, [...others, ...names]);
  if (options.redactKey !== undefined) refuseKey(options.redactKey, [...others, ...names, options.redactMap]);
  const tally = new RedactionTally(options.redactMap !== undefined);
  const pseudonyms = new Pseudonyms(keyOf(options.redactKey, complain), tally);
  const known = options.keepNoteText ? pseudonyms.remember() : undefined;
  const notesOf = notesByInput(inputs, options.notes, notes);
  if (isFolder) mkdirSync(out, { recursive: true });
  const userFormats = readUserFormats(userLogFormats).formats;
  const reading = { keyLogs, userFormats, keepsNoteText: options.keepNoteText };
  const done = inputs.map((input, index) => redactInput(input, names[index]!, pseudonyms, reading, complain));
  const copies = names.map((name, index): Copy => {
    const threads = notesOf[index]!;
    if (threads.length === 0) return { name, notes: undefined };
    const file = `${name}${NOTES_ENDING}`;
    write(file, writeNotes(redactNotes({ threads, deleted: [] }, pseudonyms, known)));
    return { name, notes: file };
  });
  if (options.redactMap !== undefined) write(options.redactMap, redactionTable(tally), OWNER_ONLY);
  process.stderr.write(redactionReport(tally));
  return done.length > 0 && done.every(Boolean) ? copies : undefined;
}

/** All notes belong to the only file; of several files each has those that are named after it. */
function notesByInput(inputs: readonly Input[], names: readonly string[], notes: readonly NotesFile[]): NoteThread[][] {
  if (inputs.length === 1) return [notes.flatMap(({ threads }) => threads)];
  const ofInputs = inputs.map((): NoteThread[] => []);
  for (const [index, { threads }] of notes.entries()) {
    const name = basename(names[index]!);
    const input = inputs.findIndex(({ source }) => `${basename(source.name)}${NOTES_ENDING}` === name);
    if (input < 0) throw new UsageError(`${name}: none of the files is called as these notes are.`);
    ofInputs[input]!.push(...threads);
  }
  return ofInputs;
}

/** The copy is not packed. */
function copyName(name: string): string {
  return name === "-" ? "standard-input" : basename(name).replace(/\.gz$/i, "");
}

function redactInput(
  { source, modifiedMicros }: Input,
  name: string,
  pseudonyms: Pseudonyms,
  reading: RedactOptions,
  complain: (sentence: string) => void,
): boolean {
  const target = openTarget(name);
  const progress = new ProgressLine();
  let isWhole = false;
  try {
    const reference = modifiedMicros === undefined ? {} : { referenceMicros: modifiedMicros };
    for (const { readOctets, totalOctets } of redactFile(source, target, pseudonyms, { ...reading, ...reference })) {
      progress.show({ readOctets: Math.min(readOctets, totalOctets), totalOctets });
    }
    isWhole = true;
  } catch (error) {
    if (!(error instanceof RedactionError)) throw error;
    complain(error.message);
  } finally {
    progress.clear();
    target.close(isWhole);
  }
  return isWhole;
}

function openTarget(name: string) {
  try {
    return openFileTarget(name);
  } catch (error) {
    throw cannotWrite(name, error);
  }
}

/** A key that others have, or that is written over, keeps nothing secret. @throws UsageError */
function refuseKey(key: string, others: readonly (string | undefined)[]): void {
  if (others.some((other) => other !== undefined && isSameFile(other, key)))
    throw new UsageError(`${key} is read or written itself; the key of --redact-key is a file of its own.`);
}

/** @throws UsageError */
function keyOf(file: string | undefined, complain: (sentence: string) => void): Uint8Array {
  if (file === undefined) return randomBytes(KEY_OCTETS);
  if (!existsSync(file)) {
    write(file, `${randomBytes(KEY_OCTETS).toString("hex")}\n`, OWNER_ONLY);
    complain(`${file}: a new key was written; keep it for yourself.`);
  }
  const octets = readKey(file);
  if (octets.length < SMALLEST_KEY_OCTETS) {
    throw new UsageError(`${file}: a key has at least ${SMALLEST_KEY_OCTETS} octets.`);
  }
  return redactionKey(octets);
}

function readKey(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${reasonOf(error)}).`, {
      cause: error,
    });
  }
}

function write(name: string, text: string, mode?: number): void {
  try {
    writeFileSync(name, text, { mode });
  } catch (error) {
    throw cannotWrite(name, error);
  }
}
