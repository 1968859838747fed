/** What every time line of the simulation has: its rows, and the instants of its scale. */

export const TIME_LINE_ROWS = ["Binding", "Pinhole", "REGISTER", "Keep-alive", "Calls"];

/** More ticks run into one another: a bar says "all the time" better. */
export const MOST_TICKS = 150;

/** Round steps, in seconds. */
const STEPS = [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600];
const MOST_STEPS = 8;

/** Seconds from the beginning, which is the first. */
export function scaleOf(lengthSeconds: number): number[] {
  const step = STEPS.find((each) => lengthSeconds / each <= MOST_STEPS) ?? lengthSeconds / MOST_STEPS;
  return Array.from({ length: Math.ceil(lengthSeconds / step) }, (_, index) => index * step);
}
