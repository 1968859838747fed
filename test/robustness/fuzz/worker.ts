/** Runs the cases of one target in a thread of its own, so that a hang or an overflow can be seen from outside and ended. */
import { parentPort, workerData } from "node:worker_threads";
import { Random } from "../../../tools/bench/random.mjs";
import { mutate } from "./mutation.js";
import { minimised } from "./minimise.js";
import { PLANTED } from "./planted.js";
import { TARGETS } from "./targets.js";

/** A small input that takes so much more memory than before is not bounded. */
const MAX_GROWTH_OCTETS = 384 * 1024 * 1024;

interface Order {
  readonly target: string;
  readonly seed: number;
  readonly cases: number;
  /** Number of the case under way, and the octets of its input from the eighth on. */
  readonly shared: SharedArrayBuffer;
}

const { target: name, seed, cases, shared } = workerData as Order;
const target = [...TARGETS, ...PLANTED].find((candidate) => candidate.name === name)!;
const header = new Int32Array(shared, 0, 2);
const kept = new Uint8Array(shared, 8);
const port = parentPort!;

function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** @returns what went wrong, told by its first line and place; undefined if nothing did. */
function failureOf(input: Uint8Array): string | undefined {
  const before = memory();
  try {
    target.run(input);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const grown = memory() - before;
  return grown > MAX_GROWTH_OCTETS ? `Memory grew by ${Math.round(grown / 2 ** 20)} MiB.` : undefined;
}

/** Which failures are one: the message without its numbers, and where it was thrown. */
function signatureOf(failure: string): string {
  const [message = "", place = ""] = failure.split("\n");
  return `${message.replaceAll(/\d+/g, "#")} ${place.trim()}`;
}

const seeds = target.seeds();
const found = seeds.map((input) => target.run(input));
port.postMessage({ kind: "begun", seeds: seeds.length, dead: found.filter((count) => count === 0).length });

const known = new Set<string>();
for (let index = 0; index < cases; index++) {
  // Each case begins its own numbers: it can be made again without those before it.
  const input = mutate(new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)), seeds, target.shape);
  kept.set(input);
  Atomics.store(header, 1, input.length);
  Atomics.store(header, 0, index);
  const failure = failureOf(input);
  if (failure === undefined || known.has(signatureOf(failure))) continue;
  known.add(signatureOf(failure));
  const same = (smaller: Uint8Array) => {
    const other = failureOf(smaller);
    return other !== undefined && signatureOf(other) === signatureOf(failure);
  };
  port.postMessage({ kind: "crash", case: index, failure, input: minimised(input, same) });
}
port.postMessage({ kind: "ended", cases });
