/** What the step bar tells of a message: who speaks, why now, what to look at, and what the registrar knows then. */

/** Text and values of the trace in turn, beginning with text. */
export type Words = readonly string[];

/** What became of an entry since the step before. */
export type Change = "added" | "changed" | "ended" | "none";

/** A binding, a nonce or a timer. */
export interface StateEntry {
  /** Stays the same from step to step. */
  readonly key: string;
  readonly name: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly change: Change;
  /** "refreshed", "expired 12 s ago"; "" where nothing changed. */
  readonly changeWords: string;
}

export interface RegistrarView {
  /** `2001@pbx.example.com` */
  readonly aor: string;
  /** One sentence: "2001@pbx.example.com is bound to one Contact." */
  readonly summary: string;
  readonly bindings: readonly StateEntry[];
  readonly nonces: readonly StateEntry[];
  readonly timers: readonly StateEntry[];
}

/** A value that the step is about, with what the hover tells of it. */
export interface LookView {
  readonly name: string;
  readonly value: string;
  readonly what: string;
  readonly here: readonly Words[];
  readonly sources: readonly { readonly label: string; readonly url: string }[];
}

export interface StepView {
  /** A message, or `-1 - signal`. */
  readonly place: number;
  /** `REGISTER · frame 7` */
  readonly title: string;
  readonly who: Words;
  /** Why it is sent now, a sentence each. */
  readonly why: readonly Words[];
  readonly look: readonly LookView[];
  /** Null where no registration of the trace has to do with it. */
  readonly registrar: RegistrarView | null;
}
