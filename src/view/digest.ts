/** A challenge beside the credentials that answer it, value by value. */

/** `neutral`: one side alone has it, as it should be, or the trace does not show what it answers. */
export type DigestVerdict = "good" | "bad" | "neutral";

export interface DigestValueView {
  /** `realm`, `nonce`, `uri`, … */
  readonly name: string;
  /** Null where it is absent. Of `uri` the Request-URI, which it repeats. */
  readonly offered: string | null;
  readonly answered: string | null;
  readonly verdict: DigestVerdict;
  /** One sentence on what the eye does not see; "" for none. */
  readonly note: string;
}

export interface DigestPlace {
  readonly message: number;
  /** `401 · frame 5` */
  readonly where: string;
}

export interface DigestView {
  /** Null where the trace holds none that it could answer. */
  readonly challenge: DigestPlace | null;
  readonly answer: DigestPlace;
  /** The final response to the answer. */
  readonly outcome: DigestPlace | null;
  /** What was answered is not in the trace: the challenge is the one that the answer was refused with. */
  readonly isReturned: boolean;
  readonly values: readonly DigestValueView[];
}
