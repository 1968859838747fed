/** A lesson as a walk through its places: the beginning, its steps, its questions, the end. */
import { html, nothing, render, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type {
  FromLessonPage,
  LessonProgress,
  LessonStepView,
  LessonView,
  ToLessonPage,
} from "../../src/view/lesson.js";
import { QuestionPart } from "./question.js";

const NOT_BEGUN: LessonProgress = { place: 0, solved: [], isDone: false };
const LESSON_LINK = "#lesson:";

export class LessonApp {
  #view: LessonView | undefined;
  #progress = NOT_BEGUN;
  #notice = "";
  #question: QuestionPart | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly send: (message: FromLessonPage) => void,
  ) {
    document.addEventListener("keydown", (event) => this.#onKey(event));
    root.addEventListener("click", (event) => this.#onLink(event));
  }

  receive(message: ToLessonPage): void {
    switch (message.type) {
      case "lesson":
        this.#view = message.view;
        this.#progress = message.progress;
        this.#notice = "";
        this.#goTo(Math.min(message.progress.place, this.#last));
        return;
      case "move":
        this.#goTo(this.#progress.place + message.by);
        return;
      case "verdict":
        if (message.question === this.#questionIndex) this.#question?.take(message.verdict);
        break;
      case "canGuess":
        if (message.question === this.#questionIndex) this.#question?.letGuess();
        break;
      case "notice":
        this.#notice = message.sentence;
        break;
    }
    this.#draw();
  }

  get #last(): number {
    return this.#view ? this.#view.steps.length + this.#view.questions.length + 1 : 0;
  }

  /** Negative where no question is shown. */
  get #questionIndex(): number {
    const { steps, questions } = this.#view!;
    const index = this.#progress.place - 1 - steps.length;
    return index < questions.length ? index : -1;
  }

  #goTo(place: number): void {
    if (!this.#view || place < 0 || place > this.#last) return;
    this.#progress = { ...this.#progress, place, isDone: this.#progress.isDone || place === this.#last };
    const index = this.#questionIndex;
    const question = this.#view.questions[index];
    this.#question =
      question &&
      new QuestionPart(question, this.#progress.solved.includes(index), {
        changed: () => this.#draw(),
        solved: () => this.#solve(index),
        guess: () => this.send({ type: "guess" }),
        chooseHeader: (header) => this.send({ type: "chooseHeader", question: index, header }),
      });
    this.send({ type: "progress", progress: this.#progress });
    this.#draw();
    // A screen reader begins to read here, and the arrow keys scroll from here.
    this.root.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    this.root.scrollTop = 0;
  }

  #solve(index: number): void {
    this.#progress = { ...this.#progress, solved: [...new Set([...this.#progress.solved, index])] };
    this.send({ type: "progress", progress: this.#progress });
    this.#draw();
  }

  #onKey(event: KeyboardEvent): void {
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!isPlain || (event.target as Element).closest("input, select, textarea")) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.#goTo(this.#progress.place + by);
  }

  #onLink(event: Event): void {
    const href = (event.target as Element).closest("a")?.getAttribute("href");
    if (!href?.startsWith(LESSON_LINK)) return;
    event.preventDefault();
    this.send({ type: "openLesson", file: decodeURIComponent(href.slice(LESSON_LINK.length)) });
  }

  #draw(): void {
    const view = this.#view;
    const notice = this.#notice && html`<p class="notice" role="alert">${this.#notice}</p>`;
    render(
      view
        ? html`${this.#bar(view)}${notice}
            <main>${this.#place(view)}</main>`
        : notice,
      this.root,
    );
  }

  #bar(view: LessonView): TemplateResult {
    const { place, solved } = this.#progress;
    const go = (by: number) => () => this.#goTo(place + by);
    const right =
      view.questions.length > 0 ? html`<span>${solved.length} of ${view.questions.length} answered</span>` : nothing;
    return html`<header>
      <div class="walk">
        <button class="button quiet" ?disabled=${place === 0} @click=${go(-1)}>Previous</button>
        <button class="button" ?disabled=${place === this.#last} @click=${go(1)}>Next</button>
        <b aria-live="polite">${this.#whereabouts(view)}</b>
        ${right}
      </div>
      <progress max=${this.#last} value=${place} aria-label="Progress of the lesson"></progress>
    </header>`;
  }

  #whereabouts({ steps, questions }: LessonView): string {
    const { place } = this.#progress;
    if (place === 0) return "Beginning";
    if (place <= steps.length) return `Step ${place} of ${steps.length}`;
    return place === this.#last ? "End" : `Question ${place - steps.length} of ${questions.length}`;
  }

  #place(view: LessonView): TemplateResult {
    const { place } = this.#progress;
    const step = view.steps[place - 1];
    if (place === 0) return beginning(view);
    if (step) {
      const reveal = (isStep: boolean) => () => this.send({ type: "reveal", isStep });
      return html`<h1 tabindex="-1">${step.title}</h1>
        <p class="at">
          <button class="link" @click=${reveal(false)} title="Show it in the capture again">
            In the capture: ${step.at}
          </button>
          ${step.header === null ? nothing : html`<span>Look at <code>${step.header}</code></span>`}
          <button class="link" @click=${reveal(true)} title="The ladder grows message by message, each explained">
            Step through the ladder
          </button>
        </p>
        <div class="text">${unsafeHTML(step.text)}</div>
        ${this.#widgets(step)}`;
    }
    return this.#question ? this.#question.draw() : this.#end(view);
  }

  #widgets({ digest, whatIf }: LessonStepView): TemplateResult | typeof nothing {
    const open = (widget: "digest" | "whatIf") => () => this.send({ type: "widget", widget });
    const told = digest?.password ?? null;
    if (digest)
      return html`<p>
        <button class="button quiet" @click=${open("digest")}>Digest Step by Step</button>
        ${told === null ? nothing : html`The password is <code>${told}</code>.`}
      </p>`;
    return whatIf
      ? html`<p><button class="button quiet" @click=${open("whatIf")}>What If… (Timers and NAT)</button></p>`
      : nothing;
  }

  #end(view: LessonView): TemplateResult {
    const { solved } = this.#progress;
    const count = view.questions.length;
    return html`<h1 tabindex="-1">${view.closing[0]?.title ?? "The end"}</h1>
      ${view.closing.map(
        ({ title, text }, index) =>
          html`${index > 0 ? html`<h2>${title}</h2>` : nothing}
            <div class="text">${unsafeHTML(text)}</div>`,
      )}
      ${count > 0 ? html`<p>${solved.length} of ${count} questions answered.</p>` : nothing}
      <p><button class="button quiet" @click=${() => this.send({ type: "export" })}>Export as HTML…</button></p>
      <p class="origin">The capture: ${unsafeHTML(view.origin)}</p>`;
  }
}

function beginning(view: LessonView): TemplateResult {
  return html`<h1 tabindex="-1">${view.title}</h1>
    <p class="facts">${view.level}, about ${view.minutes} minutes</p>
    <h2>Goals</h2>
    <ul>
      ${view.goals.map((goal) => html`<li>${unsafeHTML(goal)}</li>`)}
    </ul>
    <div class="text">${unsafeHTML(view.intro)}</div>
    <p class="keys">
      <kbd>→</kbd> next <kbd>←</kbd> previous, from the editor <kbd>Ctrl+Alt+.</kbd> and <kbd>Ctrl+Alt+,</kbd>
    </p>`;
}
