/** The rows of a log's hex dumps in its copy: an octet is written as its digits, and as its character in the column of text. */
import type { DumpedOctets } from "../../log/dumped-messages.js";
import type { DumpRow } from "../../log/hex-dump-reader.js";
import { type Piece, Pieces } from "../../log/pieces.js";
import type { ByteTarget } from "../../model/byte-target.js";
import { octetsOf } from "../../model/octets.js";
import type { RedactionTally } from "./redaction-tally.js";
import { characterOf, digitsOf, textColumnOf } from "./text-column.js";

/** What is written so late that its rows lie further back stays without digits. */
const MAX_KEPT_OCTETS = 1 << 19;
const BLOTTED = 0x2d;
const BACKSLASH = 0x5c;
/** A map of one run has three. */
const RUN_NUMBERS = 3;

/** What the tally says of rows that no dump of packets or messages holds. */
export const HEX_ROWS = "rows of hexadecimal dumps";

interface Row extends Piece {
  readonly row: DumpRow;
  /** The line as it stands in the copy. */
  readonly line: Uint8Array;
  /** Where the digits of each octet stand in the line. */
  readonly digitsAt: readonly number[];
  /** Where its character stands; none when that cannot be told. */
  readonly shownAt: readonly number[];
  readonly isUpperCase: boolean;
}

export class DumpRows {
  readonly #rows = new Pieces<Row>(MAX_KEPT_OCTETS);

  constructor(
    private readonly target: ByteTarget,
    private readonly tally: RedactionTally,
  ) {}

  /** Takes the rows of a dump; their offsets are shown. */
  add({ rows }: DumpedOctets): void {
    const isUpperCase = rows.some(({ text, hex }) => /[A-F]/.test(text.slice(hex.start, hex.end)));
    for (const row of rows) {
      const { text, hex, map } = row;
      const line = this.#lineOf(row);
      if (line[hex.start] === BLOTTED) this.tally.keep(HEX_ROWS);
      line.set(octetsOf(text.slice(hex.before.length, hex.start)), hex.before.length);
      const added = {
        row,
        line,
        digitsAt: digitsOf(text, hex),
        shownAt: textColumnOf(text, hex)?.places ?? [],
        isUpperCase,
      };
      this.#rows.add({ at: this.#rows.end, octets: hex.octets, map, ...added });
    }
  }

  /** Writes octets from the `offset`-th one of all dumps on. */
  write(offset: number, octets: Uint8Array): void {
    for (let at = 0; at < octets.length;) {
      const row = this.#rows.holding(offset + at);
      const left = row === undefined ? 0 : row.at + row.octets - offset - at;
      if (row === undefined || left <= 0) return;
      const part = octets.subarray(at, at + left);
      print(row, offset + at - row.at, part);
      this.#show(row);
      at += part.length;
    }
  }

  #lineOf({ text, map }: DumpRow): Uint8Array {
    const line = octetsOf(text);
    const { runs } = map;
    for (let run = 0; run < runs.length; run += 3)
      line.set(this.target.read(runs[run + 1]!, runs[run + 2]!), runs[run]);
    return line;
  }

  #show({ line, map: { runs } }: Row): void {
    for (let run = 0; run < runs.length; run += 3) {
      const [start, from, length] = [runs[run]!, runs[run + 1]!, runs[run + 2]!];
      this.target.write(from, line.subarray(start, start + length));
    }
  }
}

function print({ line, digitsAt, shownAt, isUpperCase, map }: Row, first: number, octets: Uint8Array): void {
  const isEscaped = map.runs.length > RUN_NUMBERS;
  for (const [index, octet] of octets.entries()) {
    const digits = octet.toString(16).padStart(2, "0");
    line.set(octetsOf(isUpperCase ? digits.toUpperCase() : digits), digitsAt[first + index]);
    const shown = shownAt[first + index];
    // A backslash in a string of JSON is half of a character.
    if (shown !== undefined && shown < line.length && !(isEscaped && line[shown] === BACKSLASH))
      line.set(octetsOf(characterOf(octet)), shown);
  }
}
