/** What the overview draws: one row a registration, call or other dialog, with its health in words. */

/** `failed`: a finding of severity error; `at-risk`: a warning; `unknown`: the capture does not show the outcome. */
export type Health = "failed" | "at-risk" | "healthy" | "unknown";

export interface OverviewRow {
  /** Names the row in messages to the host: `r3` a registration, `c5` a call, `o7` another transaction, `s4` signals alone. */
  readonly key: string;
  readonly kind: "registration" | "call" | "other";
  readonly health: Health;
  /** `2001@pbx.example.com`, or `2001 → 2002` of a call. */
  readonly title: string;
  /** Why it failed or what makes it healthy, in words: "Realm mismatch · 5 attempts", "600 s granted, refreshed at 80 %". */
  readonly cause: string;
  /** `Yealink T46U · 192.168.1.20 · UDP` */
  readonly device: string;
  /** Microseconds since the Unix epoch of the first message; null in a log without times. */
  readonly startMicros: number | null;
  readonly endMicros: number | null;
  /** "granted 600 s", "401", "no answer", "answered, 42 s" */
  readonly result: string;
  readonly messages: number;
  /** Indices into `OverviewView.findings`. */
  readonly findings: readonly number[];
}

export interface OverviewView {
  readonly fileNames: readonly string[];
  readonly format: string;
  readonly frames: number;
  readonly messages: number;
  readonly devices: number;
  /** Messages that are further sightings of another one. */
  readonly duplicates: number;
  readonly errors: number;
  readonly warnings: number;
  readonly rows: readonly OverviewRow[];
  readonly findings: readonly FindingView[];
  /** Sentences on what could not be read, with the offset. */
  readonly problems: readonly string[];
  /** First and last packet, for the date beside the times; null without times. */
  readonly startMicros: number | null;
  readonly endMicros: number | null;
  /** How much was read when a person stopped the reading; absent when all was. */
  readonly stoppedAtPercent?: number;
}

/** What is told of a trace before its rows and findings, which may be a hundred thousand and come by parts. */
export interface OverviewHead extends Omit<OverviewView, "rows" | "findings"> {
  readonly rowCount: number;
}

/** Another place that proves the finding. */
export interface RelatedView {
  /** Index of the message; `-1 - signal` where a signal proves it. */
  readonly message: number;
  /** What stands there: "the challenge it answers". */
  readonly label: string;
  /** `401 · frame 5` */
  readonly where: string;
  readonly quote: string;
}

export interface FindingView {
  /** Index of the finding in the trace. */
  readonly index: number;
  readonly rule: string;
  /** The rule in three words: "Realm mismatch". */
  readonly title: string;
  readonly severity: "error" | "warning" | "info";
  readonly kind: "cause" | "symptom" | "practice";
  readonly strength: "proven" | "likely" | "possible";
  readonly message: string;
  /** One sentence on why it fails, and its source: "RFC 7616 §3.4.2" with its address. */
  readonly why: string;
  readonly remedy: string;
  readonly sources: readonly { readonly label: string; readonly url: string }[];
  readonly count: number;
  readonly firstMicros: number | null;
  readonly lastMicros: number | null;
  /** Index of the message it is flagged at; `-1 - signal` where no SIP message shows it. */
  readonly at: number;
  readonly header: string | null;
  /** The message it is flagged at, in words: `REGISTER · frame 7`. */
  readonly where: string;
  /** The flagged characters, at most 200. */
  readonly quote: string;
  readonly related: readonly RelatedView[];
  readonly evidence: readonly string[];
  readonly fixes: readonly {
    readonly title: string;
    readonly product: string | null;
    readonly setting: string | null;
    readonly detail: string;
  }[];
}
