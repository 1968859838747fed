/** Times as logs print them: what a text says of a time, and what it leaves open. */
import { ANY_MONTH, monthOf, MONTHS } from "./month-names.js";

/** What a text says about a time. */
export interface PrintedTime {
  /** Days since the epoch; undefined when only the time of day is printed. */
  readonly day: number | undefined;
  /** The year was not printed: `day` is that of year 1970 and `month` and `dayOfMonth` say which. */
  readonly month?: number;
  readonly dayOfMonth?: number;
  /** Day and month may be meant the other way round: then this is the day. */
  readonly monthFirstDay?: number;
  readonly microsOfDay: number;
  /** Minutes east of UTC; undefined when no zone is printed. */
  readonly zoneMinutes: number | undefined;
  /** Counted from the start of the device: no date. */
  readonly isSinceStart?: true;
}

const ZONE = String.raw`(?:(?<z>[+-]\d\d)(?![\w:.])| ?(?<Z>(?:UTC|GMT)?[+-]\d\d:?\d\d(?!\d)|(?:Z|UTC|GMT)(?![A-Za-z\d])))?`;
/** AudioCodes writes milliseconds right-aligned: `10:00:00. 52:`. */
const CLOCK = String.raw`(?<h>\d\d):(?<m>\d\d):(?<s>\d\d)(?:[.,:](?<f>\d{1,9}|(?<=\.) {1,2}\d{1,2}(?= ?:)))?`;
/** Browsers write a narrow blank before AM and PM, Spanish ones a hard blank within: in octets, as the text is. */
const GAP = String.raw`(?: |\xa0|\xc2\xa0|\xe2\x80\xaf)?`;
/** Of twelve hours, which alone may be one digit; German Java writes words. */
const HALF_CLOCK = String.raw`(?<h>\d{1,2}):(?<m>\d\d):(?<s>\d\d)(?:[.,:](?<f>\d{1,9}))?${GAP}(?<p>[AaPp]\.?${GAP}[Mm](?![A-Za-z])\.?|VORM\.?|NACHM\.?)`;

/** By what they cost: most texts have a clock of twenty-four hours, and no year right before it. */
interface TimePatterns {
  readonly yearFirst: RegExp;
  readonly monthName: RegExp;
  readonly yearLast: readonly RegExp[];
  readonly others: readonly RegExp[];
}

const PATTERNS = timePatterns(CLOCK);
const HALF_PATTERNS = timePatterns(HALF_CLOCK);
const MAY_BE_HALF = /:\d\d(?:[.,:]\d{1,9})?[ \x80-\xff]{0,3}[AaPpVvNn]/;
const HAS_YEAR_LAST = /[-/. ]\d{4}[ T:,]{1,2}\d{1,2}:\d\d:/;

function timePatterns(clock: string): TimePatterns {
  return {
    yearFirst: new RegExp(String.raw`(?<Y>\d{4})[-/](?<M>\d\d)[-/](?<D>\d\d)(?:[T,]|[ \t,T]{1,3})${clock}${ZONE}`),
    monthName: new RegExp(
      String.raw`(?<N>${MONTHS})[a-z]{0,6} {1,2}(?<D>\d{1,2}),?(?: (?<Y>\d{4}),?)? ${clock}${ZONE}(?: (?<Y2>(?:19|20)\d\d)(?!\d))?`,
    ),
    yearLast: [
      // Of a month whose name is not English's, or not cut, the year is asked for: the name may be another word.
      new RegExp(String.raw`(?<![a-z\x80-\xff])(?<N>${ANY_MONTH}) (?<D>\d{1,2}), (?<Y>\d{4}),? ${clock}${ZONE}`, "i"),
      new RegExp(
        String.raw`(?<!\d)(?<D>\d{1,2})(?:(?<S>[-/.])|\.? )(?:de )?(?:(?<M>\d{1,2})|(?<N>${ANY_MONTH}))(?:[-/.]|,? (?:de )?)(?<Y>\d{4})[ T:,]{1,2}${clock}${ZONE}`,
        "i",
      ),
    ],
    others: [
      // AudioCodes: day and month before an `@`.
      new RegExp(String.raw`(?<!\d)(?<D>\d\d)-(?<M>\d\d)@${clock}`),
      // Android's logcat: month and day, then process, thread and level.
      new RegExp(String.raw`(?<![\d-])(?<M>\d\d)-(?<D>\d\d) ${clock}(?= {1,8}\d{1,8} {1,8}\d{1,8} [A-Z] )`),
      new RegExp(String.raw`(?<![\d:.])${clock}(?!:?\d)`),
    ],
  };
}

/** Without marks: `20261120T100000`, and Sonus' `11202026 100000.123456`. */
const COMPACT = [
  /(?<!\d)(?<Y>20\d\d)(?<M>\d\d)(?<D>\d\d)(?:T|[ _-](?=\d{6}[.,]\d))(?<h>\d\d)(?<m>\d\d)(?<s>\d\d)(?:[.,](?<f>\d{1,9}))?(?<Z>Z|[+-]\d{4})?(?!\d)/,
  /(?<!\d)(?<M>\d\d)(?<D>\d\d)(?<Y>20\d\d) (?<h>\d\d)(?<m>\d\d)(?<s>\d\d)\.(?<f>\d{1,9})(?!\d)/,
];

const EPOCH = /(?<![\d.\w])(?<e>1\d{9})(?:\.(?<f>\d{1,9}))?(?![\d.])/;
/** Milliseconds, or microseconds. */
const EPOCH_PARTS = /(?<![\d.\w])(?<e>1\d{12}(?:\d{3})?)(?![\d.])/;

export const MICROS_PER_DAY = 86_400_000_000;

/** Searches the first time in a text; undefined when there is none. Bounds the text itself: pass a line's beginning. */
export function findTime(text: string): PrintedTime | undefined {
  const usual = readUsualTime(text);
  if (usual) return usual;
  if (/\d:\d\d:\d/.test(text)) {
    const whole = clockOf(PATTERNS, text);
    const half = MAY_BE_HALF.test(text) ? clockOf(HALF_PATTERNS, text) : null;
    const match = half && half.index <= (whole?.index ?? Infinity) ? half : whole;
    const read = match && fromParts(match.groups!);
    if (read) return read;
  }
  if (/\d{8}[T _-]\d{6}/.test(text)) {
    for (const pattern of COMPACT) {
      const parts = pattern.exec(text)?.groups;
      const read = parts && fromParts(parts);
      if (read) return read;
    }
  }
  if (!/1\d{9}/.test(text)) return undefined;
  const parts = EPOCH_PARTS.exec(text)?.groups!.e;
  if (parts) return fromMicros(Number(parts.padEnd(16, "0")));
  const epoch = EPOCH.exec(text);
  if (epoch) return fromMicros(Number(epoch.groups!.e) * 1_000_000 + fractionMicros(epoch.groups!.f));
  return undefined;
}

function clockOf({ yearFirst, monthName, yearLast, others }: TimePatterns, text: string): RegExpExecArray | null {
  const dated = yearFirst.exec(text) ?? monthName.exec(text);
  if (dated) return dated;
  for (const patterns of HAS_YEAR_LAST.test(text) ? [yearLast, others] : [others]) {
    for (const pattern of patterns) {
      const match = pattern.exec(text);
      if (match) return match;
    }
  }
  return null;
}

/**
 * Reads `2026-11-20 10:00:00`, with up to six digits of a fraction and nothing else: most openings print each message's time
 * so, and the expressions cost ten times as much. They decide where this returns undefined.
 */
function readUsualTime(text: string): PrintedTime | undefined {
  if (text.length < 19 || text.length === 20 || text.length > 26) return undefined;
  if (text[4] !== "-" || text[7] !== "-" || text[13] !== ":" || text[16] !== ":") return undefined;
  if (text[10] !== " " && text[10] !== "T") return undefined;
  if (text.length > 19 && text[19] !== "." && text[19] !== ",") return undefined;
  const month = digits(text, 5, 7);
  const dayOfMonth = digits(text, 8, 10);
  const hours = digits(text, 11, 13);
  const minutes = digits(text, 14, 16);
  const secs = digits(text, 17, 19);
  const day = dayNumber(digits(text, 0, 4), month, dayOfMonth);
  const micros = text.length > 19 ? digits(text, 20, text.length) * 10 ** (26 - text.length) : 0;
  const microsOfDay = ((hours * 60 + minutes) * 60 + secs) * 1_000_000 + micros;
  if (Number.isNaN(day + microsOfDay) || hours > 24 || minutes > 59 || secs > 60) return undefined;
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) return undefined;
  return { day, microsOfDay, zoneMinutes: undefined };
}

/** The number of these digits; NaN when another character is among them. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    value = digit >= 0 && digit <= 9 ? 10 * value + digit : NaN;
  }
  return value;
}

/** Searches the first date with its year, which times without a date may take. */
export function findDate(text: string): PrintedTime | undefined {
  const match = PATTERNS.yearFirst.exec(text);
  return match ? fromParts(match.groups!) : undefined;
}

/** A time that a device counts from its start: an instant of the first of January 1970, which `isDate` tells from dates. */
export function timeSinceStart(millis: number): PrintedTime {
  return { ...fromMicros(millis * 1000), isSinceStart: true };
}

function fromMicros(micros: number): PrintedTime {
  const day = Math.floor(micros / MICROS_PER_DAY);
  return { day, microsOfDay: micros - day * MICROS_PER_DAY, zoneMinutes: 0 };
}

function fromParts(parts: Record<string, string | undefined>): PrintedTime | undefined {
  const [minutes, secs] = [Number(parts.m), Number(parts.s)];
  const hours = hoursOf(Number(parts.h), parts.p);
  if (hours > 24 || minutes > 59 || secs > 60) return undefined;
  const microsOfDay = ((hours * 60 + minutes) * 60 + secs) * 1_000_000 + fractionMicros(parts.f);
  const zoneMinutes = zoneOf(parts.Z ?? parts.z);
  if (parts.D === undefined) return { day: undefined, microsOfDay, zoneMinutes };
  let month = parts.N === undefined ? Number(parts.M) : monthOf(parts.N);
  let dayOfMonth = Number(parts.D);
  // Day first unless only month first can be meant.
  if (month > 12 && dayOfMonth <= 12 && parts.N === undefined) [month, dayOfMonth] = [dayOfMonth, month];
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) return undefined;
  const year = parts.Y ?? parts.Y2;
  if (year === undefined) return { day: 0, month, dayOfMonth, microsOfDay, zoneMinutes };
  const time = { day: dayNumber(Number(year), month, dayOfMonth), microsOfDay, zoneMinutes };
  // Who writes dots writes the day first.
  const mayBeOther = (parts.S === "/" || parts.S === "-") && parts.N === undefined && Number(parts.M) <= 12;
  if (!mayBeOther || month > 12 || dayOfMonth > 12 || month === dayOfMonth) return time;
  return { ...time, monthFirstDay: dayNumber(Number(year), dayOfMonth, month) };
}

/** @param half AM or PM, or what says the same in another language. */
function hoursOf(hours: number, half: string | undefined): number {
  if (half === undefined || hours > 12) return hours;
  return (hours % 12) + (/^[pn]/i.test(half) ? 12 : 0);
}

/** Days since the epoch. */
export function dayNumber(year: number, month: number, dayOfMonth: number): number {
  return Date.UTC(year, month - 1, dayOfMonth) / 86_400_000;
}

function fractionMicros(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.replaceAll(" ", "0").padEnd(9, "0")) / 1000;
}

function zoneOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  const match = /([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === "-" ? -minutes : minutes;
}
