/**
 * Text that people wrote about a trace. A name that the trace does not have cannot be told from other words, so the text is left
 * out, unless it is wanted: then what the trace names is replaced wherever it stands, and what looks like somebody's address,
 * number or name.
 */
import { octetsOf } from "../../model/octets.js";
import { statusCodeOf } from "../../sip/status-codes.js";
import type { KnownNames } from "./known-names.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { textOf } from "./redact-message.js";
import { keepsNothing, type Keeps, scrub } from "./scrub.js";
import { isTopLevel, isVocabulary } from "./vocabulary.js";

/** Dashes, quotation marks and signs of other scripts; in octets they would stick to the words beside them. */
const SIGNS = /([^\p{ASCII}\p{L}\p{M}\p{N}]+)/u;
const RUN = /[\w.+@-]{3,254}/g;
const NUMBER = /(?<![\w.:-])\+?\(?\d[\d ()/.-]{1,24}\d(?![\w:])/g;
const DATE = /^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{2,4})(?:[ ]\d{1,2})?$/;
/** Numbers that these words stand before, or units behind, count something. */
const COUNTED =
  /\b(?:frame|packet|line|row|offset|octet|byte|port|rfc|cseq|issue|ticket|expires|code|cause|status)s?[ #:=]{0,3}$/i;
const UNIT =
  /^ ?(?:(?:m|\xc2\xb5)?s|secs?|seconds?|min|minutes?|h|hours?|days?|bytes?|octets?|[kmg]i?b|kbps|times|%)(?!\w)/i;
const CALLED = /\b(?:ext|extension|phone|number|tel|user|dial|dial+ed)[ .:#]{0,3}$/i;
const LOOKBACK = 14;
const LONGEST_UNIT = 10;
/** Shorter numbers say nothing of anybody. */
const SMALLEST_NUMBER_DIGITS = 3;
const USUAL_PORTS: readonly string[] = ["5060", "5061", "3478"];
const VERSION = /^\d{1,3}(?:\.\d{1,2})+$/;
/** One or two words behind a title, in a few languages. */
const ADDRESSED =
  /(?<=\b(?:Mrs?|Ms|Miss|Dr|Prof|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Se\xc3\xb1ora?|Sr|Sra|Signora?|Sig)\.? )[A-Z\x80-\xff][\w\x80-\xff'-]{0,40}(?: [A-Z][\w\x80-\xff'-]{0,40})?/g;
const LEFT_OUT = "(This text was left out of the redacted copy.)";

/** @param names what the trace names, as `Pseudonyms.remember` gives it; without them, the text is left out. */
export function redactFreeText(text: string, pseudonyms: Pseudonyms, names: KnownNames | undefined): string {
  if (names === undefined) {
    pseudonyms.tally.drop("texts of notes and packet comments");
    return LEFT_OUT;
  }
  pseudonyms.tally.count("notes");
  return inOctets(text, (part) => {
    const addresses = addressesIn(part);
    const personal = [...addresses, ...numbersIn(part), ...stretches(part, ADDRESSED)];
    const mailed = mailedIn(part);
    const keeps: Keeps = (lower, place) => {
      const isPersonal =
        mailed.has(lower) || personal.some(({ start, end }) => start <= place.start && place.end <= end);
      return isPersonal ? keepsNothing(lower, place) : !names.has(place.word);
    };
    return scrub(part, pseudonyms, keeps);
  });
}

/** Who wrote it. */
export function redactAuthor(author: string, pseudonyms: Pseudonyms): string {
  return inOctets(author, (part) => scrub(part, pseudonyms, keepsNothing));
}

/** Messages are held with one character an octet, and so a word of both has one pseudonym. */
function inOctets(text: string, change: (octets: string) => string): string {
  const parts = text.split(SIGNS).map((part, index) => {
    if (index % 2 === 1) return part;
    return new TextDecoder().decode(octetsOf(change(textOf(new TextEncoder().encode(part)))));
  });
  return parts.join("");
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function stretches(text: string, pattern: RegExp): Stretch[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({ start: index, end: index + found.length }));
}

/** Of mail and SIP, and names of hosts. */
function addressesIn(text: string): Stretch[] {
  return stretches(text, RUN).filter(({ start, end }) => {
    const run = text.slice(start, end);
    return /[^@]@[^@]/.test(run) || isHostName(run);
  });
}

/** Words that mail addresses begin with: who has the address is named so elsewhere in the text. In lower case. */
function mailedIn(text: string): ReadonlySet<string> {
  const words = Array.from(text.matchAll(RUN), ([run]) => /^[^@]+(?=@)/.exec(run)?.[0].split(/[^a-z]+/i) ?? []).flat();
  return new Set(words.map((word) => word.toLowerCase()).filter((word) => word.length > 2 && !isVocabulary(word)));
}

function isHostName(run: string): boolean {
  const labels = run.replace(/\.+$/, "").split(".");
  return (
    labels.length > 1 && labels.every((label) => /^[\w-]+$/.test(label)) && isTopLevel(labels.at(-1)!.toLowerCase())
  );
}

/** Of telephones and the like. */
function numbersIn(text: string): Stretch[] {
  return stretches(text, NUMBER).filter(({ start, end }) => {
    const number = text.slice(start, end);
    const digits = number.replace(/\D/g, "");
    if (digits.length < SMALLEST_NUMBER_DIGITS || DATE.test(number) || VERSION.test(number)) return false;
    const before = text.slice(Math.max(0, start - LOOKBACK), start);
    if (COUNTED.test(before) || UNIT.test(text.slice(end, end + LONGEST_UNIT))) return false;
    return CALLED.test(before) || !(USUAL_PORTS.includes(number) || isStatusCode(number));
  });
}

function isStatusCode(number: string): boolean {
  return number.length === 3 && statusCodeOf(Number(number)) !== undefined;
}
