/** `sip-trace lesson`: holds lessons against their captures, or writes one as a page that needs nothing else. */
import { closeSync, existsSync, mkdirSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  analyse,
  type Analysis,
  checkLesson,
  exportLesson,
  finish,
  type Lesson,
  type LessonMistake,
  LONGEST_LESSON,
  lessonSlides,
  parseLesson,
  unusableFiles,
} from "../core/index.js";
import { describeOpenError } from "../worker/file-source.js";
import { openInputs, readKeyLogs } from "./inputs.js";
import { type Options, UsageError } from "./options.js";
import { cannotWrite, openOutput, openOutputFile } from "./output.js";
import { loadPainter } from "./paint-png.js";

interface OpenLesson {
  readonly text: string;
  readonly lesson: Lesson;
  readonly analysis: Analysis;
}

/**
 * Prints what is wrong, `FILE:LINE: sentence`, one a line.
 * @returns how many mistakes there are.
 */
export function checkLessons(names: readonly string[], print: (line: string) => void): number {
  let count = 0;
  const taken = new Map<string, string>();
  for (const name of names) {
    for (const { line, message } of mistakesOf(name, taken)) {
      count++;
      print(`${name}:${line}: ${message}`);
    }
  }
  const files = `${names.length} ${names.length === 1 ? "lesson" : "lessons"}`;
  print(count === 0 ? `${files}: no mistake.` : `${files}: ${count} ${count === 1 ? "mistake" : "mistakes"}.`);
  return count;
}

/** @param taken files by the names of their lessons; that of this one is added. */
function mistakesOf(name: string, taken: Map<string, string>): readonly LessonMistake[] {
  const text = readText(name);
  const { lesson, mistakes } = parseLesson(text);
  if (!lesson && mistakes.length === 0) return [{ line: 1, message: NO_LESSON }];
  if (!lesson || mistakes.length > 0) return mistakes;
  const other = taken.get(lesson.id);
  taken.set(lesson.id, other ?? name);
  if (other !== undefined) return [{ line: lesson.idLine, message: `"${lesson.id}" is the name of ${other} already.` }];
  const missing = missingFiles(name, lesson);
  if (missing.length > 0) return missing;
  const hasFile = (relative: string) => existsSync(beside(name, relative));
  try {
    return checkLesson(text, lesson, analyseCaptures(name, lesson), { hasFile });
  } catch (error) {
    // A capture that is none; the other lessons are looked at all the same.
    if (!(error instanceof UsageError)) throw error;
    return [{ line: lesson.captures[0]?.line ?? 1, message: error.message }];
  }
}

const NO_LESSON = 'This is no lesson: it does not begin with front matter that has the key "lesson".';

function missingFiles(name: string, { captures }: Lesson): LessonMistake[] {
  return captures.flatMap(({ file, keylog, line }) =>
    [file, keylog ?? file].flatMap((each, index) =>
      existsSync(beside(name, each)) || (index === 1 && each === file)
        ? []
        : { line, message: `There is no file ${each}.` },
    ),
  );
}

/**
 * Writes the lesson as one page of HTML, and with `--slides` the ladder of every step as SVG and Mermaid, as PNG too where that
 * format is asked for.
 * @throws UsageError for a lesson with mistakes in its form, and for what cannot be read or written.
 */
export async function writeLesson({ files, keylogs, out, slides, format }: Options): Promise<void> {
  const [name = ""] = files;
  const { lesson, analysis } = openLesson(name);
  const paint = format === "png" ? await loadPainter() : undefined;
  const read = [name, ...keylogs, ...lesson.captures.map(({ file }) => beside(name, file))];
  if (slides === undefined || out !== undefined) {
    const output = openOutput(out, read);
    output.print(exportLesson(lesson, analysis));
    output.close();
  }
  if (slides === undefined) return;
  makeFolder(slides);
  const write = (slide: string, octets: Uint8Array) => {
    const file = openOutputFile(join(slides, slide), read);
    file.write(octets);
    file.close();
  };
  for (const { name: slide, content } of lessonSlides(lesson, analysis)) {
    write(slide, new TextEncoder().encode(content));
    if (paint && slide.endsWith(".svg")) write(slide.replace(/svg$/, "png"), await paint(content));
  }
}

function openLesson(name: string): OpenLesson {
  const text = readText(name);
  const { lesson, mistakes } = parseLesson(text);
  const [first] = [...mistakes, ...(lesson ? missingFiles(name, lesson) : [])];
  if (first) throw new UsageError(`${name}:${first.line}: ${first.message}`);
  if (!lesson) throw new UsageError(`${name}: ${NO_LESSON}`);
  return { text, lesson, analysis: analyseCaptures(name, lesson) };
}

function analyseCaptures(name: string, { captures }: Lesson): Analysis {
  const { inputs, failures } = openInputs(captures.map(({ file }) => beside(name, file)));
  const keys = readKeyLogs(captures.flatMap(({ keylog }) => (keylog === undefined ? [] : beside(name, keylog))));
  const [failure] = [...failures, ...keys.failures];
  if (failure !== undefined) throw new UsageError(failure);
  const analysis = finish(
    analyse(
      inputs.map(({ source }) => source),
      { keyLogs: keys.keyLogs },
    ),
  );
  const [unusable] = unusableFiles(analysis);
  if (unusable !== undefined) throw new UsageError(unusable);
  return analysis;
}

function beside(name: string, relative: string): string {
  return join(dirname(name), relative);
}

function readText(name: string): string {
  try {
    // More than it may have tells that it is too long; no character of UTF-16 has more than three octets in UTF-8.
    const octets = new Uint8Array(3 * LONGEST_LESSON + 3);
    const file = openSync(name, "r");
    const read = readSync(file, octets);
    closeSync(file);
    return new TextDecoder().decode(octets.subarray(0, read));
  } catch (error) {
    throw new UsageError(describeOpenError(name, error), { cause: error });
  }
}

function makeFolder(name: string): void {
  try {
    mkdirSync(name, { recursive: true });
  } catch (error) {
    throw cannotWrite(name, error);
  }
}
