/** Where the lanes stand: spread over the width that there is, never closer than a label needs. */

/** Pixels of the time column, which stays in view. */
export const TIME_WIDTH = 118;
/** Pixels beside the outer lanes: half a lane head. */
const MARGIN = 80;
/** Pixels at the right edge for the badges of findings. */
export const BADGE_WIDTH = 44;
/** Pixels between lanes below which their heads would run into each other. */
const LEAST_GAP = 130;
const WIDEST_HEAD = 170;
/** Two lanes on a wide screen need not be further apart than the eye follows. */
const WIDEST_GAP = 560;

export interface LanePositions {
  /** Pixels of the whole drawing, time column and badges included; may exceed what is available. */
  readonly width: number;
  /** Centre of each lane, from the left edge of the drawing. */
  readonly lanes: readonly number[];
  /** Pixels of a lane head. */
  readonly headWidth: number;
}

/** The part of the drawing between time column and badges that is in view, in pixels from its left edge. */
export interface InView {
  readonly left: number;
  readonly right: number;
}

export function placeLanes(count: number, availableWidth: number): LanePositions {
  const least = TIME_WIDTH + MARGIN * 2 + BADGE_WIDTH + Math.max(count - 1, 0) * LEAST_GAP;
  const width = Math.max(availableWidth, least);
  const room = width - TIME_WIDTH - BADGE_WIDTH - MARGIN * 2;
  if (count <= 1) return { width, lanes: count === 1 ? [TIME_WIDTH + MARGIN + room / 2] : [], headWidth: WIDEST_HEAD };
  const gap = Math.min(room / (count - 1), WIDEST_GAP);
  const left = TIME_WIDTH + MARGIN + (room - gap * (count - 1)) / 2;
  const lanes = Array.from({ length: count }, (_, lane) => Math.round(left + lane * gap));
  return { width, lanes, headWidth: Math.min(gap - 8, WIDEST_HEAD) };
}

/**
 * Left edge and width of a label over an arrow: centred on the part of it that is in view, wider than it where there is
 * room. Undefined when nothing of the arrow is in view.
 */
export function placeLabel(from: number, to: number, inView: InView): { left: number; width: number } | undefined {
  const left = Math.max(Math.min(from, to), inView.left);
  const right = Math.min(Math.max(from, to), inView.right);
  if (right <= left) return undefined;
  const middle = (left + right) / 2;
  const room = Math.min(middle - inView.left, inView.right - middle) * 2;
  const width = Math.max(right - left - 12, Math.min(room, 420), 80);
  return { left: middle - width / 2, width };
}
