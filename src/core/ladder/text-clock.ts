/** Times of a ladder that is drawn to be kept: in UTC unless a zone is chosen, since nobody knows where it is read. */
import { formatDuration, toIso } from "../model/instant.js";
import type { TimeColumn } from "../../view/ladder.js";

const MICROS_PER_SECOND = 1_000_000;

export const UTC: TimeColumn = { mode: "delta", zone: "UTC" };

/** Says the time of each row in turn. */
export class TextClock {
  readonly #column: TimeColumn;
  readonly #format: Intl.DateTimeFormat;
  #first: number | null = null;
  #before: number | null = null;

  /** @throws {RangeError} for a zone that is none. */
  constructor(column: TimeColumn) {
    this.#column = column;
    this.#format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: column.zone,
      dateStyle: "short",
      timeStyle: "medium",
    });
  }

  /** "" for a row without time. In delta mode the first row, and each after a silence, has the time of day. */
  words(atMicros: number | null): string {
    if (atMicros === null) return "";
    this.#first ??= atMicros;
    const before = this.#before;
    this.#before = atMicros;
    if (this.#column.mode === "relative") return formatSince(atMicros - this.#first);
    if (this.#column.mode === "delta" && before !== null) return formatSince(atMicros - before);
    return this.#zoned(atMicros).slice(11);
  }

  /** A silence or a fold: the row before is no measure for the next. */
  pause(): void {
    this.#before = null;
  }

  /** `2026-11-20, UTC`; "" for an instant out of range. */
  heading(atMicros: number | null): string {
    const date = atMicros === null ? "" : this.#zoned(atMicros).slice(0, 10);
    return date === "" ? "" : `${date}, ${this.#column.zone}`;
  }

  /** `2026-11-20 09:58:02.113000` */
  #zoned(micros: number): string {
    const iso = toIso(micros);
    if (iso === null) return "";
    if (this.#column.zone === "UTC") return `${iso.slice(0, 10)} ${iso.slice(11, 26)}`;
    const wholeSeconds = Math.floor(micros / MICROS_PER_SECOND);
    return `${this.#format.format(wholeSeconds * 1000)}${iso.slice(19, 26)}`;
  }
}

/** `+0.021000`, from a hundred seconds on in words: `+7 min 12 s`. */
function formatSince(micros: number): string {
  const size = Math.abs(micros);
  const sign = micros < 0 ? "-" : "+";
  return size < 100_000_000 ? `${sign}${(size / MICROS_PER_SECOND).toFixed(6)}` : `${sign}${formatDuration(size)}`;
}
