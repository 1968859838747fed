/** The time column: as a clock shows it, since the start, or since the row before. */
import type { TimeMode } from "../../src/view/ladder.js";

/** `local`, or a name of the time zone database. */
export type Zone = string;

const FORMATS = new Map<Zone, Intl.DateTimeFormat>();

/** Making a format costs more than a hundred times using it. @throws {RangeError} for a zone that is none. */
function formatOf(zone: Zone): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeStyle: "medium",
    ...(zone === "local" ? {} : { timeZone: zone }),
  });
  FORMATS.set(zone, made);
  return made;
}

export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** `09:58:02.113` */
export function formatClock(atMicros: number, zone: Zone): string {
  const date = new Date(Math.floor(atMicros / 1000));
  if (Number.isNaN(date.getTime())) return "";
  return `${formatOf(zone).format(date)}.${String(date.getUTCMilliseconds()).padStart(3, "0")}`;
}

/** `20 Nov 2026` in the zone: the date stands once in the head, not in each row. */
export function formatDate(atMicros: number, zone: Zone): string {
  const date = new Date(Math.floor(atMicros / 1000));
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    ...(zone === "local" ? {} : { timeZone: zone }),
  }).format(date);
}

/** `+0.018`; more decimals below a millisecond, fewer above a hundred seconds. */
export function formatOffset(micros: number): string {
  const sign = micros < 0 ? "−" : "+";
  const size = Math.abs(micros);
  if (size > 0 && size < 1000) return `${sign}${(size / 1e6).toFixed(6)}`;
  const seconds = size / 1e6;
  if (seconds < 100) return `${sign}${seconds.toFixed(3)}`;
  if (seconds < 3600) return `${sign}${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${sign}${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** What the column says at a row. In delta mode a row without one before it shows the clock, so that one knows where one is. */
export function timeText(
  atMicros: number | null,
  before: number | null,
  start: number | null,
  mode: TimeMode,
  zone: Zone,
): string {
  if (atMicros === null) return "";
  if (mode === "relative" && start !== null) return formatOffset(atMicros - start);
  if (mode === "delta" && before !== null) return formatOffset(atMicros - before);
  return formatClock(atMicros, zone);
}
