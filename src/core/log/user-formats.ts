/** Log formats that a user declares, as the setting `sipTrace.logFormats` and the command line's file of them hold. */
import { reasonOf } from "../model/reason.js";
import { BoundedPattern } from "./bounded-pattern.js";
import { ANNOUNCED_FORMATS } from "./formats/index.js";
import type { LogFormat, RecordRules } from "./log-format.js";

/** As written in settings; plain data, so that it can be sent to a worker. */
export interface UserLogFormat {
  readonly id: string;
  readonly title?: string;
  /** Regular expression of the line that announces a message, with named groups as `LogFormat.opening` has them. */
  readonly header: string;
  /** `content` (default), `octets`, or a regular expression of the line that closes a message. */
  readonly end?: string;
  /** Regular expression of what stands before the content of each line of a message. */
  readonly prefix?: string;
  /** Regular expressions of lines beside the header that tell more of its groups. */
  readonly beside?: readonly string[];
  /** Regular expression of what stands behind the message in its last line. */
  readonly tail?: string;
  /** Regular expression of a line before which a message ends. */
  readonly until?: string;
  /** A message may go on under another header with the same sides. */
  readonly segments?: boolean;
  /** The message is put together from pieces of the lines below the header. */
  readonly record?: { readonly lines: readonly string[]; readonly tells?: readonly string[]; readonly loose?: boolean };
  readonly ignoreCase?: boolean;
}

const KEYS = words("id title header end prefix beside tail until segments record ignoreCase");
const RECORD_KEYS = words("lines tells loose");
const GROUPS = words(
  "time date year month day uptimeMillis way transport peer peerPort local localPort source sourcePort destination destinationPort octets copy",
);
const RECORD_GROUPS = words("text more type value blank hex");
/** Each is tried on many lines. */
const MAX_PATTERNS = 10;
/** More than anyone's logs have; each costs a look at every announcement. */
const MAX_FORMATS = 50;

export interface UserLogFormats {
  /** Those without a mistake. */
  readonly declared: readonly UserLogFormat[];
  readonly formats: readonly LogFormat[];
  /** A sentence for each that has one. */
  readonly mistakes: readonly string[];
}

/** Takes whatever somebody wrote. */
export function readUserFormats(value: unknown): UserLogFormats {
  if (!Array.isArray(value)) {
    const mistakes = value === undefined || value === null ? [] : ["The log formats must be a list of formats."];
    return { declared: [], formats: [], mistakes };
  }
  const declared: UserLogFormat[] = [];
  const formats: LogFormat[] = [];
  const mistakes: string[] = [];
  for (const [index, entry] of (value as unknown[]).entries()) {
    const name = `Log format ${nameOf(entry) ?? index + 1}`;
    try {
      if (formats.length >= MAX_FORMATS) throw new Error(`there are more than ${MAX_FORMATS}.`);
      const format = readFormat(entry);
      if (formats.some(({ id }) => id === format.id)) throw new Error("the id is taken by another one.");
      formats.push(format);
      declared.push(entry as UserLogFormat);
    } catch (error) {
      mistakes.push(`${name}: ${reasonOf(error)}`);
    }
  }
  return { declared, formats, mistakes };
}

function nameOf(entry: unknown): string | undefined {
  const id = isRecord(entry) ? entry["id"] : undefined;
  return typeof id === "string" && id !== "" ? `"${id.slice(0, 40)}"` : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @throws Error with a sentence. */
function readFormat(entry: unknown): LogFormat {
  if (!isRecord(entry)) throw new Error("it must be an object with id and header.");
  knowsAll("it has a key", Object.keys(entry), KEYS);
  const { id, title = id, header, end = "content", prefix, ignoreCase = false, segments = false } = entry;
  if (typeof id !== "string" || !/^[a-z][a-z\d-]{0,39}$/.test(id)) {
    throw new Error("its id must be letters a to z, digits and dashes, and begin with a letter.");
  }
  if (ANNOUNCED_FORMATS.some((format) => format.id === id)) throw new Error("a format with this id is known already.");
  if (typeof title !== "string") throw new Error("its title must be a text.");
  if (header === undefined || header === "") throw new Error("it needs a header, a regular expression.");
  if (typeof ignoreCase !== "boolean" || typeof segments !== "boolean") {
    throw new Error("its ignoreCase and segments must be true or false.");
  }
  const read = new PatternKeys(ignoreCase);
  const opening = read.one("header", header, GROUPS);
  if (opening.test("")) throw new Error("its header matches every line.");
  const { beside, tail, until, record } = entry;
  return {
    id,
    title,
    hint: "",
    opening,
    closing: end === "content" || end === "octets" ? end : read.one("end", end, []),
    ...(prefix === undefined ? {} : { prefix: read.one("prefix", prefix, [], true) }),
    ...(beside === undefined ? {} : { beside: read.list("beside", beside, GROUPS) }),
    ...(tail === undefined ? {} : { tail: read.one("tail", tail, ["time"]) }),
    ...(until === undefined ? {} : { until: read.one("until", until, []) }),
    ...(segments ? { segments } : {}),
    ...(record === undefined ? {} : { record: readRecord(record, read) }),
    samples: [],
  };
}

/** @throws Error with a sentence. */
function readRecord(value: unknown, read: PatternKeys): RecordRules {
  if (!isRecord(value)) throw new Error("its record must be an object with lines.");
  knowsAll("its record has a key", Object.keys(value), RECORD_KEYS);
  const { lines, tells, loose = false } = value;
  if (typeof loose !== "boolean") throw new Error("the loose of its record must be true or false.");
  return {
    lines: read.list("record.lines", lines, [...RECORD_GROUPS, "key"], RECORD_GROUPS),
    ...(tells === undefined ? {} : { tells: read.list("record.tells", tells, GROUPS) }),
    ...(loose ? { loose } : {}),
  };
}

/** Patterns by the keys that hold them. */
class PatternKeys {
  constructor(private readonly ignoreCase: boolean) {}

  /** @throws Error with a sentence. */
  one(key: string, source: unknown, groups: readonly string[], isAtBeginning = false): BoundedPattern {
    if (typeof source !== "string" || source === "")
      throw new Error(`its ${key} must be a text, a regular expression.`);
    knowsAll(`its ${key} has a group`, groupsOf(source), groups);
    try {
      return new BoundedPattern(isAtBeginning ? `^(?:${source})` : source, this.ignoreCase);
    } catch (error) {
      const reason = reasonOf(error);
      throw new Error(`its ${key} cannot be used. ${reason}`, { cause: error });
    }
  }

  /**
   * @param needed each must have one of these groups.
   * @throws Error with a sentence.
   */
  list(key: string, sources: unknown, groups: readonly string[], needed = groups): BoundedPattern[] {
    if (!Array.isArray(sources) || sources.length === 0 || sources.length > MAX_PATTERNS) {
      throw new Error(`its ${key} must be a list of one to ${MAX_PATTERNS} regular expressions.`);
    }
    return (sources as unknown[]).map((source) => {
      const pattern = this.one(key, source, groups);
      if (groupsOf(source as string).some((name) => needed.includes(name))) return pattern;
      throw new Error(`each of its ${key} needs one of the groups ${needed.join(", ")}.`);
    });
  }
}

function groupsOf(source: string): string[] {
  return [...source.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map((match) => match[1]!);
}

/** @throws Error with a sentence that names the first that is not known. */
function knowsAll(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const rest = known.length === 0 ? "it may have none" : `known are ${known.join(", ")}`;
  throw new Error(`${what} "${unknown.slice(0, 40)}"; ${rest}.`);
}

/** The keys of a declared format whose patterns were too much for some lines, and for how many. */
export function givenUpOf({
  opening,
  closing,
  prefix,
  beside,
  tail,
  until,
  record,
}: LogFormat): { key: string; lines: number }[] {
  const keys: Readonly<Record<string, readonly unknown[]>> = {
    ...{ header: [opening], end: [closing], prefix: [prefix], beside: beside ?? [], tail: [tail], until: [until] },
    ...{ "record.lines": record?.lines ?? [], "record.tells": record?.tells ?? [] },
  };
  return Object.entries(keys).flatMap(([key, patterns]) => {
    const lines = patterns.reduce<number>(
      (sum, pattern) => sum + (pattern instanceof BoundedPattern ? pattern.givenUp : 0),
      0,
    );
    return lines > 0 ? [{ key, lines }] : [];
  });
}

function words(text: string): readonly string[] {
  return text.split(" ");
}
