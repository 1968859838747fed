/** What the ladder draws: lanes side by side, rows in time. The same view is drawn by the webview and printed as text. */
import type { DigestView } from "./digest.js";
import type { FindingView } from "./overview.js";

export interface Lane {
  /** Names the host in every ladder of the file, so that what a person chose for it is found again. */
  readonly id: string;
  readonly name: string;
  /** Addresses below the name: `192.168.1.20:5060`. */
  readonly detail: string;
  readonly kind: "device" | "server" | "unknown";
  /** The host's address; several phones behind one NAT share theirs. */
  readonly address: string;
  /** The name is a person's, not the trace's. */
  readonly isRenamed?: true;
}

export interface HiddenLane extends Lane {
  /** Among all lanes in their order: where it stands when it is shown again. */
  readonly place: number;
}

/** What a person chose for a lane. A list of them is in the order in which the lanes shall stand. */
export interface LaneChoice {
  readonly id: string;
  /** Undefined for the name that the trace tells. */
  readonly name?: string;
  readonly isHidden?: boolean;
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
  /** `7 min 12 s of silence`, `The log's clock goes back by 1 h here` */
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

/** An instant between rows: behind `row` by `share` (0 to 1) of the way to the next row that is no gap. Rows inside folds are counted. */
export interface RowInstant {
  readonly row: number;
  readonly share: number;
}

/** A life line: a stretch of a lane on which something holds. */
export interface LifeLine {
  readonly lane: number;
  readonly from: RowInstant;
  readonly to: RowInstant;
  /**
   * `alive` a binding; `lapsed` the time after it ran out; `open` a flow through a NAT; `shut` the time after which the
   * NAT may have forgotten it.
   */
  readonly kind: "alive" | "lapsed" | "open" | "shut";
  /** Lines of one lane that overlap stand side by side: 0 the nearest to it. */
  readonly track: number;
  /** `binding valid, 600 s` */
  readonly label: string;
  /** What must do where there is less room: `binding valid` */
  readonly short: string;
}

/** What the time column says: since the row before, since the first row, or the time of day. */
export type TimeMode = "delta" | "relative" | "absolute";

/** The time column, as a person chose it. */
export interface TimeColumn {
  readonly mode: TimeMode;
  /** `UTC` or another name of the time zone database. */
  readonly zone: string;
}

/** Another row of the overview that belongs to what a ladder shows. */
export interface RelatedRow {
  readonly key: string;
  readonly title: string;
  /** `same Session-ID`, `call to this phone` */
  readonly reason: string;
}

/** Forms in which a ladder leaves the house as text. */
export type DrawingFormat = "text" | "mermaid" | "svg";

export interface LadderView {
  /** Key of the overview row, or `all`. */
  readonly key: string;
  readonly title: string;
  readonly subtitle: string;
  readonly lanes: readonly Lane[];
  /** Lanes that a person hid, and with them the rows that go to or come from them. */
  readonly hiddenLanes: readonly HiddenLane[];
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
  /** Names this laying out: rows of another one do not belong to it. */
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
  /** The challenge that the message makes or answers; null when it has to do with none. */
  readonly digest: DigestView | null;
}
