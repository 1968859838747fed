/** Where the lanes stand: spread over the width that there is, never closer than a label needs. */

/** Pixels of the time column, which stays in view. */
export const TIME_WIDTH = 118;
/** Pixels beside the outer lanes: half a lane head. */
const MARGIN = 80;
/** Pixels at the right edge for the badges of findings. */
export const BADGE_WIDTH = 44;
/** Pixels between lanes below which their heads would run into each other. */
const LEAST_GAP = 130;
/** Pixels of the widest head: that of the last lane ends with the drawing, or before. */
const WIDEST_HEAD = 2 * MARGIN + BADGE_WIDTH;
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

/** Pixels from the left edge of the drawing. */
export interface Span {
  readonly left: number;
  readonly right: number;
}

/** Pixels that a label takes where its arrow is shorter: its words would cover half the ladder. */
const WIDEST_LABEL = 520;

/**
 * Where a label over an arrow stands: in the middle of the part that is in view, moved aside where there is no room for it
 * there. Undefined when nothing of the arrow is in view.
 * @param width pixels that its words need
 * @param beside what it has to keep clear of.
 */
export function placeLabel(
  from: number,
  to: number,
  width: number,
  inView: InView,
  beside: readonly Span[] = [],
): Span | undefined {
  const arrow = { left: Math.min(from, to), right: Math.max(from, to) };
  let best: { readonly free: Span; readonly shared: Span } | undefined;
  for (const free of freeOf(inView, beside)) {
    const shared = { left: Math.max(arrow.left, free.left), right: Math.min(arrow.right, free.right) };
    if (widthOf(shared) > 0 && (!best || widthOf(shared) > widthOf(best.shared))) best = { free, shared };
  }
  if (!best) return undefined;
  const { free, shared } = best;
  const taken = Math.min(width, widthOf(free), Math.max(widthOf(arrow), WIDEST_LABEL));
  const middle = (shared.left + shared.right) / 2;
  const left = Math.min(Math.max(middle - taken / 2, free.left), free.right - taken);
  return { left, right: left + taken };
}

/** What lies between what has to be kept clear. */
function freeOf({ left, right }: InView, beside: readonly Span[]): Span[] {
  const free: Span[] = [];
  let start = left;
  for (const span of [...beside].sort((a, b) => a.left - b.left)) {
    free.push({ left: start, right: Math.min(span.left, right) });
    start = Math.max(start, span.right);
  }
  return [...free, { left: start, right }];
}

function widthOf({ left, right }: Span): number {
  return right - left;
}

/** Pixels to scroll sideways to an arrow of which neither end is in view. */
export function aside(
  row: { readonly from: number; readonly to: number },
  { lanes }: LanePositions,
  { left, right }: InView,
): number {
  const ends = [lanes[row.from] ?? left, lanes[row.to] ?? left];
  const isSeen = right <= left || ends.some((end) => end >= left && end <= right);
  return isSeen ? 0 : Math.min(...ends) - (left + right) / 2;
}
