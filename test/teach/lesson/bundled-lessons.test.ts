/** Every bundled lesson is true of its capture: what it points at, claims, quotes, cites and links to. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lessonPieces } from "../../../src/core/teach/lesson/lesson-markdown.js";
import { rfcCitations } from "../../../src/core/teach/lesson/rfc-citations.js";
import { RFC_SECTIONS } from "../../../src/core/teach/lesson/rfc-sections.js";
import { LESSONS, lessonOf, lessonText, mistakesOf } from "./lessons.js";

test("each has a number of its own, from 1 on", () => {
  expect(LESSONS.map((name) => name.slice(0, 2))).toEqual(
    LESSONS.map((_, index) => String(index + 1).padStart(2, "0")),
  );
  expect(LESSONS).toHaveLength(17);
});

test("the samples' page lists all of them", () => {
  const page = readFileSync(new URL("../../../samples/README.md", import.meta.url), "utf8");
  const links = LESSONS.map((name) => `[${lessonOf(lessonText(name)).title}](lessons/${name})`);
  expect(links.filter((link) => !page.includes(link))).toEqual([]);
});

test("no two lessons have the same name", () => {
  const ids = LESSONS.map((name) => lessonOf(lessonText(name)).id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(LESSONS)("%s is right", (name) => expect(mistakesOf(lessonText(name))).toEqual([]));

test.each(LESSONS)("%s is named for its id, and has steps and questions enough", (name) => {
  const { id, steps, questions, goals } = lessonOf(lessonText(name));
  expect(name.replace(/^\d\d-|\.md$/g, "")).toBe(id);
  expect(steps.length).toBeGreaterThanOrEqual(4);
  expect(steps.length).toBeLessThanOrEqual(8);
  expect(questions.length).toBeGreaterThanOrEqual(2);
  expect(questions.length).toBeLessThanOrEqual(4);
  expect(goals.length).toBeGreaterThanOrEqual(2);
});

test.each(LESSONS)("%s cites RFCs whose sections are known here", (name) => {
  const words = lessonPieces(lessonText(name)).flatMap(({ kind, content }) => (kind === "text" ? content : []));
  const cited = words.flatMap(rfcCitations);
  expect(cited.length).toBeGreaterThan(0);
  expect(cited.filter(({ number }) => !RFC_SECTIONS[number])).toEqual([]);
});
