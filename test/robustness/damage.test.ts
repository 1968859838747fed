/** Damaged input ends in a result: every prefix, and a corruption of every single octet, of three captures and a log. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyse, drawLadderText, layOutLadder, memorySource, traceToJson, traceToText } from "../../src/core/index.js";

const root = join(import.meta.dirname, "..", "..");

/** A mean and a registrar's TCP capture, a pcap cut by its snapshot length, and a log as `sofia` prints it. */
const INPUTS = [
  "samples/realm-mismatch.pcapng",
  "test/corpus/b-01-healthy-tcp-register/capture.pcapng",
  "test/corpus/a-64-healthy-snaplen/capture.pcap",
  "samples/freeswitch-siptrace.log",
];

/** A reader that makes no way would go on for ever; a small file is read in one range, so this is far above what is needed. */
const MOST_STEPS = 1000;

function analyseAll(octets: Uint8Array): number {
  const steps = analyse([memorySource("damaged", octets)]);
  for (let count = 0; count < MOST_STEPS; count++) {
    const step = steps.next();
    if (!step.done) continue;
    const analysis = step.value;
    expect(analysis.failedRules).toEqual([]);
    // Whatever was read can also be shown.
    traceToText(analysis);
    JSON.stringify(traceToJson(analysis));
    drawLadderText(layOutLadder(analysis, "all"));
    return analysis.trace.messages.length;
  }
  throw new Error(`no result after ${MOST_STEPS} steps`);
}

describe.each(INPUTS)("%s", (name) => {
  const whole = readFileSync(join(root, name));
  const messages = analyseAll(whole);

  it("loses nothing that was readable before the cut", { timeout: 300_000 }, () => {
    expect(messages).toBeGreaterThan(0);
    let before = 0;
    for (let length = 0; length <= whole.length; length++) {
      const count = analyseAll(whole.subarray(0, length));
      // One message may still be open at the cut; those before it stay.
      expect(count).toBeGreaterThanOrEqual(before - 1);
      before = Math.max(before, count);
    }
    expect(before).toBe(messages);
  });

  it("gives a result whichever octet is wrong", { timeout: 300_000 }, () => {
    const damaged = Uint8Array.from(whole);
    for (let offset = 0; offset < whole.length; offset++) {
      const octet = whole[offset]!;
      // All bits turned, and the neighbour: the one breaks lengths, the other makes them plausible and wrong.
      for (const wrong of [octet ^ 0xff, (octet + 1) & 0xff]) {
        damaged[offset] = wrong;
        expect(() => analyseAll(damaged), `octet ${offset} set to ${wrong}`).not.toThrow();
      }
      damaged[offset] = octet;
    }
  });
});
