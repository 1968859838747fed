/** Tells with one look at each octet of a line which of many literals it holds. */

import { LF } from "../model/ascii.js";

/** Of a longer literal no more is looked for: a line without its beginning does not hold it. */
const MOST_CHARACTERS = 16;
const OCTETS = 256;
/** An entry of the table is the row of its next state, and above that what the literals stand for that end there. */
const ROW_BITS = 24;
const ROW = (1 << ROW_BITS) - 1;

interface State {
  readonly next: Map<number, State>;
  row: number;
  marks: number;
  /** The state of the longest ending of this one's characters that begins a literal. */
  back: State | undefined;
}

/** The automaton of Aho and Corasick. A line is empty-handed unless a literal stands in it as a whole. */
export class Literals {
  readonly #table: Int32Array;
  /** What literals without characters stand for, which every line holds. */
  readonly #always: number;
  /** Of the line that was looked at last, one bit for each list of which it holds a literal. */
  marks = 0;

  /** @param literals by what finding one of them means: the lists are numbered from the lowest bit. */
  constructor(...literals: (readonly string[])[]) {
    const root: State = { next: new Map(), row: 0, marks: 0, back: undefined };
    const states = [root];
    for (const [bit, list] of literals.entries()) {
      for (const literal of list) {
        let state = root;
        for (const character of literal.slice(0, MOST_CHARACTERS)) {
          const code = character.charCodeAt(0);
          let next = state.next.get(code);
          if (!next) {
            next = { next: new Map(), row: OCTETS * states.length, marks: 0, back: undefined };
            states.push(next);
            state.next.set(code, next);
          }
          state = next;
        }
        state.marks |= 1 << bit;
      }
    }
    this.#always = root.marks;
    this.#table = tableOf(states);
  }

  /** Where the line that begins at an index ends; `limit` when no LF stands before it. `marks` then tells what the line holds. */
  lineEnd(octets: Uint8Array, from: number, limit: number): number {
    const table = this.#table;
    let at = 0;
    let seen = 0;
    let i = from;
    for (; i < limit; i++) {
      const octet = octets[i]!;
      if (octet === LF) break;
      at = table[(at & ROW) + octet]!;
      seen |= at;
    }
    this.marks = (seen >>> ROW_BITS) | this.#always;
    return i;
  }
}

function tableOf(states: readonly State[]): Int32Array {
  const table = new Int32Array(OCTETS * states.length);
  const [root] = states;
  // Shorter beginnings come first: the row of `back` is complete when a state copies it.
  for (let queue = [root!]; queue.length > 0; queue = queue.flatMap(({ next }) => [...next.values()])) {
    for (const state of queue) {
      if (state.back) table.copyWithin(state.row, state.back.row, state.back.row + OCTETS);
      for (const [code, next] of state.next) {
        next.back = state === root ? root : stateAt(state.back!, code);
        next.marks |= next.back.marks;
        if (code < OCTETS) table[state.row + code] = next.row | (next.marks << ROW_BITS);
      }
    }
  }
  return table;
}

function stateAt(from: State, code: number): State {
  for (let state: State | undefined = from; state; state = state.back) {
    const next = state.next.get(code);
    if (next) return next;
    if (!state.back) return state;
  }
  return from;
}
