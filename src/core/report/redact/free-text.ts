/**
 * Text that people wrote about a trace: what the trace names is replaced wherever it stands, and what looks like somebody's
 * address or number. Other words stay, so that the text can be read: a name that the trace does not have is not found.
 */
import { octetsOf } from "./keyed-stream.js";
import type { KnownNames } from "./known-names.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { textOf } from "./redact-message.js";
import { keepsNothing, type Keeps, scrub } from "./scrub.js";
import { isTopLevel } from "./vocabulary.js";

/** Dashes, quotation marks and signs of other scripts; in octets they would stick to the words beside them. */
const SIGNS = /([^\p{ASCII}\p{L}\p{M}\p{N}]+)/u;
const RUN = /[\w.+@-]{3,254}/g;
const NUMBER = /(?<![\w.:-])\+?\(?\d[\d ()/.-]{3,24}\d(?![\w:])/g;
const DATE = /^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{2,4})(?:[ ]\d{1,2})?$/;
/** Numbers that these words stand before count something. */
const COUNTED = /\b(?:frame|packet|line|row|offset|octets?|bytes?|port|rfc|cseq|issue|ticket)s?[ #:]{0,3}$/i;
const LOOKBACK = 12;
/** Shorter numbers are counts and codes as a rule; those that the trace names are found as names. */
const SMALLEST_NUMBER_DIGITS = 6;

/** @param names what the trace names, as `Pseudonyms.remember` gives it */
export function redactFreeText(text: string, pseudonyms: Pseudonyms, names: KnownNames): string {
  pseudonyms.tally.count("notes");
  return inOctets(text, (part) => {
    const personal = [...addressesIn(part), ...numbersIn(part)];
    const keeps: Keeps = (lower, place) => {
      const isPersonal = personal.some(({ start, end }) => start <= place.start && place.end <= end);
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

/** Of mail and SIP, and names of hosts. */
function addressesIn(text: string): Stretch[] {
  return Array.from(text.matchAll(RUN), ({ index, 0: run }) => ({ run, start: index, end: index + run.length }))
    .filter(({ run }) => /[^@]@[^@]/.test(run) || isHostName(run))
    .map(({ start, end }) => ({ start, end }));
}

function isHostName(run: string): boolean {
  const labels = run.replace(/\.+$/, "").split(".");
  return (
    labels.length > 1 && labels.every((label) => /^[\w-]+$/.test(label)) && isTopLevel(labels.at(-1)!.toLowerCase())
  );
}

/** Of telephones and the like. */
function numbersIn(text: string): Stretch[] {
  return Array.from(text.matchAll(NUMBER), ({ index, 0: number }) => ({
    number,
    start: index,
    end: index + number.length,
  }))
    .filter(({ number, start }) => {
      const digits = number.replace(/\D/g, "").length;
      const before = text.slice(Math.max(0, start - LOOKBACK), start);
      return digits >= SMALLEST_NUMBER_DIGITS && !DATE.test(number) && !COUNTED.test(before);
    })
    .map(({ start, end }) => ({ start, end }));
}
