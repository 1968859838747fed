/**
 * A log with pseudonyms: every line keeps its place and length. First the text as a whole, of which only words of logs and
 * protocols stay; then over it the messages, as they are read from the original.
 */
import { readHexRow } from "../../log/hex-row.js";
import { readLog, type ReadLogOptions } from "../../log/read-log.js";
import type { ByteSource } from "../../model/byte-source.js";
import type { ByteTarget } from "../../model/byte-target.js";
import { octetsOf } from "../../model/octets.js";
import type { Progress, StopReading } from "../../model/progress.js";
import type { Signal, TraceSink, Transmission } from "../../model/transmission.js";
import { HEX_ROWS } from "./dump-rows.js";
import { KnownNames } from "./known-names.js";
import { isLogWord } from "./log-words.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactDumps } from "./redact-dumps.js";
import { redactMessage, textOf } from "./redact-message.js";
import { keepsNothing, keepsVocabulary, type Keeps, scrub, type WordPlace } from "./scrub.js";
import { textColumnOf } from "./text-column.js";
import { isVocabulary } from "./vocabulary.js";

const RANGE_OCTETS = 1024 * 1024;

export function* redactLog(
  source: ByteSource,
  target: ByteTarget,
  pseudonyms: Pseudonyms,
  options: ReadLogOptions = {},
): Generator<Progress, void, StopReading | undefined> {
  const names = yield* collectNames(source, pseudonyms, options);
  yield* scrubText(source, target, pseudonyms, names);
  yield* readLog(source, 0, new MessageWriter(target, pseudonyms), options);
  if (names.hasDumps) yield* redactDumps(source, target, pseudonyms, options);
}

/** What messages name, and the ports they come from. */
class Names implements TraceSink {
  readonly words = new KnownNames();
  readonly ports = new Set<string>();
  hasDumps = false;

  constructor(private readonly pseudonyms: Pseudonyms) {}

  transmission({ octets, source, destination }: Transmission): void {
    for (const endpoint of [source, destination]) if (endpoint) this.ports.add(String(endpoint.port));
    redactMessage(octets, this.pseudonyms);
  }

  signal({ source, destination }: Signal): void {
    for (const { port } of [source, destination]) this.ports.add(String(port));
  }

  comment(): void {
    // Logs have none.
  }

  problem(): void {
    // Told when the log is analysed.
  }
}

function* collectNames(
  source: ByteSource,
  pseudonyms: Pseudonyms,
  options: ReadLogOptions,
): Generator<Progress, Names, StopReading | undefined> {
  const names = new Names(pseudonyms);
  pseudonyms.onWord = (word) => names.words.add(word);
  pseudonyms.tally.isLooking = true;
  const dumps = { dump: () => (names.hasDumps = true), message: () => undefined };
  try {
    yield* readLog(source, 0, names, { ...options, dumps });
  } finally {
    pseudonyms.tally.isLooking = false;
    pseudonyms.onWord = undefined;
  }
  return names;
}

function* scrubText(
  source: ByteSource,
  target: ByteTarget,
  pseudonyms: Pseudonyms,
  names: Names,
): Generator<Progress, void, StopReading | undefined> {
  const keeps = keepsLogWords(names);
  for (let offset = 0; offset < source.size;) {
    const octets = source.read(offset, RANGE_OCTETS);
    if (octets.length === 0) return;
    const feed = octets.lastIndexOf(0x0a);
    const isLast = octets.length < RANGE_OCTETS;
    const range = isLast || feed < 0 ? octets : octets.subarray(0, feed + 1);
    target.write(offset, octetsOf(scrubLog(textOf(range), pseudonyms, keeps, names)));
    offset += range.length;
    yield { readOctets: offset, totalOctets: source.size, frames: 0 };
  }
}

/**
 * What stays whatever it holds: escapes of characters and of colours, dates and times in the forms that logs print, seconds and
 * milliseconds since 1970 (up to 2033), Avaya's and Cisco's stamps, places in memory.
 */
const KEPT = new RegExp(
  [
    String.raw`#0[0-7]{2}|&(?:lt|gt|amp|quot|apos|nbsp|#x?[\da-f]{1,6});`,
    String.raw`\\(?:[rnt"\\/]|x[\da-f]{2}|u[\da-f]{4})`,
    String.raw`\x1b\[[\d;]{0,16}m`,
    String.raw`(?<![\w.])\d{4}([-/.])\d{2}\1\d{2}(?:[T _]{1,2}\d{2}:\d{2}(?::\d{2}(?:[.,:]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\w]|:[\da-f])`,
    String.raw`(?<![\w.])\d{1,2}([-/.])\d{1,2}\2\d{4}(?![\w.])`,
    String.raw`(?<![\w:.])\d{1,2}:\d{2}:\d{2}(?:[.,:]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?(?!\w|:[\da-f])`,
    String.raw`(?<![\w:.])1[2-9]\d{8}(?:\d{3})?(?:\.\d{3,9})?(?![\w:.])`,
    String.raw`(?<![\w.])\d{4,12}mS\b|(?<=\b[VDIWE] \()\d{1,12}(?=\) )|(?<=\bntp offset )-?\d{1,12}\.\d{6}\b`,
    String.raw`(?<![\w.])\d{7,9}\.\d{3}(?= \|)`,
    String.raw`(?<![a-z\d])(?:rdata|tdta)?0x[\da-f]{1,16}\b`,
  ].join("|"),
  "gi",
);
/** Octets as hexadecimal digits without an offset before them. */
const DIGIT_PAIRS = /(?:\b[\da-f]{2}[ :]){7,}[\da-f]{2}\b/gi;
/** Four octets behind an offset are a row of a dump; fewer end one. */
const SMALLEST_ROW_OCTETS = 4;

/** hexdump and od end a dump with its size, which may be further on where rows are left out. */
const SIZE_LINE = /^([\da-f]{6,8})\s*$/i;
const ROWS_LEFT_OUT = /^\*\s*$/;
const MAX_LEFT_OUT_OCTETS = 64 << 10;

/** Marks around the column of text tell a reader that it is one, and escapes of JSON are two characters for one. */
const TEXT_OF_ROW = /[^\s|<>"\\]/g;

/** @param text whole lines */
function scrubLog(text: string, pseudonyms: Pseudonyms, keeps: Keeps, names: Names): string {
  /** Of the dump at hand: where its rows have come to. */
  let end: { readonly octets: number; readonly leftOut: number } | undefined;
  return text.replace(/[^\n]+/g, (line) => {
    if (end && ROWS_LEFT_OUT.test(line)) {
      end = { ...end, leftOut: MAX_LEFT_OUT_OCTETS };
      return line;
    }
    const beyond = parseInt(SIZE_LINE.exec(line)?.[1] ?? "", 16) - (end?.octets ?? NaN);
    if (end && beyond >= 0 && beyond <= end.leftOut) return line;
    // A collector's line holds the row between quotation marks.
    const row = readHexRow(line.replaceAll('"', " "), () => true);
    if (row === undefined || (!end && row.octets < SMALLEST_ROW_OCTETS)) {
      end = undefined;
      return scrubLine(line, pseudonyms, keeps, names);
    }
    end = { octets: parseInt(row.offset, 16) + row.octets, leftOut: 0 };
    pseudonyms.tally.drop(HEX_ROWS);
    const textEnd = textColumnOf(line, row)?.end ?? line.length;
    const before = scrubLine(line.slice(0, row.start), pseudonyms, keeps, names);
    const digits = line.slice(row.start, row.end).replace(/[\da-f]/gi, "-");
    const behind = scrubLine(line.slice(textEnd), pseudonyms, keeps, names);
    return before + digits + line.slice(row.end, textEnd).replace(TEXT_OF_ROW, ".") + behind;
  });
}

function scrubLine(line: string, pseudonyms: Pseudonyms, keeps: Keeps, { words }: Names): string {
  let result = "";
  let at = 0;
  for (const { index, 0: kept } of line.matchAll(KEPT)) {
    if (words.has(kept)) continue;
    result += scrubPairs(line.slice(at, index), pseudonyms, keeps) + kept;
    at = index + kept.length;
  }
  return result + scrubPairs(line.slice(at), pseudonyms, keeps);
}

function scrubPairs(text: string, pseudonyms: Pseudonyms, keeps: Keeps): string {
  let result = "";
  let at = 0;
  for (const { index, 0: pairs } of text.matchAll(DIGIT_PAIRS)) {
    result += scrub(text.slice(at, index), pseudonyms, keeps) + pairs.replace(/[\da-f]/gi, "-");
    at = index + pairs.length;
  }
  return result + scrub(text.slice(at), pseudonyms, keeps);
}

function keepsLogWords({ words, ports }: Names): Keeps {
  return (lower, place) => {
    if (isLogWord(lower)) return true;
    const isNamed = words.has(place.word);
    if (!isNamed && isCompound(place)) return true;
    if (/^\d+$/.test(lower))
      return (
        ports.has(lower) ||
        keepsNothing(lower, place) ||
        (isCount(lower, place.text.slice(place.end, place.end + 8)) && !isNamed)
      );
    return !isNamed && keepsVocabulary(lower, place);
  };
}

/** `requestReceived`, `SIPUdp`: known words with a capital each. */
function isCompound({ text, start, end }: WordPlace): boolean {
  const humps = text.slice(start, end).match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return humps.length > 1 && humps.every((hump) => isLogWord(hump.toLowerCase()) || isVocabulary(hump.toLowerCase()));
}

/** Small numbers, and lengths. */
function isCount(digits: string, behind: string): boolean {
  return digits.length <= 4 || /^\s?(?:bytes?|octets|len)\b/i.test(behind);
}

class MessageWriter implements TraceSink {
  constructor(
    private readonly target: ByteTarget,
    private readonly pseudonyms: Pseudonyms,
  ) {}

  transmission({ octets, sourceMap }: Transmission): void {
    const redacted = redactMessage(octets, this.pseudonyms);
    const { runs } = sourceMap;
    for (let run = 0; run < runs.length; run += 3) {
      const [start, from, length] = [runs[run]!, runs[run + 1]!, runs[run + 2]!];
      this.#write(from, octets.subarray(start, start + length), redacted.subarray(start, start + length));
    }
  }

  signal(): void {
    // Its words were scrubbed with the lines around it.
  }

  comment(): void {
    // Logs have none.
  }

  problem(): void {
    // Told when the log is analysed.
  }

  /** What the log writes in another form stays as it was scrubbed. */
  #write(from: number, original: Uint8Array, redacted: Uint8Array): void {
    if (this.#isSameForm(original, this.target.read(from, original.length))) this.target.write(from, redacted);
  }

  /** The scrubbed text has letters and digits where the original had them, and everything else of it. */
  #isSameForm(original: Uint8Array, scrubbed: Uint8Array): boolean {
    return original.every((octet, index) => {
      const other = scrubbed[index];
      return other !== undefined && (octet === other || (isWordOctet(octet) && isWordOctet(other)));
    });
  }
}

function isWordOctet(octet: number): boolean {
  return (
    octet >= 0x80 ||
    (octet >= 0x30 && octet <= 0x39) ||
    (octet >= 0x41 && octet <= 0x5a) ||
    (octet >= 0x61 && octet <= 0x7a)
  );
}
