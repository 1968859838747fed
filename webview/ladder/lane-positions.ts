/** Where the lanes stand: spread over the width that there is, never closer than a label needs. */

/** Pixels of the time column, which stays in view. */
export const TIME_WIDTH = 118;
/** Pixels beside the outer lanes: half a lane head. */
const MARGIN = 92;
/** Pixels at the right edge for the badges of findings. */
export const BADGE_WIDTH = 44;
/** Pixels between lanes below which labels would run into each other. */
const LEAST_GAP = 168;
/** Two lanes on a wide screen need not be further apart than the eye follows. */
const WIDEST_GAP = 560;

export interface LanePositions {
  /** Pixels of the whole drawing, time column and badges included; may exceed what is available. */
  readonly width: number;
  /** Centre of each lane, from the left edge of the drawing. */
  readonly lanes: readonly number[];
}

export function placeLanes(count: number, availableWidth: number): LanePositions {
  const least = TIME_WIDTH + MARGIN * 2 + BADGE_WIDTH + Math.max(count - 1, 0) * LEAST_GAP;
  const width = Math.max(availableWidth, least);
  const room = width - TIME_WIDTH - BADGE_WIDTH - MARGIN * 2;
  if (count <= 1) return { width, lanes: count === 1 ? [TIME_WIDTH + MARGIN + room / 2] : [] };
  const gap = Math.min(room / (count - 1), WIDEST_GAP);
  const left = TIME_WIDTH + MARGIN + (room - gap * (count - 1)) / 2;
  return { width, lanes: Array.from({ length: count }, (_, lane) => Math.round(left + lane * gap)) };
}

/** Left edge and width of a label over an arrow: centred on it, wider than it where the drawing has room. */
export function placeLabel(
  from: number,
  to: number,
  positions: LanePositions,
): { readonly left: number; readonly width: number } {
  const middle = (from + to) / 2;
  const span = Math.abs(to - from) - 12;
  const room = Math.min(middle - TIME_WIDTH, positions.width - BADGE_WIDTH - middle) * 2;
  const width = Math.max(span, Math.min(room, 420), 80);
  return { left: middle - width / 2, width };
}
