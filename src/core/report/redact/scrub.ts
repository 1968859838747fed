/** Replaces the words and addresses of a text one by one; what stands between them stays, and so does every length. */
import { isIpAddress } from "../../model/address.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { isTopLevel, isVocabulary } from "./vocabulary.js";

/** A word in a text: letters, digits and octets above 0x7f, perhaps escaped as in URIs (`%61nna`), from `start` to `end`. */
export interface WordPlace {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Without escapes. */
  readonly word: string;
}

/** Whether a word stays. `lower` is the word in lower case. */
export type Keeps = (lower: string, place: WordPlace) => boolean;

/** Hardware address, IPv6 candidate, IPv4, letter before an address (Avaya's local and remote), word, another escape of a URI. Each begins where no word can have begun before it. */
const PARTS =
  /(?<![\da-f][:-])[\da-f]{2}([:-])[\da-f]{2}(?:\1[\da-f]{2}){4}(?![\da-f]|\1[\da-f]{2})|(?<!\.)[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}(?![\w.])|(?<![\w:])(?:[\da-f]{0,4}:){2,8}[\da-f.]{0,15}|(?<!\d\.)\d{1,3}(?:\.\d{1,3}){3}(?![a-z\d]|\.\d+\.)|[lr](?=(?:\d{1,3}\.){3}\d{1,3}:)|(?:[a-z\d\x80-\xff]|%(?:3\d|[46][1-9a-f]|[57][\da]|[89a-f][\da-f]))+|%[\da-f]{2}/gi;
const WORD = /(?:[a-z\d\x80-\xff]|%(?:3\d|[46][1-9a-f]|[57][\da]|[89a-f][\da-f]))+/gi;
const ESCAPE = /%([\da-f]{2})/gi;
const WORD_CHARACTER = /^[a-z\d\x80-\xff]/i;

/** Every word of the text but those that `keeps` names. Addresses are always replaced. */
export function scrub(text: string, pseudonyms: Pseudonyms, keeps: Keeps): string {
  return text.replace(PARTS, (part, separator: string | undefined, start: number) => {
    if (separator !== undefined) return pseudonyms.hardwareText(part);
    if (part.includes(":")) return ipv6OrWords(part, { text, start }, pseudonyms, keeps);
    if (part.includes(".")) return dotted(part, { text, start }, pseudonyms, keeps);
    return word(part, { text, start }, pseudonyms, keeps);
  });
}

/** Where a part begins. */
type PartPlace = Pick<WordPlace, "text" | "start">;

function ipv6OrWords(part: string, place: PartPlace, pseudonyms: Pseudonyms, keeps: Keeps): string {
  // A sentence may end behind an address; tcpdump writes the port there, behind a dot.
  for (const behind of [/\.*$/, /\.\d{1,5}\.*$/]) {
    const address = part.slice(0, behind.exec(part)?.index);
    if (isIpAddress(address)) return pseudonyms.ipv6Text(address) + part.slice(address.length);
  }
  const dots = /(?<=:)\d{1,3}(?:\.\d{1,3}){3}$/.exec(part);
  const end = dots ? dots.index : part.length;
  const before = words(part.slice(0, end), place, pseudonyms, keeps);
  return dots ? before + dotted(dots[0], { ...place, start: place.start + end }, pseudonyms, keeps) : before;
}

function dotted(part: string, place: PartPlace, pseudonyms: Pseudonyms, keeps: Keeps): string {
  if (isIpAddress(part)) return pseudonyms.ipv4Text(part);
  // Of numbers and dots in other forms the hardware addresses of Cisco have letters and twelve digits.
  if (/^[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}$/i.test(part)) return pseudonyms.hardwareText(part);
  return words(part, place, pseudonyms, keeps);
}

function words(part: string, { text, start }: PartPlace, pseudonyms: Pseudonyms, keeps: Keeps): string {
  return part.replace(WORD, (each, at: number) => {
    return word(each, { text, start: start + at }, pseudonyms, keeps);
  });
}

function word(part: string, { text, start }: PartPlace, pseudonyms: Pseudonyms, keeps: Keeps): string {
  const plain = part.replace(ESCAPE, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  if (!WORD_CHARACTER.test(plain)) return part;
  if (keeps(plain.toLowerCase(), { text, start, end: start + part.length, word: plain })) return part;
  const made = pseudonyms.word(plain);
  return plain.length === part.length ? made : escapedLike(part, made);
}

/** Characters that were escaped are so again: a URI and its escaped form have one pseudonym, as they are one. */
function escapedLike(model: string, made: string): string {
  let at = 0;
  return model.replace(/%[\da-f]{2}|[^%]/gi, (each) => {
    const character = made.charAt(at++);
    if (each.length === 1) return character;
    const digits = character.charCodeAt(0).toString(16);
    return `%${/[A-F]/.test(each) ? digits.toUpperCase() : digits}`;
  });
}

/** In place of a name: nothing stays but the port behind a host and the last label of a domain. */
export const keepsNothing: Keeps = (lower, place) => isPort(lower, place) || isLastLabel(lower, place);

/** Text that people read, or that a grammar lists: words of protocols and logs stay, and numbers of two digits. */
export const keepsVocabulary: Keeps = (lower, place) =>
  isVocabulary(lower) ||
  /^(?:\d{1,2}|[a-z])$/.test(lower) ||
  isNumericParam(lower, place) ||
  keepsNothing(lower, place);

/** As `keepsVocabulary`, and every number. */
export const keepsNumbers: Keeps = (lower, place) => /^\d+$/.test(lower) || keepsVocabulary(lower, place);

const NUMERIC_PARAMS = new Set(
  "expires q rport ttl reg-id index cause counter limit max-age retry-after refresh nc count rate".split(" "),
);

/** Longest run that is looked at before a word to tell what it is. */
const LOOKBACK = 80;

function isNumericParam(lower: string, { text, start }: WordPlace): boolean {
  if (!/^\d+$/.test(lower)) return false;
  const name = /([\w-]+)\s*=\s*"?(?:\d+\.)?$/.exec(text.slice(Math.max(0, start - LOOKBACK), start))?.[1];
  return name !== undefined && NUMERIC_PARAMS.has(name.toLowerCase());
}

/** As tcpdump writes it. */
const DOTTED_PORT = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}\.\d{1,5}$/;

function isPort(lower: string, { text, start, end }: WordPlace): boolean {
  if (text[start - 1] === "." && DOTTED_PORT.test(text.slice(Math.max(0, start - LOOKBACK), end))) return true;
  if (text[start - 1] !== ":" || !/^\d{1,5}$/.test(lower) || /[\w:]/.test(text[end] ?? "")) return false;
  const host = /[\w.\-\]:[]+$/.exec(text.slice(Math.max(0, start - 1 - LOOKBACK), start - 1))?.[0] ?? "";
  return /[.\]]/.test(host) || host.toLowerCase() === "localhost";
}

function isLastLabel(lower: string, { text, start, end }: WordPlace): boolean {
  if (text[start - 1] !== "." || !isTopLevel(lower) || !/[a-z\d]/i.test(text[start - 2] ?? "")) return false;
  const next = text[end] ?? "";
  return next === "." ? !/[\w-]/.test(text[end + 1] ?? "") : !/[\w-]/.test(next);
}
