/** The clock of a log: turns printed times into instants; a missing date or year is completed from what the log showed before. */
import { type DateHints, nearestDay } from "./date-hints.js";
import { dayNumber, MICROS_PER_DAY, type PrintedTime } from "./printed-time.js";
import { type DayFrom, TakenTimes } from "./taken-times.js";

const NO_HINTS: DateHints = { firstDay: undefined, sentDay: undefined, order: undefined };

/**
 * Completes printed times in the order of the log. A time without a zone is the logging machine's local time, which
 * the log does not name; it is shown as if it were UTC. A time without a date takes the last date seen, or that of a Date
 * header, or the reference's, and a day more each time the time of day drops by over twelve hours. A date without a year takes the
 * reference's year, or the year before when that would lie in the future, unless Date headers of the messages tell it.
 */
export class LogClock {
  readonly #referenceMicros: number;
  #day: number;
  #lastOfDay = NaN;
  /** Midnights counted by a drop of the time of day; lines of two writers may cross back over one. */
  #midnights = 0;
  readonly #taken = new TakenTimes();
  /** Where the day comes from. */
  #dayFrom: DayFrom = "reference";

  readonly #hints: DateHints;
  /** The last day of a log whose Date headers tell the year. */
  #yearDay: number | undefined;

  /** @param hints what the log tells of all of its dates. */
  constructor(referenceMicros: number, hints: DateHints = NO_HINTS) {
    this.#hints = hints;
    this.#yearDay = hints.sentDay;
    this.#referenceMicros = Number.isFinite(referenceMicros) ? referenceMicros : 0;
    this.#day = Math.floor(this.#referenceMicros / MICROS_PER_DAY);
    const sent = hints.firstDay;
    // A log is not written before its messages are sent: such a clock is not set.
    if (sent && !(this.#referenceMicros > 0 && sent.atMicros - this.#referenceMicros > MICROS_PER_DAY)) {
      this.#day = sent.day;
      this.#dayFrom = "sent";
    }
  }

  /** What the instants hold that the log did not print, in sentences. */
  get inferred(): readonly string[] {
    return this.#taken.sentences();
  }

  /** Takes the date of a line that is not about a message, such as a banner. */
  sawDate(time: PrintedTime): void {
    if (time.day === undefined) return;
    this.#day = this.#dayOf(time);
    this.#dayFrom = "log";
  }

  resolve(time: PrintedTime): number {
    this.#taken.time(time);
    const turned = time.microsOfDay - this.#lastOfDay;
    if (time.day !== undefined) {
      this.#day = this.#dayOf(time);
      this.#midnights = 0;
      this.#dayFrom = "log";
    } else if (turned < -MICROS_PER_DAY / 2) {
      this.#day++;
      this.#midnights++;
      this.#taken.midnight();
    } else if (turned > MICROS_PER_DAY / 2 && this.#midnights > 0) {
      this.#day--;
      this.#midnights--;
    }
    this.#lastOfDay = time.microsOfDay;
    if (time.day === undefined) this.#taken.date(this.#day, this.#dayFrom);
    return this.#day * MICROS_PER_DAY + time.microsOfDay - (time.zoneMinutes ?? 0) * 60_000_000;
  }

  #dayOf(time: PrintedTime): number {
    if (time.monthFirstDay !== undefined) return this.#dayOfNumbers(time.day, time.monthFirstDay);
    if (time.month === undefined || time.dayOfMonth === undefined) return time.day ?? this.#day;
    if (this.#yearDay !== undefined) {
      this.#yearDay = nearestDay(time.month, time.dayOfMonth, this.#yearDay);
      this.#taken.year(new Date(this.#yearDay * 86_400_000).getUTCFullYear(), true);
      return this.#yearDay;
    }
    const year = new Date(this.#referenceMicros / 1000).getUTCFullYear();
    const day = dayNumber(year, time.month, time.dayOfMonth);
    const isAhead = day * MICROS_PER_DAY + time.microsOfDay - this.#referenceMicros > MICROS_PER_DAY;
    this.#taken.year(isAhead ? year - 1 : year, false);
    return isAhead ? dayNumber(year - 1, time.month, time.dayOfMonth) : day;
  }

  #dayOfNumbers(dayFirst: number | undefined, monthFirst: number): number {
    const { order } = this.#hints;
    this.#taken.order(order);
    return order?.isMonthFirst ? monthFirst : (dayFirst ?? this.#day);
  }
}
