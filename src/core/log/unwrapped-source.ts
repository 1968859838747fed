/** A log as a program wrote it, read out of what a collector or a poster of logs made of it; what is found there has its place in the file. */
import { LF } from "../model/ascii.js";
import type { ByteSource } from "../model/byte-source.js";
import { SourceMap } from "../model/source-map.js";
import type { Place, TraceSink } from "../model/transmission.js";
import { BrokenLines } from "./broken-lines.js";
import { Decoration } from "./decoration.js";
import { AddedLines, areLinesDoubled } from "./doubled-lines.js";
import type { DumpWatch } from "./dumped-messages.js";
import { ForeignPrefix } from "./foreign-prefix.js";
import { ANNOUNCED_FORMATS } from "./formats/index.js";
import type { DumpRow } from "./hex-dump-reader.js";
import type { JsonField } from "./json-fields.js";
import { LogLines } from "./lines.js";
import type { LogFormat } from "./log-format.js";
import { Join } from "./message-lines.js";
import { type Piece, Pieces } from "./pieces.js";
import { goesOn, isQuotedPrintable, quotedParts } from "./quoted-printable.js";
import { holdsStatedOctets } from "./siptrace-lengths.js";
import { type OctetOrder, readUtf16Line, utf16OrderOf } from "./utf16-text.js";
import { readWrappedLine, type WrappedLine } from "./wrapped-line.js";

/** A collector shows in the first lines of its log; before a log that was posted, much may be told about it. */
const HEAD_OCTETS = 64 << 10;
const HEAD_LINES = 20;
/** A message may span so much of the log; of UTF-16, where each octet has a place of its own, the longest message. */
const MAX_KEPT_OCTETS = 4 << 20;
const MAX_KEPT_UTF16_OCTETS = 1 << 20;
const BLANK = 32;
const LATIN1 = new TextDecoder("latin1");

/** What one line of the file holds of the program's log. */
interface Line extends Piece {
  /** 1-based line of the program's log in which it begins, and line of the file. */
  readonly number: number;
  readonly fileLine: number;
  readonly atMicros: number;
}

/** What stands around a program's log, or how its characters stand in the file. */
interface Wrapping {
  readonly decoration?: Decoration;
  readonly utf16?: OctetOrder;
  readonly prefix?: ForeignPrefix;
  readonly added?: AddedLines;
  readonly broken?: BrokenLines;
  readonly quotedPrintable?: boolean;
  readonly atMicros?: number;
}

const DECORATION = ({ text, declared }: Head) => optional("decoration", Decoration.learn(text, declared));
/** Each may stand around what is left by the others, once; decoration both around broken lines and around those that were. */
const LAYERS: readonly ((head: Head) => Wrapping | undefined)[] = [
  ({ octets }) => optional("utf16", utf16OrderOf(octets)),
  (head) => DECORATION(head),
  ({ text }) => (isQuotedPrintable(text) ? { quotedPrintable: true } : undefined),
  ({ text }) => (holdsStatedOctets(text) ? undefined : optional("broken", BrokenLines.learn(text))),
  ({ text }) => firstWrapped(text),
  ({ text }) => optional("added", areLinesDoubled(text) ? new AddedLines() : undefined),
  ({ text, formats, referenceMicros }) => optional("prefix", ForeignPrefix.learn(text, formats, referenceMicros)),
  (head) => DECORATION(head),
];

/** The beginning of a log, and what is known of it. */
interface Head {
  readonly octets: Uint8Array;
  readonly text: string;
  readonly declared: readonly LogFormat[];
  readonly formats: readonly LogFormat[];
  readonly referenceMicros: number;
}

function optional<K extends keyof Wrapping>(key: K, value: Wrapping[K]): Wrapping | undefined {
  return value === undefined ? undefined : { [key]: value };
}

function firstWrapped(text: string): Wrapping | undefined {
  return text
    .split("\n", HEAD_LINES)
    .map(readWrappedLine)
    .find((line) => line !== undefined);
}

export class UnwrappedSource implements ByteSource {
  readonly isSequential = true;
  readonly #source: ByteSource;
  readonly #lines: LogLines;
  readonly #pieces: Pieces<Line>;
  #octets = new Uint8Array(HEAD_OCTETS);
  /** Offset of the first of them. */
  #base = 0;
  #filled = 0;
  #number = 1;
  /** All text so far stands in the file as the program wrote it. */
  #isPlain = true;
  /** Of the piece in work: where it begins among the octets at hand, and where these stand in the file. */
  #begin = 0;
  #map = new SourceMap();
  /** What was put around the lines, if no collector wrote them. */
  readonly #decoration: Decoration | undefined;
  readonly #utf16: OctetOrder | undefined;
  readonly #prefix: ForeignPrefix | undefined;
  /** Undefined for a log of which every line is its own. */
  readonly #added: AddedLines | undefined;
  readonly #broken: BrokenLines | undefined;
  readonly #isQuotedPrintable: boolean;
  /** The line in work may go on. */
  #isOpen = false;
  /** When the collector took the first line. */
  readonly firstMicros: number;

  private constructor(
    source: ByteSource,
    { decoration, utf16, prefix, added, broken, quotedPrintable = false, atMicros = NaN }: Wrapping,
  ) {
    this.#source = source;
    this.#lines = new LogLines(source);
    this.#pieces = new Pieces<Line>(utf16 ? MAX_KEPT_UTF16_OCTETS : MAX_KEPT_OCTETS);
    this.#decoration = decoration;
    this.#utf16 = utf16;
    this.#prefix = prefix;
    this.#added = added;
    this.#broken = broken;
    this.#isQuotedPrintable = quotedPrintable;
    this.firstMicros = atMicros;
  }

  /** What stands around the program's log, from the file inwards: each is read from the one before it; none for a log as it was printed. */
  static layersOf(
    source: ByteSource,
    declared: readonly LogFormat[] = [],
    referenceMicros = 0,
  ): readonly UnwrappedSource[] {
    const layers: UnwrappedSource[] = [];
    const left = new Set(LAYERS);
    const formats = [...declared, ...ANNOUNCED_FORMATS];
    const next = (inner: ByteSource): UnwrappedSource | undefined => {
      const octets = inner.read(0, HEAD_OCTETS);
      const head = { octets, text: LATIN1.decode(octets), declared, formats, referenceMicros };
      for (const layer of left) {
        const wrapping = layer(head);
        if (!wrapping) continue;
        left.delete(layer);
        return new UnwrappedSource(inner, wrapping);
      }
      return undefined;
    };
    for (let layer = next(source); layer; layer = next(layer)) layers.push(layer);
    return layers;
  }

  get name(): string {
    return this.#source.name;
  }

  /** What the times of the collector hold that it does not print. */
  get inferred(): readonly string[] {
    return this.#prefix?.inferred ?? [];
  }

  /** That of the file: what the program wrote is less. */
  get size(): number {
    return this.#source.size;
  }

  /** Lines of the file that were read. */
  get fileLines(): number {
    return this.#lines.number;
  }

  /** Octets of the file that were read. */
  get readOctets(): number {
    return this.#lines.next;
  }

  /** Ranges must not go back behind one that was read, but for the first. */
  read(offset: number, length: number): Uint8Array {
    const dropped = Math.max(0, Math.min(offset - this.#base, this.#filled));
    this.#octets.copyWithin(0, dropped, this.#filled);
    this.#base += dropped;
    this.#filled -= dropped;
    while (this.#base + this.#filled < offset + length && this.#lines.advance()) this.#take();
    return this.#octets.slice(offset - this.#base, Math.min(this.#filled, offset - this.#base + length));
  }

  /** Hands on what is read from this source, with the lines and offsets of the file, and the collector's times where there is no other. */
  sink(sink: TraceSink): TraceSink {
    const placed = (place: Place, line: Line | undefined) => ({ ...place, line: line?.fileLine ?? place.line });
    const within = (place: Place) => this.#pieces.last(({ number }) => number <= (place.line ?? 0));
    return {
      transmission: (transmission) => {
        const { atMicros, place, sourceMap } = transmission;
        const line = this.#pieces.holding(sourceMap.toFile(0));
        sink.transmission({
          ...transmission,
          atMicros: Number.isNaN(atMicros) ? (line?.atMicros ?? NaN) : atMicros,
          place: placed(place, line),
          sourceMap: this.#pieces.toFile(sourceMap),
          isVerbatim: this.#isPlain && transmission.isVerbatim === true,
        });
      },
      signal: (signal) => {
        const line = within(signal.place);
        const atMicros = Number.isNaN(signal.atMicros) ? (line?.atMicros ?? NaN) : signal.atMicros;
        sink.signal({ ...signal, atMicros, place: placed(signal.place, line) });
      },
      comment: (comment) => sink.comment({ ...comment, place: placed(comment.place, within(comment.place)) }),
      problem: (problem) => {
        const line = this.#pieces.holding(problem.offset);
        sink.problem({ ...problem, offset: line ? line.map.toFile(problem.offset - line.at) : 0 });
      },
    };
  }

  /** Hands on where dumps are printed, with the offsets of the file. */
  dumps(watch: DumpWatch): DumpWatch {
    const placed = (row: DumpRow) => ({ ...row, map: this.#pieces.toFile(row.map) });
    return {
      dump: (dump) => watch.dump({ ...dump, rows: dump.rows.map(placed) }),
      message: (octets, map) => watch.message(octets, map),
    };
  }

  /** Reads a line of the file. */
  #take(): void {
    const { start, end, number: fileLine } = this.#lines;
    const line = this.#lines.slice(start, end);
    if (this.#added?.isAdded(line)) return;
    const isQuoted = this.#isQuotedPrintable;
    const isCollected = !isQuoted && !(this.#decoration ?? this.#utf16 ?? this.#added ?? this.#broken);
    const wrapped = isCollected ? this.#readWrapped(line) : undefined;
    const join = this.#broken?.joinOf(line) ?? Join.Line;
    // What no collector wrote does not go on with a line of the program.
    if (this.#isOpen && !wrapped && !isQuoted && join === Join.Line) this.#put(LF);
    const begin = this.#filled;
    const [at, number] = [this.#base + begin, this.#number];
    this.#map = new SourceMap();
    this.#begin = begin;
    // It stands for the line end before this line.
    if (join === Join.Blank) this.#putAt(start - 1, BLANK);
    const { text, isWhole, atMicros } = wrapped ?? {
      text: plain(line),
      isWhole: isQuoted ? !goesOn(line) : !this.#broken,
      atMicros: NaN,
    };
    this.#isPlain &&= text.kind === "plain";
    if (this.#utf16) this.#takeUtf16(start, end, this.#utf16);
    else if (this.#decoration) this.#takeParts(this.#decoration.parts(line), start);
    else if (isQuoted) this.#takeParts(quotedParts(line), start);
    else if (text.kind === "plain") this.#copy(start + text.start, start + text.end);
    else if (text.kind === "array") this.#takeNumbers(line, start, text);
    else this.#takeString(line, start, text);
    const isEnded = this.#filled > begin && this.#octets[this.#filled - 1] === LF;
    if (isWhole && !isEnded) this.#put(LF);
    this.#isOpen = !isWhole && !isEnded;
    this.#pieces.add({ at, octets: this.#filled - begin, map: this.#map, number, fileLine, atMicros });
  }

  #readWrapped(line: string): WrappedLine | undefined {
    return this.#prefix ? this.#prefix.read(line) : readWrappedLine(line);
  }

  /** Text as it stands in the file. */
  #copy(from: number, to: number): void {
    if (from < to) this.#map.add(this.#filled - this.#begin, from, to - from);
    for (const octet of this.#lines.octets(from, to)) this.#put(octet);
  }

  #takeParts(parts: ReturnType<typeof quotedParts>, fileOffset: number): void {
    for (const { start, end, octet } of parts) {
      if (octet === undefined) this.#copy(fileOffset + start, fileOffset + end);
      else {
        this.#isPlain = false;
        this.#putAt(fileOffset + start, octet);
      }
    }
  }

  #takeUtf16(start: number, end: number, order: OctetOrder): void {
    this.#isPlain = false;
    readUtf16Line(this.#lines.octets(start, end), start, order, (at, octet) => this.#putAt(at, octet));
  }

  /** Octets as JSON's numbers: journald's, of text with characters that control something. */
  #takeNumbers(line: string, fileOffset: number, { start, end }: JsonField): void {
    NUMBER.lastIndex = start;
    for (let match = NUMBER.exec(line); match && match.index < end; match = NUMBER.exec(line)) {
      this.#putAt(fileOffset + match.index, Number(match[0]));
    }
  }

  #takeString(line: string, fileOffset: number, { start, end }: JsonField): void {
    let from = start;
    ESCAPE.lastIndex = start;
    for (let match = ESCAPE.exec(line); match && match.index < end; match = ESCAPE.exec(line)) {
      this.#copy(fileOffset + from, fileOffset + match.index);
      for (const octet of octetsOf(match[0])) this.#putAt(fileOffset + match.index, octet);
      from = match.index + match[0].length;
    }
    this.#copy(fileOffset + from, fileOffset + end);
  }

  #putAt(fileOffset: number, octet: number): void {
    this.#map.add(this.#filled - this.#begin, fileOffset, 1);
    this.#put(octet);
  }

  #put(octet: number): void {
    if (this.#filled === this.#octets.length) {
      const grown = new Uint8Array(2 * this.#filled);
      grown.set(this.#octets);
      this.#octets = grown;
    }
    this.#octets[this.#filled++] = octet;
    if (octet === LF) this.#number++;
  }
}

const NUMBER = /\d{1,3}/g;
/** A character beyond the first 65,536 is two escapes. */
const ESCAPE = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|.)/g;
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };
const UTF8 = new TextEncoder();

/** The octets that an escape of a JSON string stands for (RFC 8259 §7). */
function octetsOf(escape: string): Iterable<number> {
  if (escape[1] !== "u") return [CONTROLS[escape[1]!] ?? escape.charCodeAt(1)];
  const units = escape
    .slice(2)
    .split("\\u")
    .map((digits) => parseInt(digits, 16));
  return UTF8.encode(String.fromCharCode(...units));
}

function plain(line: string): JsonField {
  return { kind: "plain", start: 0, end: line.length };
}
