/** What a trace holds that its files do not tell. */
import type { Trace } from "./trace.js";

/** In sentences; of several files each begins with its file's name, which is as the file system has it. */
export function inferredOf({ files }: Trace): string[] {
  return files.flatMap(({ name, inferred }) =>
    inferred.map((sentence) => (files.length > 1 ? `${name}: ${sentence}` : sentence)),
  );
}
