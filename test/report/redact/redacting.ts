/** Redacts octets in memory with a key that is always the same, and says what is found in a trace. */
import {
  analyse,
  memorySource,
  Pseudonyms,
  redactFile,
  RedactionTally,
  type Analysis,
} from "../../../src/core/index.js";
import { MemoryTarget } from "../../../src/core/model/byte-target.js";
import { finish } from "../../../src/core/model/steps.js";

const KEY = new Uint8Array(32).fill(3);

export function pseudonymsForTests(tally = new RedactionTally()): Pseudonyms {
  return new Pseudonyms(KEY, tally);
}

export function redactOctets(octets: Uint8Array, keyLogs: readonly Uint8Array[] = []): Uint8Array {
  const target = new MemoryTarget("copy");
  const steps = redactFile(memorySource("trace", octets), target, pseudonymsForTests(), { keyLogs });
  while (!steps.next().done);
  return target.octets.slice();
}

export function analyseOctets(octets: Uint8Array, keyLogs: readonly Uint8Array[] = []): Analysis {
  return finish(analyse([memorySource("trace", octets)], { keyLogs }));
}

/** Rule, count and place of each finding, with the characters it underlines, in the order of the trace. */
export function findingsOf({ findings }: Analysis): string[] {
  return findings.map(({ rule, count, location: { place, header, range } }) => {
    const where = place.frame === null ? `line ${place.line}` : `frame ${place.frame}`;
    return `${rule} ${count} times, first in ${where}, ${header ?? "-"} ${range.start}-${range.end}`;
  });
}
