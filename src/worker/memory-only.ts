/** Opens inputs where no file can be reached: their octets came with the request, and copies go back with the answer. */
import { memorySource } from "../core/model/byte-source.js";
import type { OpenSource } from "./engine-host.js";
import type { Input } from "./input.js";

export function openMemorySource(input: Input): OpenSource {
  if (input.kind === "path") throw new Error(`${input.name}: files cannot be read from here.`);
  return { ...memorySource(input.name, input.octets), modifiedMicros: input.modifiedMicros };
}

export function openNoTarget(path: string): never {
  throw new Error(`${path}: files cannot be written from here.`);
}
