/** Slides of a lesson: the ladder of every step, as a picture and as text to paste. */
import type { Analysis } from "../../analysis.js";
import { drawLadderMermaid } from "../../ladder/draw-mermaid.js";
import { drawLadderSvg } from "../../ladder/draw-svg.js";
import type { Lesson } from "./lesson.js";
import { stepLadders } from "./lesson-ladder.js";

export interface Slide {
  /** `wrong-password-02.svg` */
  readonly name: string;
  readonly content: string;
}

export function lessonSlides(lesson: Lesson, analysis: Analysis): Slide[] {
  return stepLadders(lesson, analysis).flatMap(({ grown, whole, current }, index) => {
    const view = { ...grown, title: lesson.steps[index]?.title ?? grown.title };
    const name = `${lesson.id}-${String(index + 1).padStart(2, "0")}`;
    return [
      { name: `${name}.svg`, content: drawLadderSvg(view, { partOf: whole, current }) },
      { name: `${name}.mmd`, content: drawLadderMermaid(view) },
    ];
  });
}
