/** One page that shows a trace, in the capture editor or beside a text: sends it views and carries out its intents. */
import * as vscode from "vscode";
import { reasonOf } from "../core/model/reason.js";
import type { OverviewRow } from "../view/overview.js";
import type { MessageQuery } from "../view/search.js";
import type { FromWebview, LadderButton, ToWebview } from "../view/protocol.js";
import { RequestCancelled } from "../worker/client.js";
import { ALL } from "../worker/protocol.js";
import { COMMANDS } from "./contributions.js";
import type { Opened, OpenTrace } from "./open-trace.js";
import { chooseTogether } from "./choose-together.js";
import { chooseZone } from "./choose-zone.js";
import { LadderDrawings } from "./ladder-drawings.js";
import type { LaneMemory } from "./lane-memory.js";
import { nameOf } from "./open-traces.js";
import { nothingFound, readingView } from "./reading-words.js";
import { PagePainter } from "./page-painter.js";
import { compareMessages, showFinding, showMessage } from "./show-text.js";
import { reachStep } from "./walkthrough.js";
import { webviewHtml } from "./webview-html.js";

/** Rows of the overview in one message to the page. */
const ROWS_AT_ONCE = 500;

export interface TraceViewOptions {
  /** `capture`: overview and ladder; `ladder`: the ladder alone. */
  readonly mode: "capture" | "ladder";
  readonly extension: vscode.Uri;
  readonly lanes: LaneMemory;
  /** What the ladder shows first where no overview chooses it. */
  readonly firstKey?: string;
  /** The text that the ladder stands beside. */
  readonly document?: vscode.Uri;
  /** Message at which the ladder opens. */
  readonly firstMessage?: number | undefined;
}

export class TraceView implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #trace: OpenTrace;
  readonly #head: Extract<ToWebview, { type: "mode" }>;
  readonly #lanes: LaneMemory;
  readonly #painter: PagePainter;
  readonly #drawings: LadderDrawings;
  readonly #subscriptions: vscode.Disposable[];
  /** The page has loaded and listens. */
  #isReady = false;
  #key: string | undefined;
  /** The page hides findings. */
  #isGuessing = false;
  /** Of the ladder that the page was told last. */
  #edition = 0;
  /** Message that the page was last told, or told us, to show. */
  #shown: number | undefined;
  /** The result that the page was told last. */
  #told: OpenTrace["opened"];
  /** Told to the page with the first ladder. */
  #firstMessage: number | undefined;
  /** Ends the search that is on. */
  #search = new AbortController();
  #tellLoaded!: () => void;

  constructor(webview: vscode.Webview, trace: OpenTrace, options: TraceViewOptions) {
    this.#webview = webview;
    this.#trace = trace;
    trace.page = new Promise((resolve) => (this.#tellLoaded = resolve));
    this.#head = { type: "mode", mode: options.mode, title: nameOf(trace.uri), document: options.document?.toString() };
    this.#lanes = options.lanes;
    this.#painter = new PagePainter((svg) => this.#post({ type: "paint", svg }));
    this.#drawings = new LadderDrawings(trace, options.lanes, options.extension, this.#painter);
    this.#key = options.firstKey;
    this.#firstMessage = options.firstMessage;
    this.#subscriptions = [
      webview.onDidReceiveMessage((message: FromWebview) => void this.#receive(message)),
      trace.onDidChange(() => this.#showState()),
      trace.onDidChangeNotes(() => this.#showNotes()),
      trace.onDidEndSteps(() => this.#post({ type: "step", message: null })),
      trace.onDidChoose(({ message, by, isStep, header }) => {
        if (by !== this) void (isStep ? this.step(message) : this.#reveal(message, header));
      }),
    ];
    webview.html = webviewHtml(webview, options.extension);
  }

  /** What the page shows: a ladder by its key, and the message that is selected in it. */
  get shown(): { readonly trace: OpenTrace; readonly key: string | undefined; readonly message: number | undefined } {
    return { trace: this.#trace, key: this.#key, message: this.#shown };
  }

  /** Does what a button of the page does, for a command. */
  press(button: LadderButton): void {
    this.#post({ type: "press", button });
  }

  /** Begins to step through the ladder at a message, on the ladder that shows it. */
  async step(message: number): Promise<void> {
    await this.#reveal(message);
    this.#post({ type: "step", message });
  }

  async previewMermaid(): Promise<void> {
    if (this.#key !== undefined) await this.#drawings.preview(this.#key);
  }

  dispose(): void {
    this.#search.abort();
    this.#tellLoaded();
    this.#drawings.dispose();
    for (const each of this.#subscriptions) each.dispose();
  }

  async #receive(message: FromWebview): Promise<void> {
    try {
      await this.#carryOut(message);
    } catch (error) {
      // What the page asked for is gone, most often because the log changed meanwhile; the next views tell it.
      void vscode.window.setStatusBarMessage(reasonOf(error), 4000);
    }
  }

  async #carryOut(message: FromWebview): Promise<void> {
    const trace = this.#trace;
    const address = trace.uri.toString();
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        this.#tellLoaded();
        this.#told = undefined;
        this.#post(this.#head);
        this.#post({ type: "guessing", isOn: trace.isGuessing });
        this.#showNotes();
        this.#showState(trace.soFar);
        break;
      case "selectRow":
        await this.#showLadder(message.key);
        await this.#revealFirst();
        break;
      case "search":
        await this.#find(message.search, message.query);
        break;
      case "rows":
        await this.#showRows(message.edition, message.first, message.end);
        break;
      case "selectMessage":
        this.#shown = message.message;
        trace.choose({ message: message.message, by: this });
        this.#post({ type: "message", view: await trace.message(message.message) });
        break;
      case "guessing":
        trace.isGuessing = message.isOn;
        break;
      case "guess":
        if (this.#key === undefined) break;
        trace.chooseGuessed(message.moves, this);
        this.#post({ type: "guess", view: await trace.guess(this.#key, message.moves) });
        break;
      case "guessNext":
        await this.#guessNext();
        break;
      case "explainStep": {
        const { place, since } = message;
        this.#post({ type: "explained", view: await trace.step({ place, since, key: this.#key ?? ALL }) });
        break;
      }
      case "openText":
        reachStep("ladder");
        trace.choose({ message: message.message, by: this, isByHand: true });
        await showMessage(trace, message.message, message.focus);
        break;
      case "openFinding":
        await showFinding(trace, message.finding, message.related);
        break;
      case "compare":
        await compareMessages(trace, message.first, message.second);
        break;
      case "copy":
        await vscode.env.clipboard.writeText(message.text);
        void vscode.window.setStatusBarMessage("Copied.", 2000);
        break;
      case "arrangeLanes":
        await this.#lanes.keep(trace.uri, message.lanes);
        if (this.#key !== undefined) await this.#showLadder(this.#key);
        break;
      case "chooseZone": {
        const zone = await chooseZone(message.zone);
        if (zone !== undefined) this.#post({ type: "zone", zone });
        break;
      }
      case "chooseTogether": {
        const key = this.#key === undefined ? undefined : await chooseTogether(trace, this.#key);
        if (key !== undefined) await this.#showLadder(key);
        break;
      }
      case "export":
        if (this.#key !== undefined) await this.#drawings.export(this.#key, message.time);
        break;
      case "slides":
        if (this.#key !== undefined) await this.#drawings.exportSlides(this.#key, message);
        break;
      case "picture":
        this.#painter.take(message.png);
        break;
      case "digestWalk":
        await vscode.commands.executeCommand(COMMANDS.digestWalk, { trace: address, message: message.message });
        break;
      case "whatIf":
        await vscode.commands.executeCommand(COMMANDS.whatIf, { trace: address, key: this.#key ?? ALL });
        break;
      case "openDocs":
        await this.#openDocs(message.rule);
        break;
      case "silence":
        await vscode.commands.executeCommand(COMMANDS.silenceRule, message.rule);
        break;
      case "cancel":
        trace.cancel();
        break;
      case "retry":
        await trace.analyse();
        break;
    }
  }

  /** @param soFar rows that the page lacks; those of the latest progress when not told. */
  #showState(soFar?: readonly OverviewRow[]): void {
    if (!this.#isReady) return;
    const { state, opened, isGuessing } = this.#trace;
    if (isGuessing !== this.#isGuessing) this.#showGuessing(isGuessing);
    switch (state.kind) {
      case "analysing":
        // While a changed log is analysed again its ladder stays.
        if (state.progress && !opened) this.#post({ type: "progress", ...readingView(state, soFar) });
        break;
      case "failed":
        this.#post({ type: "failure", message: state.message });
        break;
      case "cancelled":
        if (!opened) this.#post({ type: "cancelled" });
        break;
      case "analysed":
        void this.#showResult();
        break;
    }
  }

  /** The ladder is laid out anew, without its findings or with them. */
  #showGuessing(isOn: boolean): void {
    this.#isGuessing = isOn;
    if (isOn) this.#drawings.closePreview();
    this.#post({ type: "guessing", isOn });
    if (this.#key !== undefined && this.#trace.opened) void this.#showLadder(this.#key);
  }

  async #guessNext(): Promise<void> {
    const keys = await this.#trace.guessKeys();
    const next = keys[(keys.indexOf(this.#key ?? "") + 1) % keys.length];
    if (next !== undefined && next !== this.#key) await this.#showLadder(next);
    else void vscode.window.setStatusBarMessage("No other row of this trace has a finding to guess.", 4000);
  }

  #showNotes(): void {
    if (this.#isReady) this.#post({ type: "notes", notes: this.#trace.notes });
  }

  async #showResult(): Promise<void> {
    const { opened } = this.#trace;
    // A text of the trace that becomes known changes nothing on the page.
    if (!opened || opened === this.#told) return;
    this.#told = opened;
    const { overview } = opened;
    if (overview.messages === 0 && overview.rows.length === 0) {
      this.#post({ type: "failure", message: nothingFound(overview) });
    } else if (this.#head.mode === "capture") {
      // The page chooses a row and asks for its ladder.
      await this.#tellOverview(opened);
    } else {
      const known = new Set(overview.rows.map(({ key }) => key));
      const isThere = this.#key === ALL || this.#key?.split("+").every((key) => known.has(key));
      await this.#showLadder(isThere ? this.#key! : ALL);
      await this.#revealFirst();
    }
  }

  /** By parts, so that neither the editor nor the page is held up. */
  async #tellOverview(opened: Opened): Promise<void> {
    const { rows, findings: _, ...head } = opened.overview;
    this.#post({ type: "overview", view: { ...head, rowCount: rows.length } });
    for (let first = 0; first < rows.length && this.#told === opened; first += ROWS_AT_ONCE) {
      this.#post({ type: "overviewRows", rows: rows.slice(first, first + ROWS_AT_ONCE) });
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  async #showLadder(key: string): Promise<void> {
    this.#key = key;
    const { isGuessing } = this.#trace;
    const ladder = await this.#trace.ladder(key, this.#lanes.of(this.#trace.uri), isGuessing);
    // A row chosen meanwhile has its own ladder on the way.
    if (this.#key !== key || this.#trace.isGuessing !== isGuessing) return;
    this.#edition = ladder.view.edition;
    this.#post({ type: "ladder", ...ladder });
    // It judges.
    if (isGuessing) return;
    const card = await this.#trace.card(key);
    if (card && this.#key === key) this.#post({ type: "card", view: card });
  }

  async #find(search: number, query: MessageQuery | null): Promise<void> {
    this.#search.abort();
    const { signal } = (this.#search = new AbortController());
    if (!query) return;
    try {
      await this.#trace.search(query, (found) => this.#post({ type: "found", search, found }), signal);
    } catch (error) {
      if (!(error instanceof RequestCancelled)) throw error;
    }
  }

  async #showRows(edition: number, first: number, end: number): Promise<void> {
    const rows = await this.#trace.ladderRows(edition, first, end);
    if (rows) this.#post({ type: "rows", rows });
    // The engine was started again, or this page is one of many on the trace: it has to be laid out anew.
    else if (edition === this.#edition && this.#key !== undefined) await this.#showLadder(this.#key);
  }

  async #revealFirst(): Promise<void> {
    const message = this.#firstMessage;
    this.#firstMessage = undefined;
    if (message !== undefined) await this.#reveal(message);
  }

  /** The text's cursor came to a message, or a lesson did. */
  async #reveal(message: number, header: string | null = null): Promise<void> {
    if (this.#key === undefined) this.#firstMessage = message;
    if (!this.#isReady || (this.#shown === message && !header) || this.#trace.state.kind !== "analysed") return;
    this.#shown = message;
    if (this.#key !== ALL) {
      // A lesson goes through all there is, signals too, which may belong to no row.
      const row = this.#trace.isTaught ? ALL : await this.#trace.rowOf(message);
      if (row !== null && !this.#key?.split("+").includes(row)) await this.#showLadder(row);
    }
    this.#post({ type: "reveal", message, header });
  }

  async #openDocs(rule: string): Promise<void> {
    const isFound = this.#trace.opened?.overview.findings.some((finding) => finding.rule === rule);
    if (isFound) await vscode.commands.executeCommand(COMMANDS.openRulePage, rule);
  }

  #post(message: ToWebview): void {
    void this.#webview.postMessage(message);
  }
}
