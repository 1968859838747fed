/** Times of a ladder drawn as text: the clock in UTC, since nobody knows where the text is read. */
import { formatDuration, toIso } from "../model/instant.js";

/** `09:58:02.113000`; "" for an instant out of range. */
export function formatClock(micros: number): string {
  return toIso(micros)?.slice(11, 26) ?? "";
}

/** `+0.021000`, from a hundred seconds on in words: `+7 min 12 s`. */
export function formatSince(micros: number): string {
  const size = Math.abs(micros);
  const sign = micros < 0 ? "-" : "+";
  return size < 100_000_000 ? `${sign}${(size / 1e6).toFixed(6)}` : `${sign}${formatDuration(size)}`;
}
