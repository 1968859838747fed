/** Looks for the line that announces a message, in every known format, at the lines before its start line. */
import type { LogFormat } from "./log-format.js";
import { withoutRepeated } from "./line-prefix.js";
import type { OpeningGroups } from "./sides.js";

export interface Opening {
  readonly format: LogFormat;
  readonly groups: OpeningGroups;
  /** How many lines before the start line it stands; 0 for the same line. */
  readonly back: number;
}

/** Rules and blank lines may stand between the announcement and the message, and what somebody remarks on it. */
const BETWEEN = /^\s*(?:[-=*_]{4,}\s*|[{|]?\s*|#(?:[^#].*)?)$/;

export function mayStandBetween(line: string): boolean {
  return BETWEEN.test(line);
}

const MAX_BACK = 4;
const MAX_OPENING_CHARACTERS = 1024;

export class OpeningFinder {
  readonly #formats: readonly LogFormat[];
  readonly #carriers: readonly LogFormat[];
  /** The format of the last message is tried first: most logs have one. */
  #last: LogFormat | undefined;

  constructor(formats: readonly LogFormat[]) {
    // A dump carries octets, not lines.
    this.#carriers = formats.filter(({ carrier, dump }) => carrier && !dump);
    this.#formats = formats.filter((format) => !this.#carriers.includes(format));
  }

  /** The format that announced the last message. */
  get last(): LogFormat | undefined {
    return this.#last;
  }

  /** The format that announces a message by this line, and what the line tells. */
  match(line: string): { format: LogFormat; groups: OpeningGroups } | undefined {
    // An opening that matched nothing at all would match every line.
    if (line === "") return undefined;
    const last = this.#last;
    if (last !== undefined) {
      const groups = tryFormat(last, line);
      if (groups) return { format: last, groups };
    }
    for (const format of this.#formats) {
      const groups = format === last ? undefined : tryFormat(format, line);
      if (groups) return { format, groups };
    }
    return undefined;
  }

  announces(line: string): boolean {
    return this.match(line) !== undefined;
  }

  /** @param previous the lines before the start line, nearest first. */
  find(before: string, previous: readonly string[]): Opening | undefined {
    return this.#find(before, previous) ?? this.#carriedBy(plainLine(before));
  }

  /** What carries any program's lines is the format where no program's own is known. */
  #carriedBy(before: string): Opening | undefined {
    for (const format of before === "" ? [] : this.#carriers) {
      const groups = tryFormat(format, before);
      if (groups) return { format, groups, back: 0 };
    }
    return undefined;
  }

  #find(before: string, previous: readonly string[]): Opening | undefined {
    const texts = [before, ...previous.slice(0, MAX_BACK)];
    for (const [back, text] of texts.entries()) {
      const line = plainLine(text);
      const rest = back > 0 && before !== "" ? withoutRepeated(before, line) : line;
      const found = this.match(line) ?? (rest === line ? undefined : this.match(rest));
      if (found) {
        this.#last = found.format;
        const groups = besides(found.format, found.groups, texts, back);
        return { format: found.format, groups, back };
      }
      if (back > 0 && !mayStandBetween(rest) && !this.#isBeside(line) && !this.#isBeside(rest)) return undefined;
    }
    return undefined;
  }

  #isBeside(line: string): boolean {
    return this.#formats.some((format) => format.beside?.some((pattern) => pattern.test(line)));
  }
}

function tryFormat(format: LogFormat, line: string): OpeningGroups | undefined {
  if (!line.includes(format.hint)) return undefined;
  // A line may hold much before it announces a message at its end.
  const match = format.opening.exec(line.slice(-MAX_OPENING_CHARACTERS));
  return match ? (match.groups ?? {}) : undefined;
}

/**
 * The opening's groups, completed by the lines beside it.
 * @param texts what stands before the start line on its line, then the lines before it, nearest first.
 * @param back which of them is the opening.
 */
export function besides(
  format: LogFormat,
  groups: OpeningGroups,
  texts: readonly string[],
  back: number,
): OpeningGroups {
  if (format.beside === undefined) return groups;
  const all: Record<string, string | undefined> = { ...groups };
  for (const text of texts.slice(0, back + 3)) {
    const line = plainLine(text);
    const rest = text === texts[0] ? line : withoutRepeated(texts[0]!, line);
    for (const pattern of format.beside) {
      const match = pattern.exec(line) ?? pattern.exec(rest);
      for (const [name, value] of Object.entries(match?.groups ?? {})) all[name] ??= value;
    }
  }
  return all;
}

const COLOUR = new RegExp(String.raw`${String.fromCharCode(27)}\[[\d;]{0,10}m`, "g");

function plainLine(text: string): string {
  return text.includes("\x1b") ? text.replace(COLOUR, "") : text;
}
