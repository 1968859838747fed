/** Servers that let credentials with a certain fault pass: there the fault is not why others are refused. */
import type { DigestAnswer, DigestSeries } from "./digest-answers.js";

/** A device builds its requests in one way, so its first ones tell: reading a hundred thousand that passed would take long. */
const ANSWERS_LOOKED_AT = 8;

export class TolerantServers {
  #addresses: ReadonlySet<string> | undefined;

  constructor(
    private readonly allSeries: readonly DigestSeries[],
    private readonly hasFault: (answer: DigestAnswer) => boolean,
  ) {}

  /** Whether the server of this answer accepted the same fault anywhere in the trace. */
  accept({ transaction }: DigestAnswer): boolean {
    // Made when the first suspect asks: a healthy trace need not be read for it.
    this.#addresses ??= new Set(
      this.allSeries.flatMap(({ answers }) =>
        answers
          .filter(({ verdict }) => verdict === "accepted")
          .slice(0, ANSWERS_LOOKED_AT)
          .filter((answer) => this.hasFault(answer))
          .map((answer) => answer.transaction.server.address),
      ),
    );
    return this.#addresses.has(transaction.server.address);
  }
}
