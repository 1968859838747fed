/** What the registration card shows: one line a setting, the field's good default beside what was seen, with a verdict. */

/** `fair` works and could be better; `unknown`: the trace does not show it. */
export type CardVerdict = "good" | "fair" | "poor" | "unknown";

/** Where the trace shows it. */
export interface CardPlaceView {
  /** Index of the message; `-1 - signal` where a signal shows it. */
  readonly message: number;
  /** `401 · frame 5` */
  readonly where: string;
  /** What stands there: "the grant". */
  readonly label: string;
}

export interface CardItemView {
  /** `transport`, `expiry`, …: stays the same from version to version. */
  readonly id: string;
  readonly label: string;
  /** "asked 3600 s, granted 600 s" */
  readonly seen: string;
  /** "600 s for a remote device" */
  readonly good: string;
  readonly verdict: CardVerdict;
  /** One sentence. */
  readonly reason: string;
  /** Where the default comes from; an address of "" is the practice of the field. */
  readonly sources: readonly { readonly label: string; readonly url: string }[];
  readonly places: readonly CardPlaceView[];
}

export interface CardView {
  /** Key of the overview row: `r0`. */
  readonly key: string;
  /** `2001@pbx.example.com` */
  readonly title: string;
  /** Who the device is: "Device", "Address", "Registrar", "State". */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly items: readonly CardItemView[];
}
