/** A question of a lesson: answered by choosing an answer, or a message of the capture; judged at once and explained. */
import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type { LessonQuestionView, Verdict } from "../../src/view/lesson.js";

interface QuestionEvents {
  readonly changed: () => void;
  readonly solved: () => void;
  readonly guess: () => void;
  readonly chooseHeader: (header: string) => void;
}

export class QuestionPart {
  readonly #chosen = new Set<number>();
  #hints = 0;
  #verdict: Verdict | undefined;
  #canGuess = false;

  constructor(
    private readonly question: LessonQuestionView,
    private isSolved: boolean,
    private readonly events: QuestionEvents,
  ) {}

  /** On what was chosen in the capture. */
  take(verdict: Verdict): void {
    this.#verdict = verdict;
    if (verdict.kind === "right") this.#solve();
  }

  /** Guess mode can answer it. */
  letGuess(): void {
    this.#canGuess = true;
  }

  draw(): TemplateResult {
    const { ask, text, answers, hints } = this.question;
    const hint = () => {
      this.#hints++;
      this.events.changed();
    };
    return html`<h1 tabindex="-1">${unsafeHTML(ask)}</h1>
      <div class="text">${unsafeHTML(text)}</div>
      ${answers.length > 0 ? this.#answers() : this.#click()}
      <div class="hints" aria-live="polite">
        ${hints.slice(0, this.#hints).map((each) => html`<p><b>Hint</b> ${unsafeHTML(each)}</p>`)}
      </div>
      ${
        this.#hints < hints.length && !this.isSolved
          ? html`<p><button class="button quiet" @click=${hint}>Hint</button></p>`
          : nothing
      }
      <div aria-live="polite">
        ${this.isSolved ? html`<section class="explained">${unsafeHTML(this.question.explanation)}</section>` : nothing}
      </div>`;
  }

  #answers(): TemplateResult {
    const { answers } = this.question;
    const most = answers.filter(({ isRight }) => isRight).length;
    const choose = (index: number) => () => {
      this.#chosen.add(index);
      if (answers.every(({ isRight }, at) => !isRight || this.#chosen.has(at))) this.#solve();
      this.events.changed();
    };
    return html`${most > 1 ? html`<p class="facts">${most} answers are right.</p>` : nothing}
      <ol class="answers">
        ${answers.map((answer, index) => {
          const isShown = this.#chosen.has(index) || (this.isSolved && answer.isRight);
          const sign = answer.isRight ? "right" : "wrong";
          return html`<li class=${isShown ? sign : ""}>
            <button class="answer" ?disabled=${isShown} @click=${choose(index)}>
              <span>${unsafeHTML(answer.text)}</span>
            </button>
            <div class="said" aria-live="polite">
              ${isShown ? html`<b>${answer.isRight ? "✓ Right." : "✗ No."}</b> ${unsafeHTML(answer.comment)}` : nothing}
            </div>
          </li>`;
        })}
      </ol>`;
  }

  #click(): TemplateResult {
    const verdict = this.#verdict;
    const isOpen = verdict?.kind === "message" && !this.isSolved;
    return html`<p class="facts">
        Answer in the capture: click the arrow of a message, or go to it with the arrow keys.
      </p>
      ${
        this.#canGuess && !this.isSolved
          ? html`<p>
              <button class="button quiet" @click=${this.events.guess}>Guess What Is Wrong</button> For points, with the
              findings hidden until this question is left.
            </p>`
          : nothing
      }
      <div class=${`said ${verdict?.kind ?? ""}`} role="status">${verdict ? verdict.sentence : ""}</div>
      ${
        isOpen
          ? html`<ul class="headers">
              ${verdict.headers.map(
                (header) =>
                  html`<li>
                    <button class="link" @click=${() => this.events.chooseHeader(header)}>
                      <code>${header}</code>
                    </button>
                  </li>`,
              )}
            </ul>`
          : nothing
      }`;
  }

  #solve(): void {
    if (this.isSolved) return;
    this.isSolved = true;
    this.events.solved();
  }
}
