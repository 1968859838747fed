/** A lesson as its page shows it: its texts as HTML, other lessons as links that the page itself follows. */
import type { LessonView } from "../../../view/lesson.js";
import type { WhatIfChange } from "../../../view/what-if.js";
import type { Lesson, LessonWhatIf } from "./lesson.js";
import { renderLesson, renderLessonLine } from "./lesson-markdown.js";

/** Another lesson beside this one. */
const BESIDE = /^(?:\.\/)?([\w.-]+\.md)(?:#.*)?$/;

const OPTIONS = {
  hrefOf(relative: string): string | undefined {
    const file = BESIDE.exec(relative)?.[1];
    return file === undefined ? undefined : `#lesson:${file}`;
  },
};

export function lessonView({ steps, questions, closing, ...lesson }: Lesson): LessonView {
  const block = (text: string) => renderLesson(text, OPTIONS);
  const line = (text: string) => renderLessonLine(text, OPTIONS);
  return {
    title: lesson.title,
    summary: lesson.summary,
    level: lesson.level,
    minutes: lesson.minutes,
    origin: line(lesson.origin),
    goals: lesson.goals.map(line),
    intro: block(lesson.intro),
    steps: steps.map(({ title, at, header, text, digest, whatIf }) => ({
      title,
      at,
      header: header ?? null,
      text: block(text),
      digest: digest ? { password: digest.password ?? null } : null,
      whatIf: whatIf ? whatIfChange(whatIf) : null,
    })),
    questions: questions.map(({ ask, text, answers, hints, explanation }) => ({
      ask: line(ask),
      text: block(text),
      answers: answers.map((answer) => ({ ...answer, text: line(answer.text), comment: block(answer.comment) })),
      hints: hints.map(line),
      explanation: block(explanation),
    })),
    closing: closing.map(({ title, text }) => ({ title, text: block(text) })),
  };
}

/** In the terms of the simulation. */
export function whatIfChange(whatIf: LessonWhatIf): WhatIfChange {
  const { expiresSeconds, refreshShare, natTimeoutSeconds, keepAlive, keepAliveSeconds, callSeconds } = whatIf;
  return {
    grantedSeconds: expiresSeconds,
    refreshShare,
    natTimeoutSeconds,
    keepAlive: { kind: keepAlive, everySeconds: keepAliveSeconds },
    callsAtSeconds: callSeconds.length > 0 ? callSeconds : undefined,
  };
}
