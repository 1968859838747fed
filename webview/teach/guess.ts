/** Guess mode on the page: the question, what was pointed at, hints, the score of this ladder and of all of them. */
import type { TemplateResult } from "lit";
import type { GuessMove, GuessView } from "../../src/view/guess.js";
import type { LadderHead, MessageView, PageRow } from "../../src/view/ladder.js";
import type { FromWebview } from "../../src/view/protocol.js";
import type { PageState } from "../host.js";
import { placeOf } from "../ladder/walk.js";
import { guessPane } from "./guess-pane.js";
import type { GuessRound, GuessState } from "./guess-state.js";

const BEGINNING: GuessState = { key: null, moves: [], rounds: [] };

interface GuessEvents {
  change(state: Partial<PageState>): void;
  send(message: FromWebview): void;
  /** Go to a message or signal of the ladder. */
  reveal(place: number): void;
}

export class Guess {
  #state: GuessState | null;
  /** The page was loaded anew, and the host with it perhaps. */
  #isRestored: boolean;
  #view: GuessView | null = null;

  constructor(
    state: GuessState | null,
    private readonly events: GuessEvents,
  ) {
    this.#state = state;
    this.#isRestored = state !== null;
    document.addEventListener("keydown", (event) => this.#onEscape(event), true);
  }

  get isOn(): boolean {
    return this.#state !== null;
  }

  /** Asks the host, which hides the findings in the texts as well. */
  toggle(): void {
    this.events.send({ type: "guessing", isOn: !this.isOn });
  }

  /** The host has hidden the findings, or shows them again. */
  set(isOn: boolean): void {
    // After a reload of the window the host does not know yet.
    const isUnknown = this.#isRestored && !isOn;
    this.#isRestored = false;
    if (isUnknown) this.events.send({ type: "guessing", isOn: true });
    if (isUnknown || isOn === this.isOn) return;
    this.#view = null;
    this.#state = isOn ? BEGINNING : null;
    // Where the ladder stood is often where the fault is.
    this.events.change({ guess: this.#state, message: null, scrollTop: 0 });
  }

  /** Another ladder is another round. */
  begin({ key }: LadderHead): void {
    const state = this.#state;
    if (!state) return;
    if (state.key !== key) this.#keep({ key, moves: [], rounds: this.#rounds(state) });
    this.#ask();
  }

  take(view: GuessView): void {
    if (view.key === this.#state?.key) this.#view = view;
  }

  /** Enter on a row: outside of guess mode its text is opened. */
  open(place: number): void {
    if (this.isOn) this.#move({ kind: "answer", place, line: null });
    else this.events.send({ type: "openText", message: place, focus: true });
  }

  /** For the pane, in place of what tells findings. */
  pane(row: PageRow | null, message: MessageView | null): TemplateResult {
    const place = row ? placeOf(row) : undefined;
    const shown = row?.kind === "message" && message?.message === row.message ? message : null;
    return guessPane(
      { view: this.#view, rounds: this.#state?.rounds ?? [], place, message: shown },
      {
        answer: (at, line) => this.#move({ kind: "answer", place: at, line }),
        move: (kind) => this.#move({ kind }),
        next: () => this.events.send({ type: "guessNext" }),
        end: () => this.toggle(),
        reveal: (at) => this.events.reveal(at),
      },
    );
  }

  #move(move: GuessMove): void {
    if (!this.#state || this.#view?.isOver === true) return;
    this.#keep({ ...this.#state, moves: [...this.#state.moves, move] });
    this.#ask();
  }

  #ask(): void {
    if (this.#state) this.events.send({ type: "guess", moves: this.#state.moves });
  }

  /** With the round that ends now; a ladder that is guessed at again counts once. */
  #rounds({ key, moves, rounds }: GuessState): readonly GuessRound[] {
    const view = this.#view;
    if (key === null || moves.length === 0 || view?.key !== key) return rounds;
    const { points, mostPoints } = view;
    return [...rounds.filter((round) => round.key !== key), { key, points, mostPoints }];
  }

  #keep(state: GuessState | null): void {
    this.#state = state;
    this.events.change({ guess: state });
  }

  #onEscape(event: KeyboardEvent): void {
    const isInPanel = (event.target as Element).closest(".sheet") !== null;
    if (!this.isOn || event.key !== "Escape" || isInPanel) return;
    event.stopPropagation();
    event.preventDefault();
    this.toggle();
  }
}
