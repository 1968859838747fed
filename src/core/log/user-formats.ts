/** Log formats that a user declares, as the setting `sipTrace.logFormats` and the command line's file of them hold. */
import { BoundedPattern } from "./bounded-pattern.js";
import { ANNOUNCED_FORMATS } from "./formats/index.js";
import type { LinePattern, LogFormat } from "./log-format.js";

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
  readonly ignoreCase?: boolean;
}

const KEYS: readonly string[] = ["id", "title", "header", "end", "prefix", "ignoreCase"];
const GROUPS: readonly string[] =
  "time date way transport peer peerPort local localPort source sourcePort destination destinationPort octets copy".split(
    " ",
  );
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
      mistakes.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
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
  const unknown = Object.keys(entry).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw new Error(`it has a key "${unknown}"; known are ${KEYS.join(", ")}.`);
  const { id, title = id, header, end = "content", prefix, ignoreCase = false } = entry;
  if (typeof id !== "string" || !/^[a-z][a-z\d-]{0,39}$/.test(id)) {
    throw new Error("its id must be letters a to z, digits and dashes, and begin with a letter.");
  }
  if (ANNOUNCED_FORMATS.some((format) => format.id === id)) throw new Error("a format with this id is known already.");
  if (typeof title !== "string") throw new Error("its title must be a text.");
  if (typeof header !== "string" || header === "") throw new Error("it needs a header, a regular expression.");
  if (typeof end !== "string" || (prefix !== undefined && typeof prefix !== "string")) {
    throw new Error("its end and prefix must be texts.");
  }
  if (typeof ignoreCase !== "boolean") throw new Error("its ignoreCase must be true or false.");
  const opening = pattern("header", header, ignoreCase);
  if (opening.test("")) throw new Error("its header matches every line.");
  const group = [...header.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].find(([, name]) => !GROUPS.includes(name!));
  if (group) throw new Error(`its header has a group "${group[1]}"; known are ${GROUPS.join(", ")}.`);
  return {
    id,
    title,
    hint: "",
    opening,
    closing: end === "content" || end === "octets" ? end : pattern("end", end, ignoreCase),
    ...(prefix === undefined ? {} : { prefix: pattern("prefix", `^(?:${prefix})`, ignoreCase) }),
    samples: [],
  };
}

function pattern(key: string, source: string, ignoreCase: boolean): LinePattern {
  try {
    return new BoundedPattern(source, ignoreCase);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`its ${key} cannot be used. ${reason}`, { cause: error });
  }
}
