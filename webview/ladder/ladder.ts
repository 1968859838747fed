/** The ladder: sticky lane heads over rows in time, of which only the visible ones exist. */
import { render } from "lit";
import type { LadderHead, LadderWindow, PageRow, TimeMode } from "../../src/view/ladder.js";
import type { NoteView } from "../../src/view/note.js";
import type { FindingView } from "../../src/view/overview.js";
import type { Colours } from "../host.js";
import { messagesOf, notesOn } from "../pane/message-notes.js";
import { RowHeights } from "../row-heights.js";
import { timeText, type Zone } from "./clock.js";
import { aside, BADGE_WIDTH, type InView, type LanePositions, TIME_WIDTH, placeLanes } from "./lane-positions.js";
import type { LadderEvents } from "./ladder-events.js";
import { ladderPage } from "./ladder-page.js";
import { LadderRows, type Standing } from "./ladder-rows.js";
import { Explanation } from "./explanation.js";
import { growArrow } from "./grow.js";
import { letHeadsBeDragged } from "./lane-drag.js";
import { choicesOf, moved } from "./lanes-panel.js";
import { LifeLines, PlacedLifeLines } from "./life-lines.js";
import { drawRows, rowAt } from "./row.js";
import { isSelectable, moveInLadder, nearest, nextFlagged, placeOf } from "./walk.js";

/** Rows drawn beyond the view port on each side. */
const OVERSCAN_ROWS = 12;
/** Pixels kept around a row that is scrolled into view. */
const SCROLL_MARGIN = 60;

/** Pixels between the heads and the first row. */
const ROWS_TOP = 8;

export class Ladder {
  #view: LadderHead | null = null;
  #rows: LadderRows | null = null;
  #heights = new RowHeights([]);
  #lifeLines: PlacedLifeLines | null = null;
  #positions: LanePositions = placeLanes(0, 0);
  /** Number of the selected row; -1 for none. */
  #selected = -1;
  /** The selected row was not told yet, since its words are on the way; and whether it was selected by hand. */
  #untold: { readonly byHand: boolean } | null = null;
  /** The message that the next one marked is compared with. */
  #toCompare: number | null = null;
  #notes: readonly NoteView[] = [];
  /** Rows below the selected one are not drawn yet. */
  #isStepping = false;
  #timeMode: TimeMode = "delta";
  #zone: Zone = "local";
  #colours: Colours = "status";
  readonly #explanation: Explanation;

  constructor(
    private readonly scroller: HTMLElement,
    /** Over the ladder, for what stands beside a row. */
    overlay: HTMLElement,
    private readonly events: LadderEvents,
  ) {
    this.#explanation = new Explanation(overlay, scroller, () => this.#draw());
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "tree");
    scroller.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    scroller.addEventListener("keydown", (event) => this.#onKey(event));
    scroller.addEventListener("click", (event) => this.#onClick(event));
    scroller.addEventListener("dblclick", (event) => this.#onDoubleClick(event));
    letHeadsBeDragged(scroller, {
      positions: () => this.#positions.lanes,
      dropped: (from, to) => {
        if (this.#view) this.events.arrange(moved(choicesOf(this.#view), from, to));
      },
    });
    new ResizeObserver(() => this.#onResize()).observe(scroller);
  }

  /** The findings of a row, as far as they are known. */
  findings(row: PageRow): FindingView[] {
    return row.kind === "gap" ? [] : row.findings.flatMap((number) => this.#rows?.finding(number) ?? []);
  }

  setNotes(notes: readonly NoteView[]): void {
    this.#notes = notes;
    this.#draw();
  }

  /** Draws another ladder, at its start or where the page was before it was reloaded. */
  show(
    view: LadderHead,
    rows: LadderWindow,
    start: { readonly message: number | null; readonly scrollTop: number },
  ): void {
    const explained = view.key === this.#view?.key ? this.#explanation.place : undefined;
    this.#view = view;
    this.#rows = new LadderRows(view, (first, end) => this.events.lacks(view.edition, first, end));
    this.#rows.take(rows);
    this.#selected = -1;
    this.#untold = null;
    this.#toCompare = null;
    this.#explanation.row = explained === undefined ? -1 : this.#rows.numberOfPlace(explained);
    this.scroller.setAttribute("aria-label", `Ladder of ${view.title}`);
    this.#layOut();
    this.#draw();
    this.scroller.scrollTo(0, start.scrollTop);
    const isKnown = start.message !== null && this.revealMessage(start.message, false);
    if (!isKnown) this.#selectFirst();
  }

  /** Rows that the page asked for. */
  take(rows: LadderWindow): void {
    if (!this.#rows?.take(rows)) return;
    this.#draw();
    this.#tellSelected();
  }

  dress(mode: TimeMode, zone: Zone, colours: Colours): void {
    this.#timeMode = mode;
    this.#zone = zone;
    this.#colours = colours;
    this.#draw();
  }

  /** Selects the row of a message, opening the fold around it. @returns false when no row shows it. */
  revealMessage(message: number, byHand: boolean): boolean {
    const rows = this.#rows;
    const number = rows?.numberOfPlace(message) ?? -1;
    if (!rows || number < 0) return false;
    const fold = rows.foldAround(number);
    if (fold >= 0 && !rows.isOpen(fold)) this.#toggleFold(fold);
    this.#select(number, byHand);
    return true;
  }

  focus(): void {
    this.scroller.focus();
  }

  /** Step by step: the ladder ends at the selected row, whose arrow grows. */
  set isStepping(isStepping: boolean) {
    this.#isStepping = isStepping;
    this.#draw();
  }

  /** Where the selected row stands among the rows that are shown. */
  get standing(): Standing | undefined {
    return this.#rows?.standing(this.#selectedIndex);
  }

  /** Goes where a key leads. @returns false for a key that leads nowhere. */
  walk(key: string): boolean {
    const target = this.#rows && moveInLadder(this.#rows, this.#selectedIndex, key);
    if (!this.#rows || typeof target !== "number" || target < 0) return false;
    this.#select(this.#rows.number(target), true);
    return true;
  }

  get toCompare(): number | null {
    return this.#toCompare;
  }

  /** Marks the selected message, or compares it with the one that is marked. */
  compareSelected(): void {
    this.#act("c");
  }

  get #selectedIndex(): number {
    return this.#selected < 0 ? -1 : (this.#rows?.indexOf(this.#selected) ?? -1);
  }

  /** The proof of the first error answers the question that the trace was opened for. */
  #selectFirst(): void {
    const worstAt = this.#view?.worstAt ?? null;
    if (worstAt !== null && this.revealMessage(worstAt, false)) return;
    const first = this.#rows && nearest(this.#rows, 0, 1);
    if (this.#rows && first !== null && first !== undefined) this.#select(this.#rows.number(first), false);
  }

  #select(number: number, byHand: boolean): void {
    const isOnward = number > this.#selected;
    this.#selected = number;
    if (this.#explanation.row !== number) this.#explanation.row = -1;
    const index = this.#selectedIndex;
    if (index < 0) return;
    this.#bringIntoView(index);
    this.#draw();
    if (this.#isStepping && isOnward) growArrow(this.scroller, number, this.#rows?.row(index), this.#positions);
    this.#untold = { byHand };
    this.#tellSelected();
  }

  #bringIntoView(index: number): void {
    const { scrollTop, clientHeight } = this.scroller;
    const target = this.#heights.scrollTo(index, scrollTop, clientHeight - this.#headHeight, SCROLL_MARGIN);
    if (target !== scrollTop) this.scroller.scrollTop = target;
  }

  #tellSelected(): void {
    const row = this.#untold && this.#rows?.row(this.#selectedIndex);
    if (!row || !this.#untold) return;
    const { byHand } = this.#untold;
    this.#untold = null;
    if (row.kind === "message" || row.kind === "signal")
      this.scroller.scrollLeft += aside(row, this.#positions, this.#inView);
    this.events.selected(row, byHand);
  }

  #toggleFold(fold: number): void {
    this.#rows?.toggle(fold);
    this.#layOut();
    this.#draw();
  }

  #layOut(): void {
    if (!this.#view || !this.#rows) return;
    this.#heights = new RowHeights(this.#rows.heights());
    this.#lifeLines = new PlacedLifeLines(this.#view.lifeLines, this.#rows, this.#heights);
    this.#positions = placeLanes(this.#view.lanes.length, this.scroller.clientWidth);
  }

  get #inView(): InView {
    const { scrollLeft, clientWidth } = this.scroller;
    return { left: scrollLeft + TIME_WIDTH, right: scrollLeft + clientWidth - BADGE_WIDTH };
  }

  get #headHeight(): number {
    return this.scroller.querySelector<HTMLElement>(".lane-heads")?.offsetHeight ?? 0;
  }

  #onResize(): void {
    if (!this.#view) return;
    this.#positions = placeLanes(this.#view.lanes.length, this.scroller.clientWidth);
    const explained = this.#rows?.indexOf(this.#explanation.row) ?? -1;
    if (explained >= 0) this.#bringIntoView(explained);
    this.#draw();
  }

  #onScroll(): void {
    this.#draw();
    this.events.scrolled(this.scroller.scrollTop);
  }

  #onClick(event: MouseEvent): void {
    const rows = this.#rows;
    const number = rowAt(event);
    const index = rows?.indexOf(number) ?? -1;
    if (!rows || index < 0 || !isSelectable(rows, index)) return;
    this.#select(number, true);
    if ((event.target as Element).closest(".badge")) this.#explain(number);
    else if (rows.kind(index) === "fold") this.#toggleFold(number);
  }

  #onDoubleClick(event: MouseEvent): void {
    const row = this.#rows?.row(this.#rows.indexOf(rowAt(event)));
    const place = row && placeOf(row);
    if (place !== undefined) this.events.openText(place);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.#rows;
    if (!rows) return;
    const from = this.#selectedIndex;
    const flagged = event.key === "F8" ? nextFlagged(rows, from, event.shiftKey ? -1 : 1) : undefined;
    if (flagged !== undefined) this.#select(rows.number(flagged), true);
    else if (!this.walk(event.key) && !this.#act(event.key)) return;
    event.preventDefault();
  }

  /** Keys that do something with the selected row. @returns whether the key means anything here. */
  #act(key: string): boolean {
    const rows = this.#rows;
    const number = this.#selected;
    const index = this.#selectedIndex;
    if (!rows || index < 0) return false;
    const row = rows.row(index);
    const fold = rows.kind(index) === "fold" ? number : rows.foldAround(number);
    const isFold = fold === number;
    const isOpen = rows.isOpen(fold);
    const place = row && placeOf(row);
    switch (key) {
      case "Enter":
      case " ":
        if (isFold) this.#toggleFold(fold);
        else if (place !== undefined) this.events.openText(place);
        return true;
      case "ArrowRight":
        if (isFold && !isOpen) this.#toggleFold(fold);
        return true;
      case "ArrowLeft":
        if (isFold && isOpen) this.#toggleFold(fold);
        return true;
      case "f":
        if (fold < 0) return false;
        this.#toggleFold(fold);
        this.#select(fold, true);
        return true;
      case "s":
        this.events.step();
        return true;
      case "e":
        this.#explain(number);
        return true;
      case "c":
        if (row?.kind === "message") this.#compare(row.message);
        return row?.kind === "message";
      case "Escape":
        this.#toCompare = null;
        this.#explanation.row = -1;
        this.#draw();
        return true;
      default:
        return false;
    }
  }

  /** The first press marks a message, the second compares with it; twice on the same one takes the mark away. */
  #compare(message: number): void {
    const first = this.#toCompare;
    this.#toCompare = first === null ? message : null;
    this.#draw();
    if (first !== null && first !== message) this.events.compare(first, message);
  }

  /** Opens what the row's findings say, or closes it. */
  #explain(number: number): void {
    const index = this.#rows?.indexOf(number) ?? -1;
    if (this.#explanation.row === number || !this.#rows?.isFlagged(index)) this.#explanation.row = -1;
    else {
      // It stands beside its row, which may have been scrolled away.
      this.#bringIntoView(index);
      this.#explanation.open(number);
    }
    this.#draw();
  }

  #drawExplanation(): void {
    const number = this.#explanation.row;
    const index = number < 0 ? -1 : (this.#rows?.indexOf(number) ?? -1);
    const row = index < 0 ? undefined : this.#rows?.row(index);
    const head = this.#headHeight;
    const top = this.#heights.top(index) - this.scroller.scrollTop + head + ROWS_TOP;
    this.#explanation.draw(row, row ? this.findings(row) : [], { top, height: this.#heights.height(index), head });
  }

  #draw(): void {
    const view = this.#view;
    const ladder = this.#rows;
    if (!view || !ladder || !this.#lifeLines) return;
    const { scrollTop, clientHeight } = this.scroller;
    const selected = this.#selectedIndex;
    const { first, end: last } = this.#heights.window(scrollTop, clientHeight, OVERSCAN_ROWS);
    const end = this.#isStepping ? Math.max(Math.min(last, selected + 1), first) : last;
    const transaction = selected < 0 ? -1 : ladder.transaction(selected);
    const inView = this.#inView;
    const shared = { lanes: this.#positions, inView, count: ladder.count };
    const start = ladder.startMicros;
    const drawings = Array.from({ length: end - first }, (_, offset) => {
      const index = first + offset;
      const number = ladder.number(index);
      const kind = ladder.kind(index);
      const row = ladder.row(index);
      const time = timeText(ladder.atMicros(index), ladder.beforeMicros(index), start, this.#timeMode, this.#zone);
      return {
        ...shared,
        row,
        findings: row ? this.findings(row) : [],
        notes: row?.kind === "message" ? notesOn(this.#notes, messagesOf(row)).length : 0,
        number,
        index,
        top: this.#heights.top(index),
        height: this.#heights.height(index),
        time: kind === "gap" ? "" : time,
        isInside: ladder.foldAround(number) >= 0,
        isSelected: index === selected,
        isRelated: transaction >= 0 && ladder.transaction(index) === transaction,
        isMarkedToCompare: row?.kind === "message" && row.message === this.#toCompare,
        isOpen: kind === "fold" && ladder.isOpen(number),
        hue: this.#colours === "transaction" ? ladder.transaction(index) : -1,
      };
    });
    const port = { ...inView, top: scrollTop, bottom: scrollTop + clientHeight };
    const until = this.#isStepping ? this.#heights.top(selected + 1) : Infinity;
    const lives = new LifeLines(this.#lifeLines, this.#positions.lanes, port, until);
    const rows = drawRows(drawings, lives);
    const isShown = selected >= first && selected < end;
    if (isShown) this.scroller.setAttribute("aria-activedescendant", `row-${this.#selected}`);
    else this.scroller.removeAttribute("aria-activedescendant");
    const page = { view, rows, lives, positions: this.#positions, inView, height: this.#heights.total };
    render(ladderPage(page), this.scroller);
    this.#drawExplanation();
  }
}
