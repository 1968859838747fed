/** `--redact`: writes copies with pseudonyms beside the originals, and tells what was done. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  Pseudonyms,
  readUserFormats,
  redactFile,
  type RedactOptions,
  redactionKey,
  RedactionError,
  redactionReport,
  redactionTable,
  RedactionTally,
  type UserLogFormat,
} from "../core/index.js";
import { openFileTarget } from "../worker/file-target.js";
import type { Input } from "./inputs.js";
import { type Options, UsageError } from "./options.js";
import { cannotWrite, refuseInput } from "./output.js";
import { ProgressLine } from "./progress.js";

const KEY_OCTETS = 32;
/** Of a key file; fewer could be guessed. */
const SMALLEST_KEY_OCTETS = 16;
/** Only the owner reads the table and the key. */
const OWNER_ONLY = 0o600;

/** @returns false when a file could not be redacted, which `complain` was told. */
export function redactInputs(
  inputs: readonly Input[],
  options: Options,
  out: string,
  { keyLogs, userLogFormats }: { keyLogs: readonly Uint8Array[]; userLogFormats: readonly UserLogFormat[] },
  complain: (sentence: string) => void,
): boolean {
  const others = [...options.files, ...options.keylogs];
  const isFolder = inputs.length > 1;
  const names = inputs.map(({ source }) => (isFolder ? join(out, copyName(source.name)) : out));
  if (new Set(names).size < names.length)
    throw new UsageError("Two of the files have the same name; redact them one by one.");
  for (const name of names) refuseInput(name, others);
  if (options.redactMap !== undefined) refuseInput(options.redactMap, [...others, ...names]);
  const tally = new RedactionTally(options.redactMap !== undefined);
  const pseudonyms = new Pseudonyms(keyOf(options.redactKey, complain), tally);
  if (isFolder) mkdirSync(out, { recursive: true });
  const reading = { keyLogs, userFormats: readUserFormats(userLogFormats).formats };
  const done = inputs.map((input, index) => redactInput(input, names[index]!, pseudonyms, reading, complain));
  if (options.redactMap !== undefined) write(options.redactMap, redactionTable(tally));
  process.stderr.write(redactionReport(tally));
  return done.length > 0 && done.every(Boolean);
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

/** @throws UsageError */
function keyOf(file: string | undefined, complain: (sentence: string) => void): Uint8Array {
  if (file === undefined) return randomBytes(KEY_OCTETS);
  if (!existsSync(file)) {
    write(file, `${randomBytes(KEY_OCTETS).toString("hex")}\n`);
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
    throw new UsageError(`${file}: cannot be read (${error instanceof Error ? error.message : String(error)}).`, {
      cause: error,
    });
  }
}

function write(name: string, text: string): void {
  try {
    writeFileSync(name, text, { mode: OWNER_ONLY });
  } catch (error) {
    throw cannotWrite(name, error);
  }
}
