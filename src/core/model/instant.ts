/**
 * Instants are microseconds since the Unix epoch, as a number (exact to a quarter of a microsecond in this century).
 * `NaN` is the instant of a message whose log prints no time.
 */

const MICROS_PER_SECOND = 1_000_000;

/** 2000-01-01: SIP is younger than its first RFC of 1999. */
const FIRST_DATE_MICROS = 946_684_800_000_000;

/** Whether an instant is a date; a log may count from the start of its device instead, and the clock of a capture may not be set. */
export function isDate(micros: number): boolean {
  return micros >= FIRST_DATE_MICROS;
}

/** ISO 8601 with six decimals, in UTC: `2026-11-20T10:00:00.123456Z`; null for an instant without time or out of range. */
export function toIso(micros: number): string | null {
  const wholeSeconds = Math.floor(micros / MICROS_PER_SECOND);
  const date = new Date(wholeSeconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const fraction = Math.floor(micros - wholeSeconds * MICROS_PER_SECOND);
  return `${date.toISOString().slice(0, -5)}.${String(fraction).padStart(6, "0")}Z`;
}

/** A length of time as a person says it: `12 ms`, `4.2 s`, `7 min 12 s`, `2 h 5 min`. Negative lengths keep their sign. */
export function formatDuration(micros: number): string {
  if (Number.isNaN(micros)) return "unknown time";
  if (micros < 0) return `-${formatDuration(-micros)}`;
  if (micros < 999.5) return `${Math.round(micros)} µs`;
  if (micros < 999_500) return `${Math.round(micros / 1000)} ms`;
  const seconds = micros / MICROS_PER_SECOND;
  if (seconds < 59.95) return `${trimZero(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return joinUnits(Math.floor(whole / 60), "min", whole % 60, "s");
  if (whole < 86_400) return joinUnits(Math.floor(whole / 3600), "h", Math.floor((whole % 3600) / 60), "min");
  return joinUnits(Math.floor(whole / 86_400), "d", Math.floor((whole % 86_400) / 3600), "h");
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function trimZero(text: string): string {
  return text.endsWith(".0") ? text.slice(0, -2) : text;
}

export function seconds(count: number): number {
  return count * MICROS_PER_SECOND;
}
