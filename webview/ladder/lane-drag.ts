/** Drags the head of a lane to another place. */

/** Pixels below which a press is no drag. */
const LEAST_MOVE = 6;

export interface DragEvents {
  /** Centres of the lanes, in pixels of the heads' element. */
  positions(): readonly number[];
  dropped(from: number, to: number): void;
}

/** Heads say in `data-lane` which lane they are. */
export function letHeadsBeDragged(scroller: HTMLElement, events: DragEvents): void {
  scroller.addEventListener("pointerdown", (down) => {
    const head = (down.target as Element).closest<HTMLElement>(".lane-head[data-lane]");
    if (!head || down.button !== 0) return;
    const lane = Number(head.dataset["lane"]);
    const start = events.positions()[lane] ?? 0;
    let at = start;
    const move = (event: PointerEvent) => {
      const by = event.clientX - down.clientX;
      if (!head.classList.contains("is-dragged") && Math.abs(by) < LEAST_MOVE) return;
      head.classList.add("is-dragged");
      at = start + by;
      head.style.left = `${at}px`;
    };
    const end = (event: PointerEvent) => {
      head.removeEventListener("pointermove", move);
      head.removeEventListener("pointerup", end);
      head.removeEventListener("pointercancel", end);
      if (!head.classList.contains("is-dragged")) return;
      head.classList.remove("is-dragged");
      head.style.left = `${start}px`;
      const target = nearest(events.positions(), at);
      if (event.type === "pointerup" && target !== lane) events.dropped(lane, target);
    };
    head.setPointerCapture(down.pointerId);
    head.addEventListener("pointermove", move);
    head.addEventListener("pointerup", end);
    head.addEventListener("pointercancel", end);
  });
}

function nearest(positions: readonly number[], at: number): number {
  let best = 0;
  for (const [lane, position] of positions.entries()) {
    if (Math.abs(position - at) < Math.abs(positions[best]! - at)) best = lane;
  }
  return best;
}
