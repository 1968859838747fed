/** What the ladder draws: lanes side by side, rows in time. The same view is drawn by the webview and printed as text. */
import type { FindingView } from "./overview.js";

export interface Lane {
  readonly name: string;
  /** Addresses below the name: `192.168.1.20:5060`. */
  readonly detail: string;
  readonly kind: "device" | "server" | "unknown";
}

/** What a row means; the theme gives the colour, the label always says it too. */
export type Tone = "request" | "provisional" | "success" | "challenge" | "failure" | "call" | "neutral";

interface RowBase {
  readonly atMicros: number | null;
  /** The row as a sentence for a screen reader. */
  readonly sentence: string;
}

export interface MessageRow extends RowBase {
  readonly kind: "message";
  /** Index of the message in the trace. */
  readonly message: number;
  readonly frame: number | null;
  readonly line: number | null;
  /** Indices into `LadderView.lanes`. */
  readonly from: number;
  readonly to: number;
  /** `REGISTER`, `401 Unauthorized` */
  readonly label: string;
  /** What differs from the usual: `CSeq 2 · expires 3600`, `realm "pbx.example.com"`, `granted 600 s`. */
  readonly detail: string;
  readonly tone: Tone;
  /** `lost`: nobody answered this message although the trace goes on. */
  readonly mark: "none" | "retransmission" | "lost";
  /** Further sightings of the same message on other interfaces or files. */
  readonly sightings: number;
  /** Message indices of those sightings: they are shown by this row. */
  readonly sightingMessages: readonly number[];
  /** Index of the transaction; null for a message too broken to tell. Rows of one transaction are shown together. */
  readonly transaction: number | null;
  /** Indices into `LadderView.findings`; the first one's severity colours the badge. */
  readonly findings: readonly number[];
}

export interface SignalRow extends RowBase {
  readonly kind: "signal";
  readonly frame: number | null;
  readonly line: number | null;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly detail: string;
  /** Index of the signal in the trace; findings call its place `-1 - signal`. */
  readonly signal: number;
  /** Indices into `LadderView.findings`. */
  readonly findings: readonly number[];
}

export interface GapRow extends RowBase {
  readonly kind: "gap";
  /** `7 min 12 s of silence` */
  readonly label: string;
  readonly lengthMicros: number;
}

export interface FoldRow extends RowBase {
  readonly kind: "fold";
  /** `4 × the same, every 30 s` */
  readonly label: string;
  /** `REGISTER → 401 → REGISTER → 200` */
  readonly detail: string;
  readonly rows: readonly (MessageRow | SignalRow | GapRow)[];
  readonly findings: readonly number[];
}

export type LadderRow = MessageRow | SignalRow | GapRow | FoldRow;

/** A life line: a stretch of a lane on which something holds. Rows are indices into `LadderView.rows`, both included. */
export interface LifeLine {
  readonly lane: number;
  readonly firstRow: number;
  readonly lastRow: number;
  /** `alive` a binding; `lapsed` the time after it ran out. */
  readonly kind: "alive" | "lapsed";
  /** `binding valid, 600 s` */
  readonly label: string;
}

export interface LadderView {
  /** Key of the overview row, or `all`. */
  readonly key: string;
  readonly title: string;
  readonly subtitle: string;
  readonly lanes: readonly Lane[];
  readonly rows: readonly LadderRow[];
  readonly lifeLines: readonly LifeLine[];
  readonly findings: readonly FindingView[];
  /** Messages left out because the ladder would be too long to draw; 0 as a rule. */
  readonly omitted: number;
}

/** A fold as the page gets it: its rows are counted behind it, and sent when they are in view. */
export interface FoldHead extends Omit<FoldRow, "rows"> {
  readonly rowCount: number;
}

export type PageRow = MessageRow | SignalRow | GapRow | FoldHead;

/**
 * What the page knows of all rows before it has their words, so that it scrolls, walks and finds among a hundred thousand.
 * Rows are counted with those inside folds, which follow their fold.
 */
export interface RowColumns {
  /** A letter a row: `m` message, `s` signal, `g` gap, `f` fold. */
  readonly kinds: string;
  /** Of a fold, how many of the rows behind it are inside; else 0. */
  readonly inside: Uint32Array;
  /** NaN for a row without time. */
  readonly atMicros: Float64Array;
  /** Index of the message; `-1 - signal`; `NO_PLACE` (the greatest number) for gaps and folds. */
  readonly places: Int32Array;
  /** -1 for none. */
  readonly transactions: Int32Array;
  /** 1 where findings are flagged. */
  readonly flagged: Uint8Array;
  /** Pairs of numbers: a further sighting's message, and the row that shows it. */
  readonly sightings: Int32Array;
}

/** A ladder without its rows. */
export interface LadderHead extends Omit<LadderView, "rows" | "findings"> {
  /** Names this laying out: rows of another one do not belong to it. Here life lines count rows as the columns do. */
  readonly edition: number;
  readonly columns: RowColumns;
  /** The first of its findings; others come with the rows that carry them. */
  readonly findings: readonly FindingView[];
  readonly findingCount: number;
  /** Place of the worst finding: a message, or `-1 - signal`. */
  readonly worstAt: number | null;
}

/** Some rows of a ladder that follow each other. */
export interface LadderWindow {
  readonly edition: number;
  /** Number of the first row. */
  readonly first: number;
  readonly rows: readonly PageRow[];
  /** The findings that these rows carry, by the numbers that the rows call them. */
  readonly findings: readonly (readonly [number: number, finding: FindingView])[];
}

/** Half-open, in characters of the text. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly severity: "error" | "warning" | "info";
}

export interface MessageView {
  readonly message: number;
  readonly title: string;
  /** The message as text; control characters other than line ends are replaced. */
  readonly text: string;
  /** Characters of `text` that findings flag. */
  readonly marks: readonly Mark[];
}
