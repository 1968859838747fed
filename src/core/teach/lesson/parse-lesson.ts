/** Reads a lesson from its file; what is amiss is told by line, and what was understood is there all the same. */
import { isMap, isScalar, type YAMLMap } from "yaml";
import { FrontMatterReader, splitFrontMatter } from "./front-matter.js";
import {
  type ClaimedFinding,
  KEEP_ALIVE_KINDS,
  type Lesson,
  type LessonCapture,
  LESSON_LEVELS,
  type LessonMistake,
  type LessonStep,
  type LessonWhatIf,
} from "./lesson.js";
import { type BodySection, type LessonBody, readBody } from "./lesson-body.js";

/** Characters. A long lesson has 20,000; more is another file. */
export const LONGEST_LESSON = 65_536;

export interface ParsedLesson {
  /** Undefined for a text that is no lesson: its front matter has no key `lesson`. */
  readonly lesson: Lesson | undefined;
  /** In the order of their lines; empty for what is no lesson. */
  readonly mistakes: readonly LessonMistake[];
}

const NO_LESSON: ParsedLesson = { lesson: undefined, mistakes: [] };

const KEYS = ["lesson", "title", "summary", "level", "minutes", "origin", "captures", "goals", "findings", "steps"];
const BEGINS_AS_LESSON = /^\ufeff?---[ \t]*\r?\n(?:.*\n)*?lesson:/;
const LONGEST_BEGINNING = 1000;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export function parseLesson(text: string): ParsedLesson {
  if (text.length > LONGEST_LESSON) return meant(text, `A lesson has at most ${LONGEST_LESSON} characters.`);
  const parts = splitFrontMatter(text);
  if (!parts) return meant(text, "The front matter has no end, which is a line of three dashes.");
  const reader = new FrontMatterReader(parts.yaml);
  const { root } = reader;
  if (!root?.has("lesson"))
    return /^lesson:/m.test(parts.yaml) ? { ...NO_LESSON, mistakes: reader.mistakes } : NO_LESSON;
  reader.knows(root, KEYS);
  const bodyMistakes: LessonMistake[] = [];
  const body = readBody(parts.body, parts.bodyLine, bodyMistakes);
  const lesson = lessonOf(reader, root, body, bodyMistakes);
  const mistakes = [...reader.mistakes, ...bodyMistakes].sort((a, b) => a.line - b.line);
  return { lesson, mistakes };
}

/** A text that is meant for a lesson, and cannot be read as one. */
function meant(text: string, message: string): ParsedLesson {
  return BEGINS_AS_LESSON.test(text.slice(0, LONGEST_BEGINNING))
    ? { ...NO_LESSON, mistakes: [{ line: 1, message }] }
    : NO_LESSON;
}

function lessonOf(reader: FrontMatterReader, root: YAMLMap, body: LessonBody, mistakes: LessonMistake[]): Lesson {
  const id = reader.text(root, "lesson") ?? "";
  if (id !== "" && !ID.test(id)) reader.mistake(root.get("lesson", true), `"lesson" is a name like "wrong-password".`);
  const title = reader.text(root, "title") ?? "";
  if (!body.title) mistakes.push({ line: 1, message: `The text has no heading "# ${title}".` });
  else if (title !== "" && body.title.title !== title)
    mistakes.push({ line: body.title.line, message: `The heading is not the title "${title}".` });
  const { steps, closing } = stepsOf(reader, root, body.sections, mistakes);
  return {
    id,
    idLine: reader.lineOf(root.get("lesson", true)),
    title,
    summary: reader.text(root, "summary") ?? "",
    level: reader.oneOf(root, "level", LESSON_LEVELS) ?? "beginner",
    minutes: reader.number(root, "minutes", 1, 240, true) ?? 1,
    origin: reader.text(root, "origin") ?? "",
    captures: reader.list(root, "captures").flatMap((node) => captureOf(reader, node)),
    goals: reader.texts(root, "goals"),
    findings: findingsOf(reader, root),
    intro: body.title?.text ?? "",
    steps,
    questions: body.questions,
    closing,
  };
}

/** A path, or a path with keys. */
function captureOf(reader: FrontMatterReader, node: unknown): LessonCapture[] {
  const line = reader.lineOf(node);
  if (isScalar(node) && typeof node.value === "string") return [{ file: node.value, keylog: undefined, line }];
  if (!isMap(node)) {
    reader.mistake(node, `Each of "captures" is a file.`);
    return [];
  }
  reader.knows(node, ["file", "keylog"]);
  const file = reader.text(node, "file");
  return file === undefined ? [] : [{ file, keylog: reader.text(node, "keylog", false), line }];
}

function findingsOf(reader: FrontMatterReader, root: YAMLMap): ClaimedFinding[] {
  // A healthy capture says so: `findings: []`.
  if (!root.has("findings")) reader.mistake(root, `"findings" is missing; of a healthy capture it is [].`);
  return reader.maps(root, "findings", false).map((map) => {
    reader.knows(map, ["rule", "severity", "count", "aor", "says"]);
    return {
      rule: reader.text(map, "rule") ?? "",
      severity: reader.oneOf(map, "severity", ["error", "warning", "info"], false),
      count: reader.number(map, "count", 1, 1_000_000),
      aor: reader.text(map, "aor", false),
      says: reader.text(map, "says", false),
      line: reader.lineOf(map),
    };
  });
}

/** Steps of the front matter with the sections of their titles, in the same order; the sections behind them close the lesson. */
function stepsOf(
  reader: FrontMatterReader,
  root: YAMLMap,
  sections: readonly BodySection[],
  mistakes: LessonMistake[],
): Pick<Lesson, "steps" | "closing"> {
  const maps = reader.maps(root, "steps");
  const titles = maps.map((map) => reader.text(map, "title") ?? "");
  let behind = 0;
  const steps = maps.map((map, index): LessonStep => {
    reader.knows(map, ["title", "at", "header", "digest", "whatif"]);
    if (titles[index] !== "" && titles.indexOf(titles[index]!) < index)
      reader.mistake(map, `Two steps have the title "${titles[index]}".`);
    const found = sections.findIndex(({ title }, place) => place >= behind && title === titles[index]);
    const section = sections[found];
    if (section) {
      for (const { title, line } of sections.slice(behind, found)) {
        const why = titles.includes(title) ? "stands out of the order of the steps" : "is no step of the front matter";
        mistakes.push({ line, message: `The heading "${title}" ${why}.` });
      }
      behind = found + 1;
      if (section.text === "")
        mistakes.push({ line: section.line, message: `The step "${section.title}" has no text.` });
    } else if (titles[index] !== "") {
      reader.mistake(map, `The text has no heading "## ${titles[index]}" in the order of the steps.`);
    }
    const digest = reader.map(map, "digest");
    if (digest) reader.knows(digest, ["password"]);
    return {
      title: titles[index]!,
      at: reader.text(map, "at") ?? "",
      header: reader.text(map, "header", false),
      text: section?.text ?? "",
      digest: digest && { password: reader.text(digest, "password", false) },
      whatIf: whatIfOf(reader, map),
      line: reader.lineOf(map.get("at", true) ?? map),
      textLine: section?.line ?? 0,
    };
  });
  return { steps, closing: sections.slice(behind).map(({ title, text }) => ({ title, text })) };
}

function whatIfOf(reader: FrontMatterReader, step: YAMLMap): LessonWhatIf | undefined {
  const map = reader.map(step, "whatif");
  if (!map) return undefined;
  reader.knows(map, ["expires", "refresh", "nat", "keepalive", "every", "calls"]);
  const calls = reader.list(map, "calls", false).flatMap((node) => {
    if (isScalar(node) && typeof node.value === "number" && node.value >= 0) return node.value;
    reader.mistake(node, `Each of "calls" is a number of seconds.`);
    return [];
  });
  return {
    expiresSeconds: reader.number(map, "expires", 1, 86_400),
    refreshShare: reader.number(map, "refresh", 0.05, 2),
    natTimeoutSeconds: reader.number(map, "nat", 1, 86_400),
    keepAlive: reader.oneOf(map, "keepalive", KEEP_ALIVE_KINDS, false),
    keepAliveSeconds: reader.number(map, "every", 1, 86_400),
    callSeconds: calls,
  };
}
