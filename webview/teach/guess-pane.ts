/** What guess mode shows beside the ladder: question, verdict, hints and score, and the message whose lines can be pointed at. */
import { type TemplateResult, html, nothing } from "lit";
import type { GuessView } from "../../src/view/guess.js";
import type { MessageView } from "../../src/view/ladder.js";
import { counted } from "../numbers.js";
import { withCode } from "../pane/code-spans.js";
import { severitySign } from "../shapes.js";
import type { GuessRound } from "./guess-state.js";

/** Lines of a message that can be pointed at; headers come first, and a body of more is data. */
const MOST_LINES = 300;

interface GuessContent {
  /** Null while it is on its way. */
  readonly view: GuessView | null;
  readonly rounds: readonly GuessRound[];
  /** Of the row that is chosen; undefined for a fold. */
  readonly place: number | undefined;
  readonly message: MessageView | null;
}

interface GuessPaneEvents {
  answer(place: number, line: number | null): void;
  move(kind: "hint" | "reveal"): void;
  next(): void;
  end(): void;
  reveal(place: number): void;
}

const SIGNS: Readonly<Record<GuessView["verdict"], string>> = {
  none: "",
  right: "✓",
  half: "½",
  wrong: "✗",
  hint: "→",
  over: "■",
};

export function guessPane(content: GuessContent, events: GuessPaneEvents): TemplateResult {
  const { view, rounds, place, message } = content;
  return html`<section class="guess" aria-label="Guess what is wrong">
      <h2>What is wrong here?</h2>
      <p>${view ? task(view) : "The findings are being hidden."}</p>
      <p class="verdict is-${view?.verdict ?? "none"}" role="status">
        ${view && view.words !== "" ? html`<b aria-hidden="true">${SIGNS[view.verdict]}</b> ${view.words}` : nothing}
      </p>
      ${view ? progress(view, rounds, events) : nothing}
      <div class="actions">
        ${
          view && !view.isOver && view.count > 0
            ? html`<vscode-button secondary ?disabled=${view.hintsLeft === 0} @click=${() => events.move("hint")}
                  >Hint (${view.hintsLeft} left)</vscode-button
                >
                <vscode-button secondary @click=${() => events.move("reveal")}>Reveal</vscode-button>`
            : nothing
        }
        <vscode-button secondary @click=${() => events.next()}>Another ladder</vscode-button>
        <vscode-button secondary title="Show all findings again (Escape)" @click=${() => events.end()}
          >End guessing</vscode-button
        >
      </div>
    </section>
    ${place === undefined || !view || view.isOver || (place >= 0 && !message) ? nothing : pointable(place, message, events)}`;
}

function task({ count, isOver, known }: GuessView): string {
  if (count === 0) return "Nothing is hidden in this ladder.";
  if (isOver) return "All there was to find stands below.";
  const left = count - known.length;
  const hidden = known.length === 0 ? counted(left, "finding") : `${left} more`;
  return `${hidden} ${left === 1 ? "is" : "are"} hidden. Choose a message, then the line that shows it.`;
}

function progress(view: GuessView, rounds: readonly GuessRound[], events: GuessPaneEvents): TemplateResult {
  const { points, mostPoints, tries, hintsUsed, known, key, verdict } = view;
  // The latest hint is what was just said above.
  const hints = verdict === "hint" ? view.hints.slice(0, -1) : view.hints;
  const others = rounds.filter((round) => round.key !== key);
  const sum = (of: "points" | "mostPoints") => others.reduce((total, round) => total + round[of], view[of]);
  return html`${
      hints.length === 0
        ? nothing
        : html`<h4>Hints</h4>
            <ol>
              ${hints.map((hint) => html`<li>${hint}</li>`)}
            </ol>`
    }
    <p class="score">
      <b>${points} of ${mostPoints} points</b> · ${tries === 1 ? "1 try" : `${tries} tries`} ·
      ${counted(hintsUsed, "hint")}
    </p>
    ${
      others.length === 0
        ? nothing
        : html`<p class="score">
            The class: <b>${sum("points")} of ${sum("mostPoints")} points</b> in ${counted(others.length + 1, "ladder")}
          </p>`
    }
    ${known.map(
      ({ finding, points: own }) =>
        html`<button class="link-row" title=${finding.message} @click=${() => events.reveal(finding.at)}>
          ${severitySign(finding.severity)}<span
            >${finding.title} <small>${finding.where} · ${counted(own, "point")}</small><br />${withCode(
              finding.message,
            )}</span
          >
        </button>`,
    )}`;
}

/** The message whole, or one of its lines. */
function pointable(place: number, message: MessageView | null, { answer }: GuessPaneEvents): TemplateResult {
  const lines = message?.text.trimEnd().split("\n", MOST_LINES) ?? [];
  return html`<section class="pointable" aria-label="Point at what is wrong">
    <h3>${message?.title ?? "This signal"}</h3>
    <div class="actions">
      <vscode-button @click=${() => answer(place, null)}>It is this ${message ? "message" : "signal"}</vscode-button>
    </div>
    <div class="lines" role="group" aria-label="Lines of the message" @keydown=${walkLines}>
      ${lines.map((line, index) =>
        line.trim() === ""
          ? html`<br />`
          : html`<button title="It is this line" @click=${() => answer(place, index)}><bdi>${line}</bdi></button>`,
      )}
    </div>
  </section>`;
}

/** Up and down go from line to line. */
function walkLines(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const lines = [...(event.currentTarget as Element).querySelectorAll("button")];
  const at = lines.indexOf(event.target as HTMLButtonElement);
  lines[at + step]?.focus();
  event.preventDefault();
}
