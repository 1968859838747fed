/** A ladder as it stands at a step: its rows and life lines as far as that, in every form. */
import { expect, it } from "vitest";
import { drawLadderMermaid, drawLadderSvg, drawLadderText, layOutLadder } from "../../src/core/index.js";
import { ladderUntil } from "../../src/core/teach/slides.js";
import { CONTACT, healthyRegistration, REGISTER, sent } from "../trace/trace-of.js";
import { analysed } from "./words-of.js";

const view = layOutLadder(
  analysed(healthyRegistration() + sent({ at: 40, line: REGISTER, cseq: "3 REGISTER", headers: [CONTACT] })),
  "r0",
);

it("grows by one row a step; a silence comes with the step after it", () => {
  const kinds = [1, 2, 3, 4, 5].map((step) =>
    ladderUntil(view, step)
      .rows.map(({ kind }) => kind[0])
      .join(""),
  );
  expect(kinds).toEqual(["m", "mm", "mmm", "mmmm", "mmmmgm"]);
  expect(ladderUntil(view, 9)).toBe(view);
});

it("has life lines as far as they have come", () => {
  const lines = (step: number) => ladderUntil(view, step).lifeLines.map(({ kind, to }) => [kind, to.row]);
  expect(lines(3)).toEqual([]);
  expect(lines(4)).toEqual([["alive", 3]]);
});

it("is drawn in every form", () => {
  const slide = ladderUntil(view, 2);
  for (const drawing of [drawLadderSvg(slide), drawLadderMermaid(slide), drawLadderText(slide)]) {
    expect(drawing).toContain("401 Unauthorized");
    expect(drawing).not.toContain("200 OK");
  }
});
