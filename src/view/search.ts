/** A search over the messages of a trace, and what it has found so far. */

/** Which messages are looked for: those for which all of this holds. */
export interface MessageQuery {
  /** All of them stand somewhere in the text of the message; case does not matter. */
  readonly words: readonly string[];
  /** Any of these; none is every method. A response has the method of its request. */
  readonly methods: readonly string[];
  /** Any of these first digits of a status, 0 for requests; none is every message. */
  readonly statusClasses: readonly number[];
  /** An address, how it begins, or a network such as `192.0.2.0/24`; "" is any. */
  readonly address: string;
  /** Half-open. */
  readonly fromMicros: number | null;
  readonly toMicros: number | null;
}

/** Tells what was found since the time before; the columns have an entry a row of the overview that is new or has more hits. */
export interface Found {
  /** Messages looked at until now, of all. */
  readonly examined: number;
  readonly total: number;
  /** Messages found until now. */
  readonly hits: number;
  /** Indices into `OverviewView.rows`. */
  readonly rows: Uint32Array;
  /** Messages of the row found until now. */
  readonly counts: Uint32Array;
  /** The first of them. */
  readonly firsts: Uint32Array;
}
