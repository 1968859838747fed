/** What somebody decided not to be told of, and why: read from settings, and held against findings. */
import type { Finding } from "../../model/finding.js";
import type { Trace } from "../../trace/trace.js";
import { ruleById } from "../catalogue.js";
import { isAtEndOf, matchesWildcards } from "./wildcards.js";

/** Texts may have `*` for any characters and `?` for one. */
export interface Suppression {
  readonly rule: string;
  /** `sip:2001@pbx.example.com` or `2001@pbx.example.com`; any when left out. */
  readonly aor?: string;
  /** The device's name, User-Agent or address; any when left out. */
  readonly device?: string;
  /** The end of the file's path; any when left out. */
  readonly file?: string;
  readonly reason: string;
}

export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** `comment`: beside the message, in the log itself. */
  readonly by: "settings" | "comment";
}

const TEXTS = ["rule", "aor", "device", "file", "reason"] as const;
/** A list that nobody keeps by hand; each costs a look at every finding. */
const MOST_SUPPRESSIONS = 1000;
/** Longer is no name. */
const LONGEST_TEXT = 500;

/** Reads a list as somebody wrote it: entries with a mistake are left out, each with one sentence. */
export function readSuppressions(value: unknown): { suppressions: Suppression[]; mistakes: string[] } {
  if (!Array.isArray(value)) return { suppressions: [], mistakes: ["Suppressions are a list."] };
  const suppressions: Suppression[] = [];
  const mistakes: string[] = [];
  for (const [index, entry] of value.slice(0, MOST_SUPPRESSIONS).entries()) {
    const mistake = mistakeOf(entry);
    if (mistake === undefined) suppressions.push(entry as Suppression);
    else mistakes.push(`Suppression ${index + 1} ${mistake}.`);
  }
  return { suppressions, mistakes };
}

function mistakeOf(entry: unknown): string | undefined {
  if (typeof entry !== "object" || entry === null) return "is no object with rule and reason";
  const unknown = Object.keys(entry).find((key) => !TEXTS.some((text) => text === key));
  if (unknown !== undefined) return `has the unknown key "${unknown.slice(0, 40)}"`;
  const texts = entry as Readonly<Record<string, unknown>>;
  const wrong = TEXTS.find((key) => {
    const text = texts[key];
    return text !== undefined && (typeof text !== "string" || text === "" || text.length > LONGEST_TEXT);
  });
  if (wrong !== undefined) return `has a ${wrong} that is no text of 1 to ${LONGEST_TEXT} characters`;
  if (texts["rule"] === undefined || !ruleById(texts["rule"] as string)) return "names no rule";
  return texts["reason"] === undefined ? "gives no reason" : undefined;
}

/** Whether one speaks of a finding. */
export function isSuppressedBy(suppression: Suppression, finding: Finding, trace: Trace): boolean {
  const { rule, aor, device, file } = suppression;
  if (rule !== finding.rule) return false;
  if (aor !== undefined && !isAor(aor, finding.aor)) return false;
  if (file !== undefined && !isAtEndOf(file, trace.files[finding.location.place.file]?.name ?? "")) return false;
  return device === undefined || namesOfDevice(finding, trace).some((name) => matchesWildcards(name, device));
}

function isAor(pattern: string, aor: string | null): boolean {
  if (aor === null) return false;
  return matchesWildcards(aor, pattern) || matchesWildcards(aor.replace(/^sips?:/, ""), pattern);
}

function namesOfDevice({ registration, location }: Finding, { registrations, messages }: Trace): string[] {
  const device = registration === null ? undefined : registrations[registration]?.device;
  if (device) return [device.title, device.userAgent ?? "", device.address].filter((name) => name !== "");
  return location.message === null ? [] : [messages.source(location.message).address];
}
