/** The text of a lesson below its front matter: sections by their headings, and the questions. */
import type { LessonAnswer, LessonMistake, LessonPlace, LessonQuestion } from "./lesson.js";

const QUESTIONS = /^questions$/i;
const FENCE = /^ {0,3}(?:```|~~~)/;
const HEADING = /^(#{1,3})[ \t]+(\S.*?)[ \t#]*$/;

export interface BodySection {
  readonly title: string;
  readonly text: string;
  /** Of the heading. */
  readonly line: number;
}

export interface LessonBody {
  /** The heading of the first level; undefined where there is none. */
  readonly title: BodySection | undefined;
  /** Below headings of the second level, but for the questions. */
  readonly sections: readonly BodySection[];
  readonly questions: readonly LessonQuestion[];
}

interface OpenSection {
  readonly title: string;
  readonly level: number;
  readonly line: number;
  readonly lines: string[];
}

/** @param firstLine the body's, in the file. */
export function readBody(body: string, firstLine: number, mistakes: LessonMistake[]): LessonBody {
  const all = cut(body, firstLine);
  const closed = ({ title, line, lines }: OpenSection): BodySection => ({ title, line, text: lines.join("\n").trim() });
  const questions: LessonQuestion[] = [];
  const sections: BodySection[] = [];
  let isAmongQuestions = false;
  for (const section of all.filter(({ level }) => level > 1)) {
    if (section.level === 2) isAmongQuestions = QUESTIONS.test(section.title);
    if (section.level === 2 && isAmongQuestions) noWords(section, mistakes);
    if (section.level === 3) questions.push(readQuestion(section, mistakes));
    else if (!isAmongQuestions) sections.push(closed(section));
  }
  const title = all.find(({ level }) => level === 1);
  return { title: title && closed(title), sections, questions };
}

/** Nobody is shown what stands above the first question. */
function noWords({ line, lines }: OpenSection, mistakes: LessonMistake[]): void {
  const first = lines.findIndex((each) => each.trim() !== "");
  if (first >= 0) mistakes.push({ line: line + 1 + first, message: 'This belongs to no question ("### …").' });
}

/** Sections begin at headings outside of code; those of the third level only below "Questions", else they are text. */
function cut(body: string, firstLine: number): OpenSection[] {
  const sections: OpenSection[] = [];
  let isCode = false;
  let isAmongQuestions = false;
  for (const [index, text] of body.split(/\r?\n/).entries()) {
    if (FENCE.test(text)) isCode = !isCode;
    const heading = isCode ? null : HEADING.exec(text);
    const level = heading?.[1]?.length ?? 0;
    if (level === 2) isAmongQuestions = QUESTIONS.test(heading?.[2] ?? "");
    if (heading && (level < 3 || isAmongQuestions))
      sections.push({ title: heading[2] ?? "", level, line: firstLine + index, lines: [] });
    else sections.at(-1)?.lines.push(text);
  }
  return sections;
}

const ANSWER = /^[-*] \[([ xX])\] +(\S.*)$/;
const CLICK = /^[-*] Click: *(\S.*)$/;
const HINT = /^[-*] Hint: *(\S.*)$/;
const QUOTE = /^> ?(.*)$/;
const MORE = /^ {2,}(\S.*)$/;

function readQuestion({ title, line, lines }: OpenSection, mistakes: LessonMistake[]): LessonQuestion {
  const text: string[] = [];
  const explanation: string[] = [];
  const answers: { text: string; isRight: boolean; comment: string[] }[] = [];
  const clicks: LessonPlace[] = [];
  const hints: string[][] = [];
  /** Where an indented line goes on. */
  let open: string[] | undefined;
  for (const each of lines) {
    const answer = ANSWER.exec(each);
    const click = CLICK.exec(each);
    const hint = HINT.exec(each);
    const quote = QUOTE.exec(each);
    const more = MORE.exec(each);
    if (answer) {
      open = [];
      answers.push({ text: answer[2]!, isRight: answer[1] !== " ", comment: open });
    } else if (click) {
      clicks.push(placeOf(click[1]!));
    } else if (hint) {
      hints.push((open = [hint[1]!]));
    } else if (quote) {
      explanation.push(quote[1]!);
    } else if (more && open) {
      open.push(more[1]!);
    } else {
      text.push(each);
    }
  }
  const wrong = (message: string) => mistakes.push({ line, message: `The question "${title}" ${message}` });
  if (answers.length > 0 && clicks.length > 0) wrong("has both answers and a place to click.");
  if (answers.length === 0 && clicks.length === 0) wrong('has neither answers ("- [x] …") nor a place ("- Click: …").');
  if (answers.length > 0 && !answers.some(({ isRight }) => isRight)) wrong('has no right answer ("- [x] …").');
  if (answers.length === 1) wrong("has one answer only.");
  if (explanation.length === 0) wrong('is not explained ("> …").');
  return {
    ask: title,
    text: text.join("\n").trim(),
    answers: answers.map(({ comment, ...rest }): LessonAnswer => ({ ...rest, comment: comment.join("\n") })),
    clicks,
    hints: hints.map((hint) => hint.join("\n")),
    explanation: explanation.join("\n").trim(),
    line,
  };
}

/** `REGISTER 2, Authorization` */
function placeOf(text: string): LessonPlace {
  const comma = text.indexOf(",");
  if (comma < 0) return { at: text.trim(), header: undefined };
  return { at: text.slice(0, comma).trim(), header: text.slice(comma + 1).trim() };
}
