/** Draws a ladder as an SVG picture that stands alone: for slides and reports, light or dark as the reader's system is. */
import type {
  FoldRow,
  GapRow,
  LadderRow,
  LadderView,
  MessageRow,
  SignalRow,
  TimeColumn,
  Tone,
} from "../../view/ladder.js";
import type { FindingView } from "../../view/overview.js";
import { startOf } from "./row-clock.js";
import { type Block, LIFE_STYLE, roomsBeside, svgLifeLines } from "./svg-life-lines.js";
import { escapeXml, escapedLines, round } from "./svg-text.js";
import { TextClock, UTC } from "./text-clock.js";
import { columnsOf } from "./text-columns.js";
import { visible } from "./visible.js";

export interface SvgLadderOptions {
  readonly time?: TimeColumn;
  readonly openFolds?: boolean;
  /** A ladder that this one is a part of: its lanes stand as far apart, so that a picture that grows does not jump. */
  readonly partOf?: LadderView;
  /** Number of the row that is talked about: a bar stands beside it. */
  readonly current?: number;
}

/** Pixels. */
const TIME = 130;
const MARGIN = 90;
const BADGE = 40;
const HEAD = 66;
const HEIGHT: Readonly<Record<LadderRow["kind"], number>> = { message: 40, signal: 32, gap: 46, fold: 58 };
/** The usual width of a character at 13 px: text cannot be measured here. */
const CHARACTER = 7.2;
const LEAST_GAP = 150;

const STYLE = `
  svg { background: #fff; color: #333; font: 13px system-ui, sans-serif }
  .quiet { fill: #6b6b6b } .strong { font-weight: 600 } text { fill: currentColor }
  .mono { font: 11.5px ui-monospace, monospace } .lane { stroke: #ddd } .box { fill: #f6f6f6; stroke: #ddd }
  .back { fill: #fff } .request { color: #1a6fd8 } .success { color: #2f7d3b } .challenge { color: #9a6a00 }
  .failure { color: #cf2015 } .call { color: #7238a8 } .provisional, .neutral { color: #6b6b6b }
  .arrow { stroke: currentColor; stroke-width: 1.5; fill: none } .head { fill: currentColor }
  .thin { opacity: .65; stroke-dasharray: 5 4 } .error { color: #cf2015 } .warning { color: #9a6a00 } .info { color: #1a6fd8 }
  @media (prefers-color-scheme: dark) {
    svg { background: #1f1f1f; color: #ddd } .back { fill: #1f1f1f } .box { fill: #292929; stroke: #3a3a3a }
    .lane { stroke: #3a3a3a } .quiet { fill: #9d9d9d } .provisional, .neutral { color: #9d9d9d } .request { color: #4aa3ff } .success { color: #89d185 }
    .challenge, .warning { color: #d8b032 } .failure, .error { color: #f4605a } .call { color: #c397e8 } .info { color: #4aa3ff }
  }`;

/** Ends with a line end. Every text of the trace is escapeXml. */
export function drawLadderSvg(view: LadderView, options: SvgLadderOptions = {}): string {
  return new SvgLadder(view, options).draw();
}

type Anchor = "start" | "middle" | "end";

class SvgLadder {
  readonly #parts: string[] = [];
  readonly #lanes: readonly number[];
  readonly #width: number;
  readonly #clock: TextClock;
  #y = HEAD + 8;
  /** By lane: pixels at its right that are no label's. */
  readonly #rooms: readonly number[];
  /** Silences and folds, which stand over the lanes. */
  readonly #blocks: Block[] = [];
  /** Where each row lies, those inside folds too; none for a gap. */
  readonly #heights: (number | undefined)[] = [];

  constructor(
    private readonly view: LadderView,
    private readonly options: SvgLadderOptions,
  ) {
    this.#clock = new TextClock(options.time ?? UTC);
    const whole = options.partOf ?? view;
    this.#rooms = roomsBeside(whole.lifeLines, view.lanes.length);
    const gap = gapOf(whole, this.#rooms);
    this.#lanes = view.lanes.map((_, lane) => TIME + MARGIN + lane * gap);
    const foldsEnd = view.rows.map((row) => (row.kind === "fold" ? TIME + MARGIN + wordsWidth(row) + 12 : 0));
    this.#width = foldsEnd.reduce((most, end) => Math.max(most, end), (this.#lanes.at(-1) ?? TIME) + MARGIN) + BADGE;
  }

  draw(): string {
    for (const [number, row] of this.view.rows.entries()) {
      if (number === this.options.current)
        this.#parts.push(
          `<rect class="info head" x="0" y="${this.#y + 6}" width="5" height="${HEIGHT[row.kind] - 8}" rx="2"/>`,
        );
      this.#row(row);
    }
    const height = this.#y + 16;
    const lanes = this.#lanes.map((x) => `<path class="lane" d="M${x} ${HEAD}V${height - 8}"/>`);
    const lives = svgLifeLines(this.view.lifeLines, this.#lanes, this.#heights, height - 16, this.#blocks);
    const size = `width="${this.#width}" height="${height}" viewBox="0 0 ${this.#width} ${height}"`;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">`,
      `<title>${escapeXml(this.view.title)}</title>`,
      `<style>${STYLE}${LIFE_STYLE}</style>`,
      ...this.#heads(),
      ...lanes,
      ...lives.shapes,
      ...this.#parts,
      ...lives.words,
      "</svg>\n",
    ].join("\n");
  }

  #heads(): string[] {
    const date = escapeXml(this.#clock.heading(startOf(this.view)));
    const heading = `<text class="quiet" font-size="11" x="${TIME - 14}" y="46" text-anchor="end">${date}</text>`;
    const names = this.view.lanes.flatMap(({ name, detail }, lane) => {
      const x = this.#lanes[lane]!;
      return [
        `<text class="strong" x="${x}" y="28" text-anchor="middle">${escapeXml(name)}</text>`,
        `<text class="quiet" font-size="11" x="${x}" y="46" text-anchor="middle">${escapeXml(detail)}</text>`,
      ];
    });
    return [heading, ...names];
  }

  #row(row: LadderRow): void {
    this.#heights.push(row.kind === "gap" ? undefined : this.#y + HEIGHT[row.kind] - 10);
    switch (row.kind) {
      case "message":
        this.#arrow(row, row.tone, row.mark === "retransmission", row.mark === "lost");
        this.#badge(row.findings);
        break;
      case "signal":
        this.#arrow(row, "neutral", true, false);
        this.#badge(row.findings);
        break;
      case "gap":
        this.#gap(row);
        break;
      case "fold":
        this.#fold(row);
        return;
    }
    this.#y += HEIGHT[row.kind];
  }

  #arrow(row: MessageRow | SignalRow, tone: Tone, isThin: boolean, isLost: boolean): void {
    const y = this.#y + HEIGHT[row.kind] - 10;
    const from = this.#lanes[row.from] ?? TIME;
    const to = this.#lanes[row.to] ?? TIME;
    const way = to >= from ? 1 : -1;
    const isLoop = from === to;
    const end = isLoop ? from + 5 : to - way * (isLost ? 26 + (way < 0 ? this.#rooms[row.to]! : 0) : 5);
    const line = isLoop ? `M${from + 5} ${y - 9}h28v9H${end + 8}` : `M${from + way * 5} ${y}H${end - way * 8}`;
    const head = isLoop ? `M${end} ${y}l9 -4.5v9z` : `M${end} ${y}l${-way * 9} -4.5v9z`;
    const cross = isLost ? `<path class="arrow failure" d="M${end + way * 8 - 4} ${y - 4}l8 8m0 -8l-8 8"/>` : "";
    const arrow = `<path class="arrow${isThin ? " thin" : ""}" d="${line}"/><path class="head" d="${head}"/>${cross}`;
    this.#time(row.atMicros, y - 3);
    // A message to itself is told on the side where there is room.
    const anchor: Anchor = !isLoop ? "middle" : row.from > 0 ? "end" : "start";
    const x = anchor === "middle" ? this.#labelMiddle(row) : anchor === "end" ? from - 10 : from + 44;
    this.#parts.push(`<g class="${tone}">${arrow}</g>`, this.#label(row, x, y - 8, anchor, tone));
  }

  /** In the middle of the arrow, or of what the words of life lines leave of it. */
  #labelMiddle({ from, to }: MessageRow | SignalRow): number {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const ends = (left: number, right: number) => (this.#lanes[left]! + this.#rooms[left]! + this.#lanes[right]!) / 2;
    if (!hasWordsBetween(this.#rooms, first, last)) return ends(first, last);
    const between = (first + last - 1) >> 1;
    return ends(between, between + 1);
  }

  #label(row: MessageRow | SignalRow, x: number, y: number, anchor: Anchor, tone: Tone): string {
    const width = columnsOf(visible(`${row.label} ${row.detail}`)) * CHARACTER + 8;
    const left = anchor === "start" ? x - 4 : anchor === "end" ? x + 4 - width : x - width / 2;
    const back = `<rect class="back" x="${round(left)}" y="${y - 13}" width="${round(width)}" height="17"/>`;
    const words = `<tspan class="strong ${tone}" fill="currentColor">${escapeXml(row.label)}</tspan>`;
    const detail = row.detail === "" ? "" : ` <tspan class="quiet">${escapeXml(row.detail)}</tspan>`;
    return `${back}<text x="${round(x)}" y="${y}" text-anchor="${anchor}">${words}${detail}</text>`;
  }

  #badge(findings: readonly number[]): void {
    const own = findings.flatMap((index) => this.view.findings[index] ?? []);
    if (own.length === 0) return;
    const worst = worstOf(own);
    const y = this.#y + HEIGHT.message - 10;
    const x = this.#width - BADGE / 2;
    const title = own.map(({ message }) => visible(message)).join("\n");
    this.#parts.push(
      `<g class="${worst}"><title>${escapedLines(title)}</title>${SIGNS[worst](x, y)}` +
        `<text class="strong" style="fill:#fff" x="${x}" y="${y + 4.5}" text-anchor="middle">${worst === "info" ? "i" : "!"}</text></g>`,
    );
  }

  #gap(row: GapRow): void {
    this.#clock.pause();
    const x = this.#middle;
    const width = columnsOf(row.label) * CHARACTER + 28;
    const y = this.#y + 23;
    this.#blocks.push({ left: x - width / 2, right: x + width / 2, top: y - 14, bottom: y + 14 });
    this.#parts.push(
      `<rect class="box" rx="12" x="${round(x - width / 2)}" y="${y - 12}" width="${round(width)}" height="24"/>`,
      `<text class="quiet" x="${x}" y="${y + 4}" text-anchor="middle">${escapeXml(row.label)}</text>`,
    );
  }

  #fold(row: FoldRow): void {
    const left = (this.#lanes[0] ?? TIME) - 6;
    const width = Math.max((this.#lanes.at(-1) ?? TIME) + 6 - left, wordsWidth(row));
    this.#blocks.push({ left, right: left + width, top: this.#y + 5, bottom: this.#y + 53 });
    this.#time(row.atMicros, this.#y + 32);
    this.#parts.push(
      `<rect class="box" rx="4" x="${round(left)}" y="${this.#y + 5}" width="${round(width)}" height="48"/>`,
      `<text class="strong" x="${round(left + 16)}" y="${this.#y + 25}">▸ ${escapeXml(row.label)}</text>`,
      `<text class="quiet" x="${round(left + 30)}" y="${this.#y + 43}">${escapeXml(row.detail)}</text>`,
    );
    this.#badge(row.findings);
    this.#y += HEIGHT.fold;
    if (this.options.openFolds) for (const each of row.rows) this.#row(each);
    else this.#heights.push(...heightsInside(row, this.#y - HEIGHT.fold));
    this.#clock.pause();
  }

  get #middle(): number {
    return ((this.#lanes[0] ?? TIME) + (this.#lanes.at(-1) ?? TIME)) / 2;
  }

  #time(atMicros: number | null, y: number): void {
    if (atMicros === null) return;
    const words = escapeXml(this.#clock.words(atMicros));
    this.#parts.push(`<text class="quiet mono" x="${TIME - 14}" y="${y}" text-anchor="end">${words}</text>`);
  }
}

const SIGNS: Readonly<Record<FindingView["severity"], (x: number, y: number) => string>> = {
  error: (x, y) => `<circle class="head" cx="${x}" cy="${y}" r="9"/>`,
  warning: (x, y) => `<path class="head" d="M${x} ${y - 10}l10 10l-10 10l-10 -10z"/>`,
  info: (x, y) => `<rect class="head" rx="3" x="${x - 8.5}" y="${y - 8.5}" width="17" height="17"/>`,
};

function wordsWidth({ label, detail }: FoldRow): number {
  return Math.max(columnsOf(label), columnsOf(detail)) * CHARACTER + 44;
}

function worstOf(findings: readonly FindingView[]): FindingView["severity"] {
  const severities = findings.map(({ severity }) => severity);
  return severities.includes("error") ? "error" : severities.includes("warning") ? "warning" : "info";
}

/** Whether words of life lines stand on the way between two lanes. */
function hasWordsBetween(rooms: readonly number[], first: number, last: number): boolean {
  return rooms.slice(first + 1, last).some((room) => room > 0);
}

/** Pixels between lanes: every label fits between the lanes of its arrow, so nothing is cut. */
function gapOf({ lanes, rows }: LadderView, rooms: readonly number[]): number {
  let gap = LEAST_GAP;
  for (const { name, detail } of lanes)
    gap = Math.max(gap, Math.max(columnsOf(name), columnsOf(detail)) * CHARACTER + 16);
  const measure = (row: MessageRow | SignalRow) => {
    const [first, last] = [Math.min(row.from, row.to), Math.max(row.from, row.to)];
    const width = columnsOf(visible(`${row.label} ${row.detail}`)) * CHARACTER + 30;
    const isBetween = hasWordsBetween(rooms, first, last);
    const room = isBetween ? Math.max(...rooms.slice(first, last)) : (rooms[first] ?? 0);
    gap = Math.max(gap, (width + room) / (isBetween ? 1 : Math.max(last - first, 1)));
  };
  for (const row of rows) {
    if (row.kind === "message" || row.kind === "signal") measure(row);
    if (row.kind === "fold") for (const each of row.rows) if (each.kind !== "gap") measure(each);
  }
  return Math.ceil(gap);
}

/** In a closed fold its rows share its height. */
function heightsInside({ rows }: FoldRow, top: number): (number | undefined)[] {
  return rows.map(({ kind }, index) =>
    kind === "gap" ? undefined : top + ((index + 0.5) / rows.length) * HEIGHT.fold,
  );
}
