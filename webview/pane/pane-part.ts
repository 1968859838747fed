/** What stands beside the ladder: what is told of the row that is selected, the card of the registration, or guess mode. */
import { html, render } from "lit";
import type { CardView } from "../../src/view/card.js";
import type { LadderHead, MessageView, PageRow } from "../../src/view/ladder.js";
import type { NoteView } from "../../src/view/note.js";
import type { FromWebview } from "../../src/view/protocol.js";
import type { PageState } from "../host.js";
import type { Ladder } from "../ladder/ladder.js";
import type { Guess } from "../teach/guess.js";
import type { Steps } from "../teach/steps.js";
import { LookAt } from "./look-at.js";
import { messagesOf, notesOn } from "./message-notes.js";
import { pane } from "./pane.js";
import { type PaneTab, paneTabs } from "./pane-tabs.js";
import { registrationCard, verdictCounts } from "./registration-card.js";

interface PaneEvents {
  change(state: Partial<PageState>): void;
  send(message: FromWebview): void;
  draw(): void;
}

export class PanePart {
  #row: PageRow | null = null;
  #message: MessageView | null = null;
  #card: CardView | null = null;
  /** A message was chosen by hand since the ladder is shown: it is what the pane is about. */
  isAtMessage = false;
  readonly #lookAt: LookAt;

  constructor(
    private readonly element: HTMLElement,
    private readonly ladder: Ladder,
    private readonly steps: Steps,
    private readonly guess: Guess,
    private readonly events: PaneEvents,
  ) {
    this.#lookAt = new LookAt(element);
    document.addEventListener("keydown", (event) => this.#onCopy(event));
  }

  /** Another ladder is shown. */
  begin(isAtMessage: boolean): void {
    this.#row = null;
    this.isAtMessage = isAtMessage;
  }

  select(row: PageRow, byHand: boolean): void {
    this.#row = row;
    if (byHand) this.isAtMessage = true;
  }

  takeCard(view: CardView): void {
    this.#card = view;
  }

  takeMessage(view: MessageView): void {
    this.#message = view;
  }

  /** Marks a header of a message as soon as that is shown; null marks none. */
  point(message: number, header: string | null): void {
    this.#lookAt.point(message, header);
  }

  show(ladder: LadderHead, state: PageState, notesOfAll: readonly NoteView[]): void {
    if (this.guess.isOn) {
      render(this.guess.pane(this.#row, this.#message), this.element);
      return;
    }
    const findings = this.#row ? this.ladder.findings(this.#row) : [];
    const { toCompare } = this.ladder;
    const notes = this.#row?.kind === "message" ? notesOn(notesOfAll, messagesOf(this.#row)) : [];
    const { zone } = state;
    const lookAt = this.#lookAt.headerOf(this.#message?.message);
    const content = { ladder, row: this.#row, findings, message: this.#message, notes, toCompare, zone, lookAt };
    const { send } = this.events;
    const reveal = (message: number) => {
      if (!this.ladder.revealMessage(message, true)) send({ type: "openText", message, focus: false });
      this.ladder.focus();
    };
    const compare = () => {
      this.ladder.compareSelected();
      this.events.draw();
    };
    const card = this.#card?.key === ladder.key ? this.#card : null;
    const tab = card ? this.#tabFor(ladder, state) : "details";
    const face =
      card && tab === "card"
        ? registrationCard(card, reveal, () => send({ type: "whatIf" }))
        : html`${this.steps.explanation()}${pane(content, { send, reveal, compare })}`;
    const note = card ? verdictCounts(card, ["poor", "fair"]) : "";
    render(card ? paneTabs(tab, note, (chosen) => this.#chooseTab(chosen), face) : face, this.element);
    this.#lookAt.drawn();
  }

  /** A failure is explained first; a device without one shows how it is set up. */
  #tabFor({ findings }: LadderHead, { isStepping, tab }: PageState): PaneTab {
    if (this.isAtMessage || isStepping) return "details";
    const isFlagged = findings.some(({ severity }) => severity !== "info");
    return tab ?? (isFlagged ? "details" : "card");
  }

  #chooseTab(tab: PaneTab): void {
    this.isAtMessage = false;
    this.events.change({ tab });
    this.element.scrollTop = 0;
  }

  /** Ctrl+C copies the selected message where no characters of the page are selected. */
  #onCopy(event: KeyboardEvent): void {
    const isCopy = event.key === "c" && (event.ctrlKey || event.metaKey);
    const isField = (event.composedPath()[0] as Element).matches?.("input, select, textarea");
    const isShown = this.#row?.kind === "message" && this.#row.message === this.#message?.message;
    if (!isCopy || isField || !isShown || getSelection()?.isCollapsed === false) return;
    this.events.send({ type: "copy", text: this.#message!.text });
  }
}
