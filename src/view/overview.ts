/** What the overview draws: one row a registration, call, other group of messages or finding, with its health in words. */

/** `failed`: a finding of severity error; `at-risk`: a warning; `unknown`: the capture does not show the outcome. */
export type Health = "failed" | "at-risk" | "healthy" | "unknown";

export interface OverviewRow {
  /** Names the row in messages to the host: `r3` a registration, `c5` a call, `o7` another transaction, `s4` signals alone, `n2` a finding. */
  readonly key: string;
  readonly kind: "registration" | "call" | "other" | "finding";
  readonly health: Health;
  /** `2001@pbx.example.com`, or `2001 → 2002` of a call. */
  readonly title: string;
  /** Why it failed or what makes it healthy, in words: "Realm mismatch · 5 attempts", "600 s granted, refreshed at 80 %". */
  readonly cause: string;
  /** `Yealink T46U · 192.168.1.20 · UDP` */
  readonly device: string;
  /** `Yealink T46U`; "" where nothing names it. */
  readonly product: string;
  /** Of its firmware or program: `108.86.0.20`; "" where nothing names it. */
  readonly version: string;
  /** The device's, or that of who sent the first request; "" where a log does not tell. */
  readonly address: string;
  /** `2001@pbx.example.com`: of a call the party that the trace knows to register, the called one first. */
  readonly aor: string;
  /** Of a registration its attempts, of a finding how often it was seen, of others their requests; null for a call. */
  readonly attempts: number | null;
  /** Of the latest binding. */
  readonly grantedSeconds: number | null;
  /** Microseconds since the Unix epoch of the first message; null in a log without times. */
  readonly startMicros: number | null;
  readonly endMicros: number | null;
  /** "granted 600 s", "401", "no answer", "answered, 42 s" */
  readonly result: string;
  readonly messages: number;
  /** Indices into `OverviewView.findings`. */
  readonly findings: readonly number[];
  /** Indices into `OverviewView.facets.rules`, of those findings. */
  readonly rules: readonly number[];
  /** Findings of the row that settings or comments of the log silence; absent when none are. */
  readonly suppressed?: number;
  /** Of a finding: the row whose ladder shows it, and where it is flagged: a message, or `-1 - signal`. */
  readonly shownAt?: { readonly key: string; readonly message: number };
}

/** How many there are of one kind. */
export interface Amount<T> {
  readonly value: T;
  readonly count: number;
}

/** Findings of one rule and severity. */
export interface RuleAmount {
  readonly rule: string;
  readonly title: string;
  readonly severity: FindingView["severity"];
  readonly count: number;
}

/** What a trace can be filtered by, the most frequent first. */
export interface Facets {
  /** Messages by method; a response has the method of its request. */
  readonly methods: readonly Amount<string>[];
  /** Messages by the first digit of their status; 0 are requests. */
  readonly statusClasses: readonly Amount<number>[];
  /** Messages by the addresses that they come from or go to; only the first hundred. */
  readonly addresses: readonly Amount<string>[];
  readonly rules: readonly RuleAmount[];
}

export interface OverviewView {
  readonly fileNames: readonly string[];
  readonly format: string;
  /** Of logs all formats that were met, the one that most speaks for first. */
  readonly logFormats: readonly { readonly id: string; readonly title: string; readonly messages: number }[];
  readonly frames: number;
  readonly messages: number;
  readonly devices: number;
  /** Messages that are further sightings of another one. */
  readonly duplicates: number;
  readonly errors: number;
  readonly warnings: number;
  /** Findings that settings or comments of the log silence. */
  readonly suppressed: number;
  readonly rows: readonly OverviewRow[];
  readonly findings: readonly FindingView[];
  readonly facets: Facets;
  /** Sentences on what logs do not print and was taken from elsewhere: dates, zones, sides. */
  readonly inferred: readonly string[];
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
