/** Writes a lesson as one HTML file that works without network: no script, nothing loaded, answers behind a click. */
import type { Analysis } from "../../analysis.js";
import { drawLadderSvg } from "../../ladder/draw-svg.js";
import { escapeXml } from "../../ladder/svg-text.js";
import { shelvesOf } from "../../ladder/shelves.js";
import { htmlPage } from "../../report/document/html.js";
import { whatIf } from "../what-if.js";
import { findPlace } from "./find-place.js";
import type { Lesson, LessonPlace, LessonQuestion, LessonStep } from "./lesson.js";
import { computedDigest } from "./lesson-digest.js";
import { digestHtml } from "./lesson-digest-html.js";
import { stepLadders } from "./lesson-ladder.js";
import { renderLesson, renderLessonLine } from "./lesson-markdown.js";
import { MESSAGE_STYLE, messageHtml } from "./lesson-message-html.js";
import { whatIfChange } from "./lesson-view.js";
import { WHATIF_STYLE, whatIfHtml } from "./lesson-whatif-html.js";

/** Lanes that are readable when they are made as wide as the page; more of them are scrolled. */
const FITTING_LANES = 3;

const STYLE = `
  .lead { font-size: 1.15em; color: var(--quiet) } .facts { color: var(--quiet); font-size: .9em }
  .step { margin-top: 3rem } .number { color: var(--quiet); font-weight: 400 }
  figcaption { font-weight: 400; color: var(--quiet); font-size: .9em; margin-top: .3rem }
  .digest { width: auto; margin: 1rem 0 } .digest td { overflow-wrap: anywhere } .digest td:last-child { white-space: nowrap } .digest caption { text-align: left; font-weight: 600 }
  .fits svg { max-width: 100%; height: auto }
  details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: 0 1rem }
  details[open] { padding-bottom: .6rem } summary { cursor: pointer; padding: .5rem 0; color: var(--link) }
  summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
  .answers { list-style: none; padding-left: 0 } .answers > li { margin: .4rem 0; padding-left: 1.8rem; text-indent: -1.8rem }
  .answers p { display: inline } .sign { display: inline-block; width: 1.8rem; text-indent: 0 } .answers > li > div { text-indent: 0; color: var(--quiet) }
  @media print { .step { break-before: page; margin-top: 0 } nav, details:not([open]) { display: none } details, .digest tr { break-inside: avoid } }${MESSAGE_STYLE}${WHATIF_STYLE}`;

/** Ends with a line end. */
export function exportLesson(lesson: Lesson, analysis: Analysis): string {
  const pictures = stepLadders(lesson, analysis).map(({ grown, whole, current }) => ({
    svg: drawLadderSvg(grown, { partOf: whole, current }),
    isNarrow: whole.lanes.length <= FITTING_LANES,
    caption: capitalized(grown.rows[current]?.sentence ?? ""),
  }));
  const body = [
    ...headHtml(lesson),
    ...lesson.steps.flatMap((step, index) => stepHtml(step, index, lesson.steps.length, analysis, pictures[index]!)),
    ...questionsHtml(lesson.questions),
    ...lesson.closing.flatMap(({ title, text }) => [`<h2>${renderLessonLine(title)}</h2>`, renderLesson(text)]),
  ];
  return htmlPage(lesson.title, body, STYLE);
}

function headHtml({ title, summary, level, minutes, origin, goals, intro, steps }: Lesson): string[] {
  const links = steps.map((step, index) => `<li><a href="#step-${index + 1}">${renderLessonLine(step.title)}</a></li>`);
  return [
    `<h1>${renderLessonLine(title)}</h1>`,
    `<p class="lead">${renderLessonLine(summary)}</p>`,
    `<p class="facts">${escapeXml(`For ${WHO[level]}, about ${minutes} minutes. The capture: `)}${renderLessonLine(origin)}</p>`,
    "<h2>What you will learn</h2>",
    `<ul>${goals.map((goal) => `<li>${renderLessonLine(goal)}</li>`).join("\n")}</ul>`,
    renderLesson(intro),
    `<nav aria-label="Steps"><ol>${links.join("\n")}</ol></nav>`,
  ];
}

const WHO: Readonly<Record<Lesson["level"], string>> = {
  beginner: "beginners",
  intermediate: "those who know the handshake",
  advanced: "practitioners",
};

interface StepPicture {
  readonly svg: string;
  readonly isNarrow: boolean;
  readonly caption: string;
}

function stepHtml(
  step: LessonStep,
  index: number,
  count: number,
  analysis: Analysis,
  { svg, isNarrow, caption }: StepPicture,
): string[] {
  const found = findPlace(analysis.trace, step.at);
  const message = typeof found === "number" && found >= 0 ? found : undefined;
  const key = typeof found === "number" ? shelvesOf(analysis).keyOf(found) : undefined;
  const scene = step.whatIf ? whatIf(analysis, key ?? "all", whatIfChange(step.whatIf)) : null;
  const digest = step.digest && message !== undefined ? computedDigest(analysis, message, step.digest) : undefined;
  return [
    `<section class="step" id="step-${index + 1}">`,
    `<h2>${renderLessonLine(step.title)} <span class="number">${index + 1} of ${count}</span></h2>`,
    `<figure${isNarrow ? ' class="fits"' : ""}><div class="scroll" tabindex="0" role="region" aria-label="The ladder up to this step">\n${svg}</div>`,
    `<figcaption>${escapeXml(caption)}</figcaption></figure>`,
    ...(message === undefined ? [] : [messageHtml(analysis, message, step.header)]),
    renderLesson(step.text),
    ...(digest ? [digestHtml(digest)] : []),
    ...(scene ? [whatIfHtml(scene)] : []),
    "</section>",
  ];
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function questionsHtml(questions: readonly LessonQuestion[]): string[] {
  if (questions.length === 0) return [];
  return ["<h2>Questions</h2>", ...questions.flatMap(questionHtml)];
}

function questionHtml({ ask, text, answers, clicks, hints, explanation }: LessonQuestion): string[] {
  const offered = answers.map(
    (answer) => `<li><span class="sign" aria-hidden="true">☐</span>${renderLessonLine(answer.text)}</li>`,
  );
  const judged = answers.map(({ text: words, isRight, comment }) => {
    const sign = isRight ? ["right", "✓"] : ["wrong", "✗"];
    const more = comment === "" ? "" : `<div>${renderLesson(comment)}</div>`;
    return `<li><span class="sign" role="img" aria-label="${sign[0]}">${sign[1]}</span>${isRight ? "<strong>" : ""}${renderLessonLine(words)}${isRight ? "</strong>" : ""}${more}</li>`;
  });
  return [
    `<h3>${renderLessonLine(ask)}</h3>`,
    renderLesson(text),
    ...(offered.length > 0 ? [`<ul class="answers">${offered.join("\n")}</ul>`] : []),
    ...hints.map((hint, index) => detailsHtml(hints.length === 1 ? "A hint" : `Hint ${index + 1}`, renderLesson(hint))),
    detailsHtml(
      "The answer",
      (judged.length > 0 ? `<ul class="answers">${judged.join("\n")}</ul>` : `<p>${clicksHtml(clicks)}</p>`) +
        renderLesson(explanation),
    ),
  ];
}

function clicksHtml(clicks: readonly LessonPlace[]): string {
  const words = clicks.map(({ at, header }) =>
    header === undefined ? placeWords(at) : `${header} of ${placeWords(at)}`,
  );
  return `<strong>${escapeXml(capitalized(words.join(", or ")))}</strong>`;
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];

/** `the second REGISTER` of `REGISTER 2`; anything else as it is written. */
function placeWords(at: string): string {
  const [, what = at, number] = /^(?!frame|line)(\S+) (\d+)$/.exec(at) ?? [];
  const ordinal = ORDINALS[Number(number) - 1];
  return ordinal === undefined ? at : `the ${ordinal} ${what}`;
}

function detailsHtml(summary: string, content: string): string {
  return `<details><summary>${escapeXml(summary)}</summary>\n${content}</details>`;
}
