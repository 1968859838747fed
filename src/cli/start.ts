/**
 * Starts the command line from the code that V8 made of it when it was built, which takes a third of the time of reading
 * all of it anew. Code of another V8, or of one with other flags, V8 refuses: then it reads the source, as ever.
 */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { optimiseFor } from "./optimise-for.js";

// The young generation is small: threads that share its collection wait for each other longer than they work.
setFlagsFromString("--no-parallel-scavenge");
setFlagsFromString("--sparkplug");
optimiseFor("other");

const MAIN = join(__dirname, "cli", "main.js");
/** Named after what it is for, so that no other is read in vain. */
export const CODE = join(__dirname, "cli", `main-${process.arch}-${process.versions.v8}.code`);

/** Undefined where there is none, and where it is older than the source: V8 compares no more of that than its length. */
function madeCode(): Buffer | undefined {
  const at = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  return at(CODE) >= at(MAIN) ? readFileSync(CODE) : undefined;
}

const cachedData = madeCode();
// The bundle is one function of `require`, in ASCII: other text would take twice the memory, and longer to read.
export const script = new Script(readFileSync(MAIN, "latin1"), {
  filename: MAIN,
  ...(cachedData === undefined ? {} : { cachedData }),
});
(script.runInThisContext() as (load: NodeJS.Require) => void)(require);
