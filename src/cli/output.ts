/** Where results go: standard output, or a file that must be none of those that are read. */
import { closeSync, openSync, realpathSync, writeSync } from "node:fs";
import { UsageError } from "./options.js";

export interface Output {
  print(text: string): void;
  close(): void;
}

/**
 * @param inputs names of the files that are read; writing over one of them would destroy the evidence.
 * @throws UsageError
 */
export function openOutput(name: string | undefined, inputs: readonly string[]): Output {
  if (name === undefined) {
    return { print: (text) => process.stdout.write(text), close: () => undefined };
  }
  refuseInput(name, inputs);
  let file: number;
  try {
    file = openSync(name, "w");
  } catch (error) {
    throw cannotWrite(name, error);
  }
  return {
    print: (text) => {
      try {
        writeSync(file, text);
      } catch (error) {
        throw cannotWrite(name, error);
      }
    },
    close: () => closeSync(file),
  };
}

/** @throws UsageError when the file to be written is one of those that are read. */
export function refuseInput(name: string, inputs: readonly string[]): void {
  const target = realPath(name);
  if (target !== undefined && inputs.some((input) => realPath(input) === target))
    throw new UsageError(`${name} is itself read; name another file to write to.`);
}

/** Undefined for a file that is not there. */
function realPath(name: string): string | undefined {
  try {
    return realpathSync(name);
  } catch {
    return undefined;
  }
}

export function cannotWrite(name: string, error: unknown): UsageError {
  return new UsageError(`${name}: cannot be written (${error instanceof Error ? error.message : String(error)}).`);
}
