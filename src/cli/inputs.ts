/** Opens what the command line names: files, and standard input as a file of its own. */
import { readFileSync, readSync, statSync } from "node:fs";
import { readUserFormats, type UserLogFormat } from "../core/log/user-formats.js";
import { type ByteSource, memorySource } from "../core/model/byte-source.js";
import { isKeyLog } from "../core/packet/tls/key-log.js";
import { LARGEST_NOTES_OCTETS, type NotesFile, readNotes } from "../core/report/notes/notes-file.js";
import { readSuppressions, type Suppression } from "../core/rules/suppression/suppression.js";
import { describeOpenError, openFileSource } from "../worker/file-source.js";
import { UsageError } from "./options.js";
import { parseSettings } from "./settings-json.js";

/** Standard input cannot be read by ranges, so it is held in memory: up to this. */
const STANDARD_INPUT_OCTETS = 2 ** 30;
const PIECE_OCTETS = 1024 * 1024;
/** A key log has some hundred octets a connection; more than this is another file. */
const KEY_LOG_OCTETS = 256 * 1024 * 1024;

export interface Input {
  readonly source: ByteSource;
  readonly modifiedMicros: number | undefined;
}

/** The inputs that could be opened, and a sentence for each that could not. */
export function openInputs(names: readonly string[]): { inputs: Input[]; failures: string[] } {
  const inputs: Input[] = [];
  const failures: string[] = [];
  for (const name of names) {
    try {
      if (name === "-") {
        inputs.push({ source: memorySource("-", readStandardInput()), modifiedMicros: undefined });
      } else {
        const source = openFileSource(name, name);
        inputs.push({ source, modifiedMicros: source.modifiedMicros });
      }
    } catch (error) {
      failures.push(describeOpenError(name === "-" ? "standard input" : name, error));
    }
  }
  return { inputs, failures };
}

/** The TLS key logs, and a sentence for each that cannot be read or holds no keys. */
export function readKeyLogs(names: readonly string[]): { keyLogs: Uint8Array[]; failures: string[] } {
  const keyLogs: Uint8Array[] = [];
  const failures: string[] = [];
  for (const name of names) {
    try {
      if (statSync(name).size > KEY_LOG_OCTETS) throw new Error("too large for a TLS key log");
      const keyLog = readFileSync(name);
      // An empty one is what a program leaves behind that made no connection.
      if (keyLog.length === 0 || isKeyLog(keyLog)) keyLogs.push(keyLog);
      else failures.push(`${name}: no line of a TLS key log (NSS format) was found.`);
    } catch (error) {
      failures.push(describeOpenError(name, error));
    }
  }
  return { keyLogs, failures };
}

/**
 * The log formats that a file declares.
 * @throws UsageError for a file that cannot be read, declares none, or one with a mistake.
 */
export function readLogFormats(name: string): readonly UserLogFormat[] {
  const { declared, mistakes } = readUserFormats(settingsOf(name));
  if (mistakes.length > 0) throw new UsageError(mistakes.map((mistake) => `${name}: ${mistake}`).join("\n"));
  return declared;
}

/** The key of a settings file that holds the list. */
const SUPPRESSIONS_KEY = "sipTrace.suppressions";

/** @throws UsageError for a file that cannot be read, holds no list, or one with a mistake. */
export function readSuppressionsFile(name: string): readonly Suppression[] {
  const value = settingsOf(name);
  const isSettings = typeof value === "object" && value !== null && SUPPRESSIONS_KEY in value;
  const { suppressions, mistakes } = readSuppressions(
    isSettings ? (value as Record<string, unknown>)[SUPPRESSIONS_KEY] : value,
  );
  if (mistakes.length > 0) throw new UsageError(mistakes.map((mistake) => `${name}: ${mistake}`).join("\n"));
  return suppressions;
}

/** @throws UsageError for a file that cannot be read or holds no notes. */
export function readNotesFiles(names: readonly string[]): NotesFile[] {
  return names.map((name) => {
    const result = readNotes(textOf(name));
    if (result.kind === "foreign") throw new UsageError(`${name}: this is no file of notes: ${result.reason}.`);
    return result.notes;
  });
}

function settingsOf(name: string): unknown {
  try {
    return parseSettings(readFileSync(name, "utf8"));
  } catch (error) {
    const sentence =
      error instanceof SyntaxError ? `${name}: this is ${error.message}.` : describeOpenError(name, error);
    throw new UsageError(sentence, { cause: error });
  }
}

function textOf(name: string): string {
  try {
    if (statSync(name).size <= LARGEST_NOTES_OCTETS) return readFileSync(name, "utf8");
  } catch (error) {
    throw new UsageError(describeOpenError(name, error), { cause: error });
  }
  throw new UsageError(`${name}: too large for a file of notes.`);
}

function readStandardInput(): Uint8Array {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const piece = new Uint8Array(PIECE_OCTETS);
    const count = readPiece(piece);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    total += count;
    if (total > STANDARD_INPUT_OCTETS) throw new Error("more than 1 GiB; give it as a file");
  }
  const octets = new Uint8Array(total);
  let offset = 0;
  for (const piece of pieces) {
    octets.set(piece, offset);
    offset += piece.length;
  }
  return octets;
}

function readPiece(piece: Uint8Array): number {
  for (;;) {
    try {
      return readSync(0, piece, 0, piece.length, null);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EOF") return 0;
      // A pipe whose writer is slow says so instead of waiting; there is nothing else to do meanwhile.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
