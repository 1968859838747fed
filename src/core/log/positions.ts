/** File offsets of a text and the lines and columns that an editor shows for them. */
import { CR, LF } from "../model/ascii.js";

export interface EditorPosition {
  /** 0-based. */
  readonly line: number;
  /** UTF-16 units from the start of the line. */
  readonly character: number;
}

/** Lines end at LF, CRLF or a lone CR, as editors count them. Offsets are octets of the UTF-8 text. */
export class LineIndex {
  readonly #octets: Uint8Array;
  readonly #starts: Uint32Array;

  constructor(text: Uint8Array | string) {
    this.#octets = typeof text === "string" ? new TextEncoder().encode(text) : text;
    this.#starts = lineStarts(this.#octets);
  }

  get lines(): number {
    return this.#starts.length;
  }

  /** An offset inside a character is that character's beginning; one past the end is the end. */
  positionOf(offset: number): EditorPosition {
    const at = Math.min(Math.max(offset, 0), this.#octets.length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    let character = 0;
    for (let i = this.#textStart(low); i < at;) {
      const length = sequenceLength(this.#octets, i);
      if (i + length > at) break;
      character += length === 4 ? 2 : 1;
      i += length;
    }
    return { line: low, character };
  }

  /** File offset of a position; a column past the line's end is the line's end. */
  offsetOf(position: EditorPosition): number {
    const line = Math.min(Math.max(position.line, 0), this.#starts.length - 1);
    const end = this.#lineEnd(line);
    let at = this.#textStart(line);
    for (let character = 0; at < end && character < position.character;) {
      const length = sequenceLength(this.#octets, at);
      character += length === 4 ? 2 : 1;
      if (character > position.character) break;
      at += length;
    }
    return at;
  }

  /** Behind the last character of a line. */
  endOfLine(line: number): EditorPosition {
    const known = Math.min(Math.max(line, 0), this.#starts.length - 1);
    return this.positionOf(this.#lineEnd(known));
  }

  /** Editors do not show a byte order mark. */
  #textStart(line: number): number {
    const start = this.#starts[line]!;
    const [a, b, c] = this.#octets;
    return start === 0 && a === 0xef && b === 0xbb && c === 0xbf ? 3 : start;
  }

  #lineEnd(line: number): number {
    const start = this.#starts[line]!;
    let end = this.#starts[line + 1] ?? this.#octets.length;
    if (end > start && this.#octets[end - 1] === LF) end--;
    if (end > start && this.#octets[end - 1] === CR) end--;
    return end;
  }
}

function lineStarts(octets: Uint8Array): Uint32Array {
  let starts = new Uint32Array(1024);
  let count = 1;
  const add = (start: number) => {
    if (count === starts.length) {
      const grown = new Uint32Array(2 * count);
      grown.set(starts);
      starts = grown;
    }
    starts[count++] = start;
  };
  // Both are found by the engine's own search; each search goes on where the one before ended.
  let newline = nextOf(octets, LF, 0);
  let carriage = nextOf(octets, CR, 0);
  while (newline < octets.length || carriage < octets.length) {
    if (carriage < newline) {
      if (octets[carriage + 1] !== LF) add(carriage + 1);
      carriage = nextOf(octets, CR, carriage + 1);
    } else {
      add(newline + 1);
      newline = nextOf(octets, LF, newline + 1);
    }
  }
  return starts.slice(0, count);
}

function nextOf(octets: Uint8Array, octet: number, from: number): number {
  const at = octets.indexOf(octet, from);
  return at < 0 ? octets.length : at;
}

/** Octets of the UTF-8 sequence that begins here; an octet that begins none is shown as one replacement character. */
function sequenceLength(octets: Uint8Array, at: number): number {
  const lead = octets[at]!;
  const length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  for (let i = 1; i < length; i++) if ((octets[at + i]! & 0xc0) !== 0x80) return 1;
  return length;
}
