/** `docs/lesson.schema.json` says of front matter what the reader of lessons says, and `docs/lessons.md` shows one that is right. */
import Ajv from "ajv";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { splitFrontMatter } from "../../../src/core/teach/lesson/front-matter.js";
import { parseLesson } from "../../../src/core/teach/lesson/parse-lesson.js";
import { LESSONS, lessonText } from "./lessons.js";

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
const validate = new Ajv({ strict: false }).compile(JSON.parse(read("lesson.schema.json")) as object);
const FIRST = lessonText(LESSONS[0]!);

function isValid(text: string): boolean {
  return validate(parse(splitFrontMatter(text)?.yaml ?? ""));
}

test.each(LESSONS)("%s is valid", (name) => expect(isValid(lessonText(name))).toBe(true));

test("the manual's front matter is valid", () => {
  const yaml = /```yaml\n([^`]*)```/.exec(read("lessons.md"))?.[1] ?? "";
  expect(isValid(yaml)).toBe(true);
  // The page has no text for it to be whole, and nothing else is amiss.
  const { mistakes } = parseLesson(yaml);
  expect(mistakes.filter(({ message }) => !/no heading/.test(message))).toEqual([]);
});

test.each([
  [/^level: \w+/m, "level: easy"],
  [/^minutes: \d+/m, "minutes: 0"],
  [/^minutes: \d+/m, "minutes: soon"],
  [/^summary: /m, "subtitle: "],
  [/^lesson: .*/m, "lesson: Not a name"],
  [/^ {4}at: /m, "    on: "],
  [/^findings: .*/m, "findings: none"],
  [/^goals:\n(?: {2}- .*\n)*/m, "goals: []\n"],
])("%s → %s is refused by both", (from, to) => {
  expect(FIRST).toMatch(from);
  const text = FIRST.replace(from, to);
  expect(isValid(text)).toBe(false);
  expect(parseLesson(text).mistakes).not.toEqual([]);
});
