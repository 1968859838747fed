/** What a fuzz target is: inputs to begin with, how they come apart for mutation, and what must hold of any input. */

/** Takes an input apart, so that whole frames, blocks or lines can be moved, and puts it together with lengths that fit. */
export interface Shape {
  split(input: Uint8Array): Uint8Array[];
  join(parts: readonly Uint8Array[]): Uint8Array;
}

export interface FuzzTarget {
  readonly name: string;
  /** Valid inputs; made when the target is used. */
  readonly seeds: () => readonly Uint8Array[];
  /** Absent where the input is one piece. */
  readonly shape?: Shape;
  /** Reads the input to its end; throws when something does not hold. @returns how much was found in it. */
  readonly run: (input: Uint8Array) => number;
}
