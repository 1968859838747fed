/** Where results go: standard output, or a file that must be none of those that are read. */
import { closeSync, openSync, realpathSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { reasonOf } from "../core/model/reason.js";
import { UsageError } from "./options.js";

export interface OutputFile {
  /** @throws UsageError when the disk is full or gone. */
  write(octets: Uint8Array): void;
  close(): void;
}

/**
 * Empties or makes a file.
 * @param inputs names of the files that are read; writing over one of them would destroy the evidence.
 * @throws UsageError
 */
export function openOutputFile(name: string, inputs: readonly string[]): OutputFile {
  refuseInput(name, inputs);
  const file = attempt(name, () => openSync(name, "w"));
  return {
    write: (octets) =>
      attempt(name, () => {
        for (let at = 0; at < octets.length;) at += writeSync(file, octets, at);
      }),
    close: () => closeSync(file),
  };
}

export interface Output {
  print(content: string | Uint8Array): void;
  close(): void;
}

/** A file of this name, or standard output where none is named. @throws UsageError */
export function openOutput(name: string | undefined, inputs: readonly string[]): Output {
  if (name === undefined) return { print: (content) => process.stdout.write(content), close: () => undefined };
  const file = openOutputFile(name, inputs);
  const octetsOf = (content: string | Uint8Array) =>
    typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { print: (content) => file.write(octetsOf(content)), close: () => file.close() };
}

/** @throws UsageError when the file to be written is one of those that are read. */
export function refuseInput(name: string, inputs: readonly string[]): void {
  const target = realPath(name);
  if (target !== undefined && inputs.some((input) => realPath(input) === target))
    throw new UsageError(`${name} is itself read; name another file to write to.`);
}

/** Whether two names lead to one file, which need not be there yet. */
export function isSameFile(one: string, other: string): boolean {
  return (realPath(one) ?? resolve(one)) === (realPath(other) ?? resolve(other));
}

export function cannotWrite(name: string, error: unknown): UsageError {
  return new UsageError(`${name}: cannot be written (${reasonOf(error)}).`, { cause: error });
}

/** Undefined for a file that is not there. */
function realPath(name: string): string | undefined {
  try {
    return realpathSync(name);
  } catch {
    return undefined;
  }
}

function attempt<T>(name: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw cannotWrite(name, error);
  }
}
