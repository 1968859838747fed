/** Holds a lesson against its capture: what it points at is there, its findings are those of the analyser, its quotations are true. */
import type { Analysis } from "../../analysis.js";
import type { Finding } from "../../model/finding.js";
import { findPlace } from "./find-place.js";
import type { ClaimedFinding, Lesson, LessonMistake, LessonPlace } from "./lesson.js";
import { textMistakes } from "./check-text.js";

export interface LessonSurroundings {
  /** Whether there is a file of this path, relative to the lesson. */
  readonly hasFile: (relative: string) => boolean;
}

/** @param text the lesson's file, of which `lesson` was read. */
export function checkLesson(
  text: string,
  lesson: Lesson,
  analysis: Analysis,
  surroundings: LessonSurroundings,
): LessonMistake[] {
  return [
    ...lesson.steps.flatMap((step) => placeMistakes(analysis, step, step.line)),
    ...lesson.questions.flatMap(({ clicks, line }) => clicks.flatMap((click) => placeMistakes(analysis, click, line))),
    ...findingMistakes(lesson, analysis),
    ...textMistakes(text, lesson, analysis, surroundings.hasFile),
  ].sort((a, b) => a.line - b.line);
}

function placeMistakes({ trace }: Analysis, { at, header }: LessonPlace, line: number): LessonMistake[] {
  const place = findPlace(trace, at);
  if (typeof place === "string") return [{ line, message: place }];
  if (header === undefined) return [];
  if (place < 0) return [{ line, message: `${at} is no SIP message and has no header ${header}.` }];
  const isThere = trace.messages.sip(place).header(header) !== undefined;
  return isThere ? [] : [{ line, message: `${at} has no header ${header}.` }];
}

function findingMistakes({ findings: claims, captures }: Lesson, { findings }: Analysis): LessonMistake[] {
  const open = new Set(claims);
  const mistakes: LessonMistake[] = [];
  for (const finding of findings) {
    const claim = [...open].find((each) => isMet(each, finding));
    if (claim) open.delete(claim);
    else
      mistakes.push({
        line: captures[0]?.line ?? 1,
        message: `The capture yields a finding that "findings" does not claim: ${wordsOf(finding)}`,
      });
  }
  for (const claim of open) mistakes.push({ line: claim.line, message: whyNotMet(claim, findings) });
  return mistakes;
}

function isMet({ rule, severity, count, aor, says }: ClaimedFinding, finding: Finding): boolean {
  return (
    rule === finding.rule &&
    (severity ?? finding.severity) === finding.severity &&
    (count ?? finding.count) === finding.count &&
    (aor ?? finding.aor) === finding.aor &&
    finding.message.includes(says ?? "")
  );
}

function whyNotMet({ rule }: ClaimedFinding, findings: readonly Finding[]): string {
  const near = findings.find((finding) => finding.rule === rule);
  if (!near) return `The capture yields no finding ${rule}.`;
  return `The capture yields no such finding, but this: ${wordsOf(near)}`;
}

function wordsOf({ rule, severity, count, aor, message }: Finding): string {
  return `${rule}, ${severity}, count ${count}, ${aor ?? "no AoR"}: ${message}`;
}
