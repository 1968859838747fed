/** The page as a whole: keeps the views of the host and the choices of the person, and draws what they ask for. */
import { html, nothing, render } from "lit";
import type { LadderHead, LadderWindow, PageRow } from "../src/view/ladder.js";
import type { NoteView } from "../src/view/note.js";
import type { OverviewRow } from "../src/view/overview.js";
import type { ReadingView, ToWebview } from "../src/view/protocol.js";
import { keyHints, statusLine, topBar } from "./frame.js";
import type { Host, PageState } from "./host.js";
import { noticeOf } from "./notices.js";
import { Ladder } from "./ladder/ladder.js";
import { LadderBar, timeColumn } from "./ladder/ladder-bar.js";
import { placeOf } from "./ladder/walk.js";
import { firstKey, type PageOverview } from "./overview/listing.js";
import { OverviewPart } from "./overview/overview-part.js";
import { keysOf } from "./overview/several.js";
import { paintPng } from "./paint-png.js";
import { notesByRow } from "./pane/message-notes.js";
import { PanePart } from "./pane/pane-part.js";
import { makeParts, type Parts } from "./parts.js";
import { Guess } from "./teach/guess.js";
import { Steps } from "./teach/steps.js";

type Phase = "reading" | "ready" | "failed" | "cancelled";

/** Milliseconds without scrolling after which the position is worth keeping. */
const SETTLE_MS = 200;

export class App {
  #state: PageState;
  #mode: "capture" | "ladder" = "capture";
  #title = "";
  #phase: Phase = "reading";
  #reading: ReadingView | null = null;
  /** What the reading has found, by key. */
  readonly #soFar = new Map<string, OverviewRow>();
  #failure = "";
  #overview: PageOverview | null = null;
  #ladderView: LadderHead | null = null;
  /** A message to show as soon as the ladder is there. */
  #pendingReveal: number | null = null;
  #notes: readonly NoteView[] = [];
  #areProblemsOpen = false;
  #isOverviewOpen = false;
  #settle: ReturnType<typeof setTimeout> | undefined;

  readonly #parts: Parts;
  readonly #overviewPart: OverviewPart;
  readonly #ladderBar: LadderBar;
  readonly #ladder: Ladder;
  readonly #steps: Steps;
  readonly #guess: Guess;
  readonly #pane: PanePart;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
  ) {
    this.#state = host.readState();
    this.#parts = makeParts(root);
    const { overview, bar, steps, ladder, beside, lanes, hints } = this.#parts;
    this.#overviewPart = new OverviewPart(root, overview, {
      select: (key, message) => this.#selectKey(key, message),
      open: () => this.#enterLadder(),
      change: (choice) => this.#change({ overview: { ...this.#state.overview, ...choice } }),
      search: (search, query) => host.send({ type: "search", search, query }),
    });
    this.#ladderBar = new LadderBar(bar, lanes, {
      change: this.#change,
      send: (message) => host.send(message),
      step: this.#step,
      guess: () => this.#guess.toggle(),
    });
    this.#ladder = new Ladder(ladder, beside, {
      step: this.#step,
      selected: (row, byHand) => this.#onSelected(row, byHand),
      openText: (place) => this.#guess.open(place),
      compare: (first, second) => host.send({ type: "compare", first, second }),
      arrange: (lanes) => host.send({ type: "arrangeLanes", lanes }),
      scrolled: (scrollTop) => this.#onScrolled(scrollTop),
      lacks: (edition, first, end) => host.send({ type: "rows", edition, first, end }),
    });
    this.#ladder.dress(this.#state.timeMode, this.#state.zone, this.#state.colours);
    this.#steps = new Steps(steps, this.#ladder, this.#state.isStepping, {
      change: this.#change,
      send: (message) => host.send(message),
      slides: (step, count) => host.send({ type: "slides", time: timeColumn(this.#state), step, steps: count }),
    });
    this.#guess = new Guess(this.#state.guess, {
      change: this.#change,
      send: (message) => host.send(message),
      reveal: (place) => this.#ladder.revealMessage(place, true),
    });
    this.#pane = new PanePart(this.#parts.pane, this.#ladder, this.#steps, this.#guess, {
      change: this.#change,
      send: (message) => host.send(message),
      draw: () => this.#draw(),
    });
    render(keyHints(), hints);
    for (const part of [this.#parts.top, overview])
      part.addEventListener("keydown", (event) => this.#onOverviewKey(event));
    this.#draw();
  }

  receive(message: ToWebview): void {
    switch (message.type) {
      case "mode":
        this.#mode = message.mode;
        this.#title = message.title;
        this.#keep({ document: message.document ?? null });
        break;
      case "progress":
        if (this.#phase !== "reading") this.#beginReading();
        this.#reading = message;
        for (const row of message.changed) this.#soFar.set(row.key, row);
        break;
      case "overview":
        this.#phase = "ready";
        this.#soFar.clear();
        this.#overview = { ...message.view, rows: [] };
        this.#openWhenComplete();
        break;
      case "overviewRows":
        if (!this.#overview) break;
        this.#overview = { ...this.#overview, rows: [...this.#overview.rows, ...message.rows] };
        this.#openWhenComplete();
        // A list of many rows is put in order once, when all are there; until then the first ones are looked at.
        if (this.#overview.rows.length > message.rows.length && !this.#isComplete) return;
        break;
      case "found":
        this.#overviewPart.take(message.search, message.found);
        break;
      case "ladder":
        this.#phase = "ready";
        this.#ladderView = message.view;
        // The panes must have their size before rows are placed in them.
        this.#draw();
        this.#showLadder(message.view, message.rows);
        break;
      case "rows":
        this.#ladder.take(message.rows);
        break;
      case "card":
        this.#pane.takeCard(message.view);
        break;
      case "message":
        this.#pane.takeMessage(message.view);
        break;
      case "guessing":
        if (message.isOn && this.#state.isStepping) this.#step();
        this.#guess.set(message.isOn);
        break;
      case "guess":
        this.#guess.take(message.view);
        break;
      case "explained":
        this.#steps.take(message.view);
        break;
      case "notes":
        this.#notes = message.notes;
        this.#ladder.setNotes(message.notes);
        break;
      case "reveal":
        this.#pane.point(message.message, message.header);
        if (this.#ladder.revealMessage(message.message, false)) this.#pane.isAtMessage = true;
        else this.#pendingReveal = message.message;
        break;
      case "zone":
        this.#change({ zone: message.zone });
        break;
      case "step":
        if (message.message === null) this.#steps.end();
        else if (!this.#steps.begin(message.message)) this.#pendingReveal = message.message;
        break;
      case "press":
        this.#ladderBar.press(message.button);
        break;
      case "paint":
        void paintPng(message.svg)
          .catch(() => null)
          .then((png) => this.host.send({ type: "picture", png }));
        break;
      case "failure":
        this.#phase = "failed";
        this.#failure = message.message;
        break;
      case "cancelled":
        this.#phase = "cancelled";
        break;
    }
    this.#draw();
  }

  #beginReading(): void {
    this.#phase = "reading";
    this.#reading = null;
    this.#soFar.clear();
  }

  readonly #step = (): void => {
    if (this.#guess.isOn) return;
    if (!this.#state.isStepping) this.#steps.begin(null);
    else {
      this.#steps.end();
      this.#ladder.focus();
    }
  };

  readonly #retry = (): void => {
    this.host.send({ type: "retry" });
    if (this.#phase !== "ready") this.#beginReading();
    this.#draw();
  };

  get #isComplete(): boolean {
    return this.#overview !== null && this.#overview.rows.length >= this.#overview.rowCount;
  }

  #openWhenComplete(): void {
    if (this.#overview && this.#isComplete) this.#openFirst(this.#overview);
  }

  /** Asks for the ladder that was open before, or for the worst one. */
  #openFirst(view: PageOverview): void {
    const isKnown = (wanted: string) => wanted === "all" || view.rows.some(({ key }) => key === wanted);
    const known = this.#state.key !== null && keysOf(this.#state.key).every(isKnown);
    const key = known ? this.#state.key : (firstKey(view) ?? null);
    if (!known) this.#keep({ key, message: null, scrollTop: 0 });
    if (key !== null) this.host.send({ type: "selectRow", key });
  }

  #showLadder(view: LadderHead, rows: LadderWindow): void {
    const isSame = view.key === this.#state.key;
    this.#pane.begin(this.#pendingReveal !== null);
    if (!isSame) this.#keep({ key: view.key, message: null, scrollTop: 0 });
    this.#guess.begin(view);
    const message = this.#pendingReveal ?? this.#state.message;
    this.#pendingReveal = null;
    this.#ladder.show(view, rows, { message, scrollTop: this.#state.scrollTop });
  }

  /** @param message to show in its ladder; null leaves that to the ladder */
  #selectKey(key: string, message: number | null): void {
    this.#isOverviewOpen = false;
    if (key !== this.#state.key) {
      this.#keep({ key, message, scrollTop: 0 });
      this.host.send({ type: "selectRow", key });
    } else if (message !== null) this.#ladder.revealMessage(message, false);
    this.#draw();
  }

  /** On a narrow page the overview lies over the ladder. */
  readonly #toggleOverview = (): void => {
    this.#isOverviewOpen = !this.#isOverviewOpen;
    this.#draw();
  };

  #onOverviewKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.#isOverviewOpen) return;
    this.#toggleOverview();
    this.#parts.top.querySelector<HTMLElement>(".chooser")?.focus();
  }

  #enterLadder(): void {
    this.#isOverviewOpen = false;
    this.#change({ overview: { ...this.#state.overview, isWide: false } });
    this.#ladder.focus();
  }

  #onSelected(row: PageRow, byHand: boolean): void {
    this.#pane.select(row, byHand);
    this.#steps.selected(row);
    if (row.kind === "message") {
      this.#keep({ message: row.message });
      this.host.send({ type: "selectMessage", message: row.message });
    }
    // Text and ladder stay in step, but only a person moves the text.
    const place = placeOf(row);
    if (byHand && place !== undefined) this.host.send({ type: "openText", message: place, focus: false });
    this.#draw();
  }

  #onScrolled(scrollTop: number): void {
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => this.#keep({ scrollTop }), SETTLE_MS);
  }

  readonly #change = (state: Partial<PageState>): void => {
    this.#keep(state);
    // A letter of the search need not draw the ladder.
    if (state.timeMode ?? state.zone ?? state.colours)
      this.#ladder.dress(this.#state.timeMode, this.#state.zone, this.#state.colours);
    this.#draw();
  };

  #keep(state: Partial<PageState>): void {
    this.#state = { ...this.#state, ...state };
    this.host.writeState(this.#state);
  }

  #draw(): void {
    const { root } = this;
    const view = this.#overview;
    const isEmpty = this.#phase === "ready" && view?.messages === 0 && view.rowCount === 0;
    const isShown = this.#phase === "ready" && !isEmpty && (view !== null || this.#ladderView !== null);
    root.className = [
      "app",
      `mode-${this.#guess.isOn ? "ladder" : this.#mode}`,
      isShown ? "is-shown" : "",
      !isShown && this.#soFar.size > 0 ? "is-reading" : "",
      this.#isOverviewOpen ? "is-choosing" : "",
      this.#state.overview.isWide && this.#mode === "capture" && isShown && !this.#guess.isOn ? "is-wide" : "",
    ].join(" ");
    this.#drawNotice(isShown, isEmpty);
    if (!isShown) {
      this.#overviewPart.showSoFar([...this.#soFar.values()], this.#state.zone);
      return;
    }
    if (view) this.#drawOverview(view);
    this.#drawLadder();
  }

  #drawNotice(isShown: boolean, isEmpty: boolean): void {
    const state = isEmpty ? "empty" : this.#phase;
    const told = { title: this.#title, failure: this.#failure, reading: this.#reading, rows: this.#soFar.size };
    const events = { retry: this.#retry, cancel: () => this.host.send({ type: "cancel" }) };
    const problems = this.#overview?.problems ?? [];
    render(isShown ? nothing : noticeOf(state, { ...told, problems }, events), this.#parts.notice);
  }

  #drawOverview(view: PageOverview): void {
    const { overview, zone, key } = this.#state;
    const chosen = keysOf(key);
    const current =
      chosen.length > 1
        ? `${chosen.length} on one ladder`
        : (view.rows.find((row) => row.key === key)?.title ?? "All messages");
    const chooser = html`<button class="chooser" aria-expanded=${this.#isOverviewOpen} @click=${this.#toggleOverview}>
      ${current}
    </button>`;
    render(html`${chooser}${topBar(view)}`, this.#parts.top);
    this.#overviewPart.show(view, { choice: overview, zone, selected: key, notes: notesByRow(this.#notes) });
    const toggleProblems = () => {
      this.#areProblemsOpen = !this.#areProblemsOpen;
      this.#draw();
    };
    render(
      statusLine(view, this.#notes.length, this.#areProblemsOpen, { toggleProblems, readAgain: this.#retry }),
      this.#parts.status,
    );
  }

  #drawLadder(): void {
    const ladder = this.#ladderView;
    if (!ladder) return;
    this.#ladderBar.show(ladder, this.#state);
    this.#pane.show(ladder, this.#state, this.#notes);
  }
}
