/** Draws a ladder as text, complete and uncut: lanes as wide as their labels need, details beside them. */
import type { FoldRow, LadderRow, LadderView, MessageRow, SignalRow, TimeColumn } from "../../view/ladder.js";
import type { FindingView } from "../../view/overview.js";
import { TextClock, UTC } from "./text-clock.js";
import { endingsOf, startOf } from "./row-clock.js";
import { columnsOf, padBetween, padEnd, padStart } from "./text-columns.js";
import { visible } from "./visible.js";

export interface TextLadderOptions {
  readonly time?: TimeColumn;
  /** Draws the rows of folds too. */
  readonly openFolds?: boolean;
  /** Plain ASCII instead of box drawing characters. */
  readonly ascii?: boolean;
}

interface Strokes {
  readonly lane: string;
  readonly line: string;
  readonly right: string;
  readonly left: string;
  readonly lost: string;
  readonly dots: string;
  readonly silence: string;
  readonly fold: string;
  readonly marks: Readonly<Record<FindingView["severity"], string>>;
}

const UNICODE: Strokes = {
  lane: "│",
  line: "─",
  right: "▶",
  left: "◀",
  lost: "✕",
  dots: "┄",
  silence: "┆",
  fold: "▸",
  marks: { error: "✖", warning: "▲", info: "ℹ" },
};
const ASCII: Strokes = {
  lane: "|",
  line: "-",
  right: ">",
  left: "<",
  lost: "x",
  dots: ".",
  silence: ":",
  fold: "+",
  marks: { error: "E", warning: "W", info: "i" },
};

/** Columns between lanes below which an arrow is no arrow. */
const LEAST_GAP = 14;
const TIME_COLUMNS = 17;

/** Ends with a line end. Nothing in it steers a terminal. */
export function drawLadderText(view: LadderView, options: TextLadderOptions = {}): string {
  return new TextLadder(view, options).draw();
}

class TextLadder {
  readonly #strokes: Strokes;
  readonly #gap: number;
  readonly #lines: string[] = [];
  readonly #told = new Set<number>();
  readonly #clock: TextClock;

  constructor(
    private readonly view: LadderView,
    private readonly options: TextLadderOptions,
  ) {
    this.#clock = new TextClock(options.time ?? UTC);
    this.#strokes = options.ascii ? ASCII : UNICODE;
    this.#gap = gapOf(view);
  }

  draw(): string {
    const { title, subtitle, omitted, findings } = this.view;
    const date = this.#clock.heading(startOf(this.view));
    this.#lines.push([title, subtitle, date].map(visible).filter(Boolean).join("  "), "");
    this.#heads();
    const endings = endingsOf(this.view);
    let number = 0;
    for (const row of this.view.rows) {
      this.#row(row);
      const end = number + 1 + (row.kind === "fold" ? row.rows.length : 0);
      for (; number < end; number++) {
        for (const { label } of endings.get(number) ?? []) {
          this.#lines.push(`${this.#laneLine("")}  ${this.#strokes.lost} ${visible(label)}`);
        }
      }
    }
    if (omitted > 0) this.#lines.push("", `${omitted} more messages are not drawn.`);
    const untold = findings.filter((_, index) => !this.#told.has(index));
    if (untold.length > 0) this.#lines.push("", ...untold.map((finding) => this.#findingWords(finding)));
    return `${this.#lines.map((line) => line.trimEnd()).join("\n")}\n`;
  }

  #heads(): void {
    const { lanes } = this.view;
    for (const words of [lanes.map(({ name }) => name), lanes.map(({ detail }) => detail)]) {
      this.#lines.push(" ".repeat(TIME_COLUMNS) + words.map((word) => padBetween(visible(word), this.#gap)).join(""));
    }
    this.#lines.push(this.#laneLine(""));
  }

  #row(row: LadderRow): void {
    switch (row.kind) {
      case "message":
      case "signal":
        this.#arrow(row);
        break;
      case "gap":
        this.#clock.pause();
        this.#lines.push(this.#laneLine(this.#silence(row.label), this.#strokes.silence));
        break;
      case "fold":
        this.#fold(row);
        break;
    }
  }

  #silence(label: string): string {
    const { dots } = this.#strokes;
    return `${dots.repeat(2)} ${visible(label)} ${dots.repeat(2)}`;
  }

  #fold(row: FoldRow): void {
    const words = `${this.#strokes.fold} ${visible(row.label)}`;
    this.#lines.push(this.#laneLine(words, undefined, this.#time(row.atMicros)));
    this.#lines.push(this.#laneLine(`  ${visible(row.detail)}`));
    if (this.options.openFolds) {
      for (const each of row.rows) this.#row(each);
      this.#lines.push(this.#laneLine(`${this.#strokes.fold} end of the fold`));
    } else {
      for (const finding of row.findings) this.#finding(finding);
    }
    this.#clock.pause();
  }

  #arrow(row: MessageRow | SignalRow): void {
    const { right, left, lost, line, dots } = this.#strokes;
    const isThin = row.kind === "signal" || row.mark === "retransmission";
    const isLost = row.kind === "message" && row.mark === "lost";
    const stroke = isThin ? dots : line;
    const label = ` ${visible(row.label)} `;
    const low = Math.min(row.from, row.to);
    const span = Math.abs(row.to - row.from);
    const cells: string[] = [];
    for (let lane = 0; lane < this.view.lanes.length; lane++) {
      cells.push(this.#strokes.lane, " ".repeat(this.#gap - 1));
    }
    if (span === 0) {
      cells[row.from * 2 + 1] = padEnd(`${left}${stroke}${label}`, this.#gap - 1);
    } else {
      const room = this.#gap * span - 1;
      const isRight = row.to > row.from;
      // A message that nobody answered ends before the lane it was meant for.
      const head = isRight ? (isLost ? `${lost} ` : right) : isLost ? ` ${lost}` : left;
      const rest = Math.max(room - columnsOf(label) - head.length, 0);
      const before = stroke.repeat(Math.min(2, rest));
      const after = stroke.repeat(rest - before.length);
      const arrow = isRight ? `${before}${label}${after}${head}` : `${head}${before}${label}${after}`;
      cells.splice(low * 2 + 1, span * 2 - 1, arrow);
    }
    this.#lines.push(`${this.#time(row.atMicros)}${this.#margin}${cells.join("").trimEnd()}  ${wordsOf(row)}`);
    for (const finding of row.findings) this.#finding(finding);
  }

  #finding(index: number): void {
    const finding = this.view.findings[index];
    if (!finding) return;
    this.#told.add(index);
    this.#lines.push(`${this.#laneLine("")}  ${this.#findingWords(finding)}`);
  }

  #findingWords({ severity, rule, message }: FindingView): string {
    return `${this.#strokes.marks[severity]} ${severity}: ${visible(message)} [${rule}]`;
  }

  /** A line of lanes only; words stand right of the first lane and over the others. */
  #laneLine(words: string, lane = this.#strokes.lane, time = " ".repeat(TIME_COLUMNS)): string {
    const count = this.view.lanes.length;
    const width = Math.max(count - 1, 0) * this.#gap;
    if (words === "") {
      const lanes = Array.from({ length: count }, () => lane).join(" ".repeat(this.#gap - 1));
      return `${time}${this.#margin}${lanes}`;
    }
    const body = padEnd(`${lane} ${words}`, width);
    const last = columnsOf(body) <= width && count > 1 ? lane : "";
    return `${time}${this.#margin}${body}${last}`;
  }

  get #margin(): string {
    return " ".repeat((this.#gap - 1) >> 1);
  }

  #time(atMicros: number | null): string {
    return padEnd(padStart(this.#clock.words(atMicros), TIME_COLUMNS - 2), TIME_COLUMNS);
  }
}

/** Columns from lane to lane: the longest label of neighbours fits, and so does every head. */
function gapOf({ lanes, rows }: LadderView): number {
  let gap = LEAST_GAP;
  for (const { name, detail } of lanes) gap = Math.max(gap, columnsOf(name) + 2, columnsOf(detail) + 2);
  const measure = (row: MessageRow | SignalRow) => {
    const span = Math.max(Math.abs(row.to - row.from), 1);
    gap = Math.max(gap, Math.ceil((columnsOf(visible(row.label)) + 9) / span));
  };
  for (const row of rows) {
    if (row.kind === "message" || row.kind === "signal") measure(row);
    if (row.kind === "fold") for (const each of row.rows) if (each.kind !== "gap") measure(each);
  }
  return gap;
}

function wordsOf(row: MessageRow | SignalRow): string {
  const place = row.frame !== null ? `frame ${row.frame}` : row.line !== null ? `line ${row.line}` : "";
  const mark = row.kind === "signal" || row.mark === "none" ? "" : row.mark === "lost" ? "never answered" : "repeated";
  const seen = row.kind === "message" && row.sightings > 0 ? `seen ${row.sightings + 1} times` : "";
  return [visible(row.detail), mark, seen, place].filter(Boolean).join(" · ");
}
