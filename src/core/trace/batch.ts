/** How the building of a trace is cut into steps. */

/** Rows between two steps: some milliseconds of work, so that whoever drives it can show progress and stop. */
export const BATCH_ROWS = 1 << 14;
