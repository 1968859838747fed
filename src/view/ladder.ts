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

export interface LadderView {
  /** Key of the overview row, or `all`. */
  readonly key: string;
  readonly title: string;
  readonly subtitle: string;
  readonly lanes: readonly Lane[];
  readonly rows: readonly LadderRow[];
  readonly findings: readonly FindingView[];
}

export interface MessageView {
  readonly message: number;
  readonly title: string;
  /** The message as text; control characters other than line ends are replaced. */
  readonly text: string;
  /** Characters of `text` that findings flag. */
  readonly marks: readonly { readonly start: number; readonly end: number; readonly severity: "error" | "warning" | "info" }[];
}
