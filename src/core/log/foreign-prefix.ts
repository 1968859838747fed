/** What another program put before every line of a log: grep, `ts`, syslog and journalctl, `kubectl logs --timestamps`, Docker Compose. */
import { LogClock } from "./log-clock.js";
import type { LogFormat } from "./log-format.js";
import { OpeningFinder } from "./opening.js";
import { findTime } from "./printed-time.js";
import { startLineAt } from "./start-line.js";
import type { WrappedLine } from "./wrapped-line.js";

const ISO = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`;
const SYSLOG_TIME = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?`;
const TIME = `(?<time>${ISO}|${SYSLOG_TIME})`;
const PROCESS = String.raw`[\w.:-]{1,255} [\w./@-]{1,64}(?:\[\d{1,10}\])?:`;
const PATH = String.raw`\/?[\w.@+-]{1,100}(?:\/[\w.@+-]{1,100}){0,20}`;
/** The one that says most goes first. */
const PREFIXES = [
  new RegExp(`^(?:<\\d{1,3}>)?${TIME} ${PROCESS}(?: |$)`),
  new RegExp(`^(?:\\[pod/[^\\]\\s]{1,200}\\] )?${TIME}(?: |$)`),
  /^(?<same>[\w.-]{1,64} +\|)(?: |$)/,
  new RegExp(`^(?<same>${PATH}:)(?<number>\\d{1,9}):`),
  new RegExp(`^(?<same>${PATH}:)`),
];

/** So many lines that all begin so do it by no chance. */
const MIN_LINES = 8;
/** Lines that are asked whether they announce a message. */
const MAX_ASKED = 200;
const MAX_TIME_CHARACTERS = 40;

export class ForeignPrefix {
  readonly #pattern: RegExp;
  readonly #clock: LogClock;

  private constructor(pattern: RegExp, referenceMicros: number) {
    this.#pattern = pattern;
    this.#clock = new LogClock(referenceMicros);
  }

  /** @returns undefined when the lines of `head` have none, or have it from the program that printed the messages. */
  static learn(head: string, formats: readonly LogFormat[], referenceMicros: number): ForeignPrefix | undefined {
    const lines = head.split("\n").map((line) => line.replace(/\r$/, ""));
    // It ends the file, or is cut.
    lines.pop();
    const pattern = lines.length < MIN_LINES ? undefined : PREFIXES.find((each) => isBeforeAll(each, lines));
    if (!pattern) return undefined;
    const openings = new OpeningFinder(formats.filter(({ carrier }) => !carrier));
    const begins = (line: string) => startLineAt(line, 0, line.length, line.indexOf("SIP/2.0")) === 0;
    const asked = linesNearMessages(lines);
    // A syslog that writes line ends out has whole messages as its own lines.
    if (asked.some((line) => line.includes("#012"))) return undefined;
    const bare = asked.map((line) => line.replace(pattern, ""));
    const announcing = (all: readonly string[]) => all.flatMap((line) => openings.match(line)?.format ?? []);
    const [without, within] = [announcing(bare), announcing(asked)];
    const isForeign =
      without.length >= within.length &&
      (without.length > 0 || bare.some(begins)) &&
      !asked.some(begins) &&
      !within.some((format) => isOwn(format, asked, bare));
    return isForeign ? new ForeignPrefix(pattern, referenceMicros) : undefined;
  }

  /** What the times hold that the prefixes do not print. */
  get inferred(): readonly string[] {
    return this.#clock.inferred;
  }

  read(line: string): WrappedLine | undefined {
    const match = this.#pattern.exec(line);
    if (!match) return undefined;
    const time =
      match.groups?.time === undefined ? undefined : findTime(match.groups.time.slice(0, MAX_TIME_CHARACTERS));
    const text = { kind: "plain", start: match[0].length, end: line.length } as const;
    return { text, atMicros: time ? this.#clock.resolve(time) : NaN, isWhole: true };
  }
}

/** A name of a file or service is the same before all lines, and their numbers count up. */
function isBeforeAll(pattern: RegExp, lines: readonly string[]): boolean {
  const first = pattern.exec(lines[0]!)?.groups?.same;
  let last = 0;
  return lines.every((line) => {
    const groups = pattern.exec(line)?.groups;
    const number = Number(groups?.number ?? last + 1);
    const goesOn = groups !== undefined && groups.same === first && number > last;
    last = number;
    return goesOn;
  });
}

/** Whether a format tells lines by what stands before them. */
function isOwn({ prefix, until, skip }: LogFormat, asked: readonly string[], bare: readonly string[]): boolean {
  const tells = (lines: readonly string[]) =>
    [prefix, until, skip].some((each) => each && lines.some((line) => each.test(line)));
  return tells(asked) && !tells(bare);
}

/** Those where messages begin and are announced, if any begins with a start line. */
function linesNearMessages(lines: readonly string[]): readonly string[] {
  const begin = lines.findIndex((line) => line.includes("SIP/2.0"));
  return lines.slice(Math.max(0, begin - MAX_ASKED / 2)).slice(0, MAX_ASKED);
}
