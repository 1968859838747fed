/** A ladder that was laid out, given out by windows: a hundred thousand rows at once would hold up editor and page. */
import type {
  FoldRow,
  GapRow,
  LadderHead,
  LadderRow,
  LadderView,
  LadderWindow,
  MessageRow,
  PageRow,
  RowColumns,
  SignalRow,
} from "../view/ladder.js";
import type { FindingView } from "../view/overview.js";

/** Rows given out at once: a screen or two, and a few milliseconds of an editor's time. */
const MOST_ROWS = 400;
/** Findings that the page lists beside the ladder; those of rows in view come with their rows. */
const MOST_FINDINGS = 100;
/** Places of gaps and folds; no trace has so many messages. */
const NO_PLACE = 0x7fffffff;

type Inner = MessageRow | SignalRow | GapRow;

export class HeldLadder {
  readonly #view: LadderView;
  readonly #edition: number;
  /** Those inside a fold follow it. */
  readonly #rows: (Inner | FoldRow)[] = [];

  constructor(view: LadderView, edition: number) {
    this.#view = view;
    this.#edition = edition;
    for (const row of view.rows) {
      this.#rows.push(row);
      if (row.kind === "fold") for (const inner of row.rows) this.#rows.push(inner);
    }
  }

  head(): LadderHead {
    const { rows: _, findings, ...rest } = this.#view;
    const worst = findings.find(({ severity, kind }) => severity === "error" && kind === "cause") ?? findings[0];
    return {
      ...rest,
      edition: this.#edition,
      columns: this.#columns(),
      findings: findings.slice(0, MOST_FINDINGS),
      findingCount: findings.length,
      worstAt: worst?.at ?? null,
    };
  }

  /** Rows from `first` on, `end` not among them; fewer where those are too many or do not exist. */
  window(first: number, end: number): LadderWindow {
    const rows = this.#rows.slice(Math.max(first, 0), Math.max(Math.min(end, first + MOST_ROWS), 0));
    const numbers = new Set(rows.flatMap((row) => (row.kind === "gap" ? [] : row.findings)));
    const findings = [...numbers].flatMap((number): [number, FindingView][] => {
      const finding = this.#view.findings[number];
      return finding ? [[number, finding]] : [];
    });
    return { edition: this.#edition, first: Math.max(first, 0), rows: rows.map(pageRow), findings };
  }

  #columns(): RowColumns {
    const rows = this.#rows;
    const sightings: number[] = [];
    for (const [number, row] of rows.entries()) {
      if (row.kind === "message") for (const message of row.sightingMessages) sightings.push(message, number);
    }
    return {
      kinds: rows.map(({ kind }) => kind[0]).join(""),
      inside: Uint32Array.from(rows, (row) => (row.kind === "fold" ? row.rows.length : 0)),
      atMicros: Float64Array.from(rows, ({ atMicros }) => atMicros ?? NaN),
      places: Int32Array.from(rows, placeOf),
      transactions: Int32Array.from(rows, (row) => (row.kind === "message" ? (row.transaction ?? -1) : -1)),
      flagged: Uint8Array.from(rows, (row) => (row.kind !== "gap" && row.findings.length > 0 ? 1 : 0)),
      sightings: Int32Array.from(sightings),
    };
  }
}

function placeOf(row: LadderRow): number {
  if (row.kind === "message") return row.message;
  return row.kind === "signal" ? -1 - row.signal : NO_PLACE;
}

/** What can be sent: a message's row makes its words when they are asked for. */
function pageRow(row: LadderRow): PageRow {
  if (row.kind === "fold") {
    const { rows, ...head } = row;
    return { ...head, rowCount: rows.length };
  }
  return row.kind === "message" ? plainMessage(row) : row;
}

function plainMessage(row: MessageRow): MessageRow {
  const { kind, message, frame, line, from, to, label, detail, tone, mark, sightings, sightingMessages } = row;
  const { transaction, findings, atMicros, sentence } = row;
  const about = { kind, message, frame, line, from, to, label, detail, tone, mark, sightings, sightingMessages };
  return { ...about, transaction, findings, atMicros, sentence };
}
