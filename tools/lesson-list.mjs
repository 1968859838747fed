/** The list of the bundled lessons, for an editor that cannot list a folder (in the browser) and should not read all of them to show their titles. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./build.mjs";

const FOLDER = "samples/lessons";

/**
 * @param {Pick<typeof import("../src/core/index.js"), "parseLesson">} engine
 * @returns {[path: string, text: string]}
 */
export function lessonList({ parseLesson }) {
  const lessons = readdirSync(join(ROOT, FOLDER))
    .filter((file) => file.endsWith(".md"))
    .sort()
    .flatMap((file) => {
      const { lesson } = parseLesson(readFileSync(join(ROOT, FOLDER, file), "utf8"));
      return lesson ? { file, title: lesson.title, summary: lesson.summary, minutes: lesson.minutes } : [];
    });
  return [`${FOLDER}/index.json`, JSON.stringify(lessons)];
}
