/** The body of a message on a stream, whose Content-Length may be wrong: a middlebox that rewrote a body counted it badly. */
import { CR, LF } from "../model/ascii.js";
import { isStartLine, mayBecomeStartLine, skipLineEnds } from "./sip-start-line.js";

/** To know whether a suspicious body ends where it says, so much of what follows is waited for. */
const MAX_DOUBT_OCTETS = 4096;

export class SipBody {
  #start: number;
  /** Where the line under reading begins. */
  #line: number;
  #searched: number;
  #startLine = -1;

  constructor(start: number) {
    this.#start = this.#line = this.#searched = start;
  }

  get start(): number {
    return this.#start;
  }

  /** The first start line within what was read; -1 when there is none. */
  get startLine(): number {
    return this.#startLine;
  }

  /** Reads on up to `to`. */
  read(octets: Uint8Array, to: number): void {
    for (let at = this.#searched; at < to; at++) {
      if (octets[at] !== LF) continue;
      const line = this.#line;
      if (this.#startLine < 0 && isStartLine(octets, line, withoutCr(octets, line, at))) this.#startLine = line;
      this.#line = at + 1;
    }
    this.#searched = Math.max(this.#searched, to);
  }

  /**
   * Where the message ends. Of a wrong Content-Length the next message begins within the body; it is believed when a start line
   * follows the body, or when nothing in the body looks like one.
   * @param to where the body ends by its Content-Length
   * @param end how far the octets have come; nothing follows if `isLast`
   * @param mayHoldSip its type may hold start lines
   * @returns -1 when more octets are needed to tell
   */
  checkedEnd(octets: Uint8Array, to: number, end: number, isLast: boolean, mayHoldSip: boolean): number {
    this.read(octets, to);
    const inner = mayHoldSip ? -1 : this.#startLine;
    const lastLine = this.#line;
    const isTorn = mayBecomeStartLine(octets, lastLine, to);
    if (inner < 0 && !isTorn) return to;
    const following = isTorn ? to : skipLineEnds(octets, to, end);
    const distance = octets.subarray(following, end).indexOf(LF);
    if (distance < 0) return isLast || end - to > MAX_DOUBT_OCTETS ? to : -1;
    const lineEnd = withoutCr(octets, following, following + distance);
    if (isTorn && isStartLine(octets, lastLine, lineEnd)) return inner < 0 ? lastLine : inner;
    return inner >= 0 && !isStartLine(octets, following, lineEnd) ? inner : to;
  }

  /** The octets moved to the front by `distance`. */
  move(distance: number): void {
    this.#start -= distance;
    this.#line -= distance;
    this.#searched -= distance;
    if (this.#startLine >= 0) this.#startLine -= distance;
  }
}

/** @param newline where the LF of the line stands */
export function withoutCr(octets: Uint8Array, start: number, newline: number): number {
  return newline > start && octets[newline - 1] === CR ? newline - 1 : newline;
}
