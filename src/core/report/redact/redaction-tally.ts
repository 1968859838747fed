/** What a redaction did, for its report; and, where the owner wants it, which pseudonym stands for which value. */

export type ReplacedKind =
  "words" | "addresses" | "hardware addresses" | "tokens" | "bodies" | "certificates" | "notes";

/** Pairs kept for the owner's table: more values than any trace that a person looks through. */
const MAX_PAIRS = 1_000_000;

export interface PseudonymPair {
  readonly kind: ReplacedKind;
  readonly original: string;
  readonly pseudonym: string;
}

export class RedactionTally {
  readonly #counts = new Map<ReplacedKind, number>();
  readonly #dropped = new Map<string, number>();
  readonly #pairs: Map<string, PseudonymPair> | undefined;
  /** While names are only looked for, nothing is counted. */
  isLooking = false;

  /** @param keepsPairs the originals stay in memory, for the table of the owner */
  constructor(keepsPairs = false) {
    this.#pairs = keepsPairs ? new Map() : undefined;
  }

  /** How often something was replaced. */
  get counts(): ReadonlyMap<ReplacedKind, number> {
    return this.#counts;
  }

  /** What is not in the copy any more, in words, and how often it was dropped. */
  get dropped(): ReadonlyMap<string, number> {
    return this.#dropped;
  }

  /** In the order in which they were met; empty unless they are kept. */
  get pairs(): readonly PseudonymPair[] {
    return this.#pairs === undefined ? [] : Array.from(this.#pairs.values());
  }

  count(kind: ReplacedKind): void {
    if (this.isLooking) return;
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  drop(what: string, times = 1): void {
    if (this.isLooking) return;
    this.#dropped.set(what, (this.#dropped.get(what) ?? 0) + times);
  }

  /** One that was noted as dropped is in the copy after all. */
  keep(what: string): void {
    const times = (this.#dropped.get(what) ?? 0) - 1;
    if (times > 0) this.#dropped.set(what, times);
    else this.#dropped.delete(what);
  }

  /** Notes a replacement. @returns the pseudonym. */
  replaced(kind: ReplacedKind, original: string, pseudonym: string): string {
    if (original === pseudonym || this.isLooking) return pseudonym;
    this.count(kind);
    if (this.#pairs !== undefined && this.#pairs.size < MAX_PAIRS && !this.#pairs.has(original)) {
      this.#pairs.set(original, { kind, original, pseudonym });
    }
    return pseudonym;
  }
}
