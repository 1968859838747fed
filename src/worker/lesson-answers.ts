/** What the editor asks about lessons: one read from its file, where its places are in a trace, one held against its captures or written to take along. */
import {
  type Analysis,
  analyse,
  type AnalysisStep,
  type ByteSource,
  checkLesson,
  exportLesson,
  findPlace,
  type Lesson,
  lessonSlides,
  lessonView,
  parseLesson,
} from "../core/index.js";
import type { LessonInput } from "./teach-requests.js";
import type { Answers, Asks } from "./protocol.js";

export function readLesson({ text }: Asks<"lesson">): Answers<"lesson"> {
  const { lesson, mistakes } = parseLesson(text);
  if (!lesson) return { lesson: null, mistakes };
  return {
    lesson: {
      id: lesson.id,
      idLine: lesson.idLine,
      view: lessonView(lesson),
      captures: lesson.captures.map(({ file }) => file),
      captureLines: lesson.captures.map(({ line }) => line),
      keyLogs: lesson.captures.flatMap(({ keylog }) => keylog ?? []),
      clicks: lesson.questions.map(({ clicks }) => clicks.map(({ at, header }) => ({ at, header: header ?? null }))),
    },
    mistakes,
  };
}

export function lessonPlaces({ trace }: Analysis, selectors: readonly string[]): Answers<"lessonPlaces"> {
  return selectors.map((selector) => {
    const place = findPlace(trace, selector);
    return typeof place === "number" ? place : null;
  });
}

/** @throws with a sentence for the user when the text is no lesson. */
export function* lessonFiles(
  asks: Asks<"lessonFiles">,
  sources: readonly ByteSource[],
): Generator<AnalysisStep, Answers<"lessonFiles">> {
  const { lesson, analysis } = yield* withCaptures(asks, sources);
  if (asks.form === "slides") return lessonSlides(lesson, analysis);
  return [{ name: `${lesson.id}.html`, content: exportLesson(lesson, analysis) }];
}

/** @throws with a sentence for the user when the text is no lesson. */
export function* lessonCheck(
  asks: LessonInput,
  sources: readonly ByteSource[],
): Generator<AnalysisStep, Answers<"lessonCheck">> {
  const { lesson, analysis } = yield* withCaptures(asks, sources);
  // What a link leads to only the command line looks up: here it would have to be asked for file by file.
  return checkLesson(asks.text, lesson, analysis, { hasFile: () => true });
}

function* withCaptures(
  { text, keyLogs }: LessonInput,
  sources: readonly ByteSource[],
): Generator<AnalysisStep, { lesson: Lesson; analysis: Analysis }> {
  const { lesson } = parseLesson(text);
  if (!lesson) throw new Error("The text is no lesson.");
  return { lesson, analysis: yield* analyse(sources, { keyLogs }) };
}
