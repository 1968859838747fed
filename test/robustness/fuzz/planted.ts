/** Targets with a mistake each, to see that the watcher notices: they are not among those that are run. */
import { ascii } from "../../capture/capture-files.js";
import type { FuzzTarget } from "./target.js";

const SEEDS = () => [ascii("valid")];
const isValid = (input: Uint8Array) => input.length === 5;
let kept = new Uint8Array(0);

export const PLANTED: readonly FuzzTarget[] = [
  {
    name: "planted-throw",
    seeds: SEEDS,
    run: (input) => {
      if (input.includes(0x00)) throw new RangeError(`at ${input.indexOf(0)}`);
      return 1;
    },
  },
  {
    name: "planted-hang",
    seeds: SEEDS,
    run: (input) => {
      while (!isValid(input));
      return 1;
    },
  },
  {
    name: "planted-growth",
    seeds: SEEDS,
    run: (input) => {
      if (!isValid(input)) kept = new Uint8Array(2 ** 29);
      return 1 + kept.length;
    },
  },
  {
    name: "planted-overflow",
    seeds: SEEDS,
    run: (input) => {
      const numbers: number[][] = [];
      while (!isValid(input)) numbers.push(new Array<number>(100_000).fill(0.5));
      return 1;
    },
  },
];
