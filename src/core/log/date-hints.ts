/** What the head of a log tells of all of its dates: day and year, by Date headers, and whether months come first. */
import { monthOf, MONTHS } from "./month-names.js";
import { dayNumber } from "./printed-time.js";

export interface DateHints {
  /** The day on which a log without dates begins: that of a Date header whose clock agrees with the log's. */
  readonly firstDay: SentDay | undefined;
  /** Days since the epoch of a Date header whose day and month the log prints without a year. */
  readonly sentDay: number | undefined;
  /** Of dates such as 05/06/2026; undefined when nothing tells. */
  readonly order: DateOrder | undefined;
}

/** Days since the epoch, and what the Date header says, in microseconds since the epoch. */
export interface SentDay {
  readonly day: number;
  readonly atMicros: number;
}

export interface DateOrder {
  readonly isMonthFirst: boolean;
  /** Another date of the log has a number that is no month, so there is no other way to read them. */
  readonly isProved: boolean;
}

/** RFC 3261 §20.17: always in GMT, so that the log's own date may be the day before or after. */
const DATE_HEADER = new RegExp(
  String.raw`\bDate: {0,3}[A-Z][a-z]{2}, (\d\d) (${MONTHS}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT`,
  "g",
);
/** A time that the log prints, rather than a message. */
const CLOCK = /(?<![\d:.])([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?![\d:]| GMT)/g;
/** How far before its Date header a message is announced. */
const BEFORE_CHARACTERS = 4096;
/** Zones are quarters of an hour apart. */
const ZONE_STEP_SECONDS = 900;
/** Clocks set by NTP, and a message that was on its way, differ by less. */
const AGREES_SECONDS = 60;
const DAY_SECONDS = 86_400;
const WHOLE_DATE = /(?<!\d)(\d{4})-(\d\d)-(\d\d)[ T]\d\d:\d\d:\d\d/g;
const WITHOUT_YEAR = new RegExp(String.raw`\b(${MONTHS}) {1,2}(\d{1,2}) \d\d:\d\d:\d\d(?!\S{0,12} {1,3}\d{4}\b)`, "g");
const NUMBERS = /(?<![\d/-])(\d{1,2})([-/])(\d{1,2})\2(\d{4})[ T:,]{1,2}\d{1,2}:\d\d:\d\d/g;

/** Clocks that were never set begin before SIP does. */
const FIRST_YEAR = 2000;

export function readDateHints(head: string): DateHints {
  const sent = new Set<number>();
  for (const [, day, month, year] of head.matchAll(DATE_HEADER)) {
    if (Number(year) >= FIRST_YEAR) sent.add(dayNumber(Number(year), monthOf(month!), Number(day)));
  }
  const days = [...sent];
  const whole = Array.from(head.matchAll(WHOLE_DATE), ([, year, month, day]) => dayNumber(+year!, +month!, +day!));
  return {
    firstDay: days.length > 0 ? firstDayOf(head) : undefined,
    sentDay: days.length > 0 ? daySentOf(head, days) : undefined,
    order: orderOf(head, [...days, ...whole]),
  };
}

/** The day of the log's first time, told from a Date header that shows the time which the log prints, but for its zone. */
function firstDayOf(head: string): SentDay | undefined {
  const first = clocksIn(head.slice(0, BEFORE_CHARACTERS))[0];
  for (const match of head.matchAll(DATE_HEADER)) {
    const [, day, month, year, ...clock] = match;
    const printed = clocksIn(head.slice(Math.max(0, match.index - BEFORE_CHARACTERS), match.index)).at(-1);
    if (first === undefined || printed === undefined || Number(year) < FIRST_YEAR) continue;
    const sent = dayNumber(Number(year), monthOf(month!), Number(day)) * DAY_SECONDS + secondsOf(clock);
    const apart = Math.abs(sent - printed) % ZONE_STEP_SECONDS;
    if (Math.min(apart, ZONE_STEP_SECONDS - apart) > AGREES_SECONDS) continue;
    const printedDay = Math.round((sent - printed) / DAY_SECONDS);
    const isAfterMidnight = first - printed > DAY_SECONDS / 2;
    return { day: isAfterMidnight ? printedDay - 1 : printedDay, atMicros: sent * 1_000_000 };
  }
  return undefined;
}

/** Times of day in a text, in seconds. */
function clocksIn(text: string): number[] {
  return Array.from(text.matchAll(CLOCK), ([, ...clock]) => secondsOf(clock));
}

function secondsOf([hours, minutes, seconds]: readonly (string | undefined)[]): number {
  return (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
}

function daySentOf(head: string, sent: readonly number[]): number | undefined {
  const printed = new Set<string>();
  for (const [, month, day] of head.matchAll(WITHOUT_YEAR)) printed.add(`${monthOf(month!)} ${day}`);
  const dates = [...printed].map((date) => date.split(" ").map(Number) as [number, number]);
  return sent.find((day) => dates.some(([month, ofMonth]) => Math.abs(nearestDay(month, ofMonth, day) - day) <= 1));
}

/** The day of this month and day that is nearest to another one; all are days since the epoch. */
export function nearestDay(month: number, dayOfMonth: number, day: number): number {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  const days = [year - 1, year, year + 1].map((each) => dayNumber(each, month, dayOfMonth));
  return days.reduce((best, each) => (Math.abs(each - day) < Math.abs(best - day) ? each : best));
}

function orderOf(head: string, sent: readonly number[]): DateOrder | undefined {
  const dayFirst: number[] = [];
  const monthFirst: number[] = [];
  let isDecided: boolean | undefined;
  for (const [, first, , second, year] of head.matchAll(NUMBERS)) {
    const [a, b] = [Number(first), Number(second)];
    if (a === 0 || b === 0 || Math.max(a, b) > 31 || Math.min(a, b) > 12) continue;
    // A number above twelve is no month; where both orders are proved, the log mixes them and each date is for itself.
    if (Math.max(a, b) > 12) {
      if (isDecided !== undefined && isDecided !== b > 12) return undefined;
      isDecided = b > 12;
    } else {
      dayFirst.push(dayNumber(Number(year), b, a));
      monthFirst.push(dayNumber(Number(year), a, b));
    }
  }
  if (isDecided !== undefined) return { isMonthFirst: isDecided, isProved: true };
  const isMonthFirst =
    oneOf(nearAny(monthFirst, sent), nearAny(dayFirst, sent)) ??
    oneOf(rises(monthFirst), rises(dayFirst)) ??
    oneOf(lengthOf(monthFirst) < lengthOf(dayFirst), lengthOf(dayFirst) < lengthOf(monthFirst));
  return isMonthFirst === undefined ? undefined : { isMonthFirst, isProved: false };
}

/** Undefined unless just one of the two is true. */
function oneOf(isFirst: boolean, isOther: boolean): boolean | undefined {
  return isFirst === isOther ? undefined : isFirst;
}

function nearAny(days: readonly number[], sent: readonly number[]): boolean {
  return days.some((day) => sent.some((each) => Math.abs(each - day) <= 1));
}

function rises(days: readonly number[]): boolean {
  return days.every((day, index) => index === 0 || day >= days[index - 1]!);
}

/** Days from the first to the last: next to each other, two lines are a day apart and not a month. */
function lengthOf(days: readonly number[]): number {
  return days.length === 0 ? 0 : days.at(-1)! - days[0]!;
}
