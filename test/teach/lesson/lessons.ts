/** The bundled lessons with their captures, as tests want them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { analyse, type Analysis } from "../../../src/core/analysis.js";
import { memorySource } from "../../../src/core/model/byte-source.js";
import { finish } from "../../../src/core/model/steps.js";
import { checkLesson } from "../../../src/core/teach/lesson/check-lesson.js";
import type { Lesson, LessonMistake } from "../../../src/core/teach/lesson/lesson.js";
import { parseLesson } from "../../../src/core/teach/lesson/parse-lesson.js";

const FOLDER = new URL("../../../samples/lessons/", import.meta.url);

/** Names of the files, in their order. */
export const LESSONS = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".md") && name !== "README.md")
  .sort();

export function lessonText(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

/** @throws {Error} for a text that is no lesson. */
export function lessonOf(text: string): Lesson {
  const { lesson } = parseLesson(text);
  if (!lesson) throw new Error("no lesson");
  return lesson;
}

export function analysisOf({ captures }: Lesson): Analysis {
  const octetsOf = (file: string) => new Uint8Array(readFileSync(new URL(file, FOLDER)));
  return finish(
    analyse(
      captures.map(({ file }) => memorySource(file, octetsOf(file))),
      { keyLogs: captures.flatMap(({ keylog }) => (keylog === undefined ? [] : [octetsOf(keylog)])) },
    ),
  );
}

/** All that is wrong with a text, as `sip-trace lesson check` tells it. */
export function mistakesOf(text: string): readonly LessonMistake[] {
  const { lesson, mistakes } = parseLesson(text);
  if (!lesson || mistakes.length > 0) return mistakes;
  const hasFile = (relative: string) => existsSync(new URL(relative, FOLDER));
  return checkLesson(text, lesson, analysisOf(lesson), { hasFile });
}
