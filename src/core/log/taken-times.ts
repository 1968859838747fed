/** What the clock of a log took from elsewhere because the log does not print it, told in sentences. */
import { isDate, toIso } from "../model/instant.js";
import type { DateOrder } from "./date-hints.js";
import { MICROS_PER_DAY, type PrintedTime } from "./printed-time.js";

/** A date that a time without one takes: one that the log prints elsewhere, that of a Date header, or its file's. */
export type DayFrom = "log" | "sent" | "reference";

export class TakenTimes {
  #times = 0;
  #withoutZone = 0;
  #sinceStart = 0;
  #withoutDate = 0;
  #withYear = 0;
  /** Days since the epoch that the first time without a date was given, and where from. */
  #firstDay = NaN;
  #dayFrom: DayFrom = "reference";
  #midnights = 0;
  #firstYear = Infinity;
  #lastYear = -Infinity;
  #isYearSent = false;
  /** How a date that has two readings was read; null when there was none. */
  #order: DateOrder | undefined | null = null;

  time({ day, month, zoneMinutes, isSinceStart }: PrintedTime): void {
    this.#times++;
    if (day !== undefined && month === undefined) this.#withYear++;
    if (isSinceStart) this.#sinceStart++;
    else if (zoneMinutes === undefined) this.#withoutZone++;
  }

  /** A time of day was given this date. */
  date(day: number, from: DayFrom): void {
    if (this.#withoutDate++ > 0) return;
    this.#firstDay = day;
    this.#dayFrom = from;
  }

  /** A time of day fell, and a day was added. */
  midnight(): void {
    this.#midnights++;
  }

  /** A date such as 05/06/2026 was read by what the log tells of all its dates. */
  order(order: DateOrder | undefined): void {
    this.#order = order;
  }

  /** @param isSent whether Date headers tell it. */
  year(year: number, isSent: boolean): void {
    this.#isYearSent = isSent;
    this.#firstYear = Math.min(this.#firstYear, year);
    this.#lastYear = Math.max(this.#lastYear, year);
  }

  sentences(): string[] {
    return [this.#dates(), this.#years(), this.#orders(), this.#zones(), this.#starts()].filter(
      (sentence) => sentence !== "",
    );
  }

  #dates(): string {
    if (this.#withoutDate === 0) return "";
    const micros = this.#firstDay * MICROS_PER_DAY;
    const date = toIso(micros)?.slice(0, 10);
    const later = this.#midnights > 0 ? ", and a day is added where the time of day falls by more than 12 hours" : "";
    if (this.#dayFrom === "log")
      return `Times without a date take the one that the log prints elsewhere, first ${date}${later}.`;
    const source = this.#dayFrom === "sent" ? " from Date headers" : "";
    return isDate(micros)
      ? `The log prints no date: ${date} is taken${source}${later}.`
      : `The log prints no date${later}.`;
  }

  #years(): string {
    const [first, last] = [this.#firstYear, this.#lastYear];
    if (first > last) return "";
    const lack = this.#withYear > 0 ? "Some dates have no year" : "The log prints no year";
    const source = this.#isYearSent ? " from Date headers" : "";
    // Without any date to go by there is nothing that could be taken.
    if (last < 2000) return `${lack}.`;
    return `${lack}: ${first === last ? `${last} is` : `${first} and ${last} are`} taken${source}.`;
  }

  #orders(): string {
    if (this.#order === null) return "";
    if (this.#order === undefined) return "Days and months cannot be told apart: dates are read as day/month.";
    const { isMonthFirst, isProved } = this.#order;
    const evidence = isProved ? "as another date of the log shows" : "so that they follow each other in the log";
    return `Dates are read as ${isMonthFirst ? "month/day" : "day/month"}, ${evidence}.`;
  }

  #zones(): string {
    if (this.#withoutZone === 0) return "";
    return this.#withoutZone === this.#times
      ? "Times have no zone: they are taken as UTC."
      : "Some times have no zone: they are taken as UTC.";
  }

  #starts(): string {
    return this.#sinceStart > 0 ? "Times are counted from the start of the device." : "";
  }
}
