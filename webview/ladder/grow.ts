/** Lets an arrow grow from its sender to its receiver, for those who follow a ladder step by step. */
import type { PageRow } from "../../src/view/ladder.js";
import type { LanePositions } from "./lane-positions.js";

const GROW_MILLIS = 450;

/** Whom moving pictures disturb says so to the system, or to VS Code. */
function isStill(): boolean {
  return (
    matchMedia("(prefers-reduced-motion: reduce)").matches || document.body.classList.contains("vscode-reduce-motion")
  );
}

/** @param number names the row */
export function growArrow(scroller: Element, number: number, row: PageRow | undefined, { lanes }: LanePositions): void {
  const arrow = scroller.querySelector<SVGElement>(`#row-${number} > .arrow`);
  if (!arrow || isStill() || (row?.kind !== "message" && row?.kind !== "signal")) return;
  const [from, to] = [lanes[row.from] ?? 0, lanes[row.to] ?? 0];
  const width = arrow.clientWidth;
  const hidden = from <= to ? `0 ${width - from}px 0 0` : `0 0 0 ${from}px`;
  arrow.animate([{ clipPath: `inset(${hidden})` }, { clipPath: "inset(0)" }], {
    duration: GROW_MILLIS,
    easing: "ease-out",
  });
}
