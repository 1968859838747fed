/** Announcements that read as one before them did but for their digits: an expression is tried on the first of each form alone. */
import { octetsOf } from "../model/octets.js";
import { isDigit, stands } from "./line-content.js";
import type { LogLines } from "./lines.js";
import type { LogFormat } from "./log-format.js";
import type { Opening } from "./opening.js";
import { printsPlainly } from "./plain-message.js";
import type { PrintedTime } from "./printed-time.js";
import { type EndpointTable, isReceived, type Sides, sidesBetween, transportOf } from "./sides.js";

/** A log has some hundred: numbers of other lengths make other forms. */
const MAX_FORMS = 4096;
const MAX_LINE_OCTETS = 512;

/** What else an opening may tell asks for more than the opening. */
const GROUPS: ReadonlySet<string> = new Set([
  "time",
  "way",
  "octets",
  "transport",
  "peer",
  "local",
  "source",
  "destination",
]);

/** Start and end within the line. */
type Range = readonly [number, number];

interface Form {
  /** The line, with a nought for each digit. */
  readonly folded: Uint8Array;
  readonly transport: Sides["transport"];
  readonly received: boolean | undefined;
  readonly time: Range;
  readonly peer: Range | undefined;
  readonly local: Range | undefined;
  readonly source: Range | undefined;
  readonly destination: Range | undefined;
}

export interface UsualOpening extends Sides {
  readonly format: LogFormat;
  readonly time: PrintedTime;
}

const FOLDED = new Uint8Array(256);
for (let octet = 0; octet < FOLDED.length; octet++) FOLDED[octet] = isDigit(octet) ? 48 : octet;

export class UsualOpenings {
  readonly #endpoints: EndpointTable;
  readonly #timeOf: (time: string, format: LogFormat) => PrintedTime | undefined;
  /** The forms are of one format: another one that announced a message since would be tried first. */
  #format: LogFormat | undefined;
  /** Its expression, which tells where the groups stand; undefined if its openings cannot be told by their form. */
  #opening: RegExp | undefined;
  readonly #forms = new Map<number, Form>();
  /** Openings that were told by a form since there was none. */
  #told = 0;
  /** The last time that was read, as it was printed. */
  #printed: Uint8Array = new Uint8Array(0);
  #time: PrintedTime | undefined;

  constructor(endpoints: EndpointTable, timeOf: (time: string, format: LogFormat) => PrintedTime | undefined) {
    this.#endpoints = endpoints;
    this.#timeOf = timeOf;
  }

  /** Remembers how an opening was read that stood right before its message, which was printed plainly. */
  learn(line: string, { format, groups }: Opening): void {
    if (format !== this.#format) {
      this.#forms.clear();
      this.#format = format;
      this.#opening = openingOf(format);
      this.#told = 0;
    }
    const { time, way, transport } = groups;
    if (!this.#opening || time === undefined || line.length > MAX_LINE_OCTETS || line.includes("\x1b")) return;
    if (Object.entries(groups).some(([name, value]) => value !== undefined && !GROUPS.has(name))) return;
    const { time: at, peer, local, source, destination } = this.#opening.exec(line)?.indices?.groups ?? {};
    if (at === undefined) return;
    const octets = octetsOf(line);
    if (this.#forms.size >= MAX_FORMS) {
      this.#forms.clear();
      // Where hardly any form comes again, as with many hosts by their names, remembering all costs more than it saves.
      if (this.#told < 2 * MAX_FORMS) this.#opening = undefined;
      this.#told = 0;
    }
    this.#forms.set(hashOf(octets, 0, octets.length), {
      folded: octets.map((octet) => FOLDED[octet]!),
      transport: transportOf(transport),
      received: way === undefined ? undefined : isReceived(way),
      time: at,
      peer,
      local,
      source,
      destination,
    });
  }

  /** What a line of the window tells as an opening of the format that announced the last message; undefined if it needs reading. */
  read(lines: LogLines, start: number, end: number, last: LogFormat | undefined): UsualOpening | undefined {
    const format = this.#format;
    if (format === undefined || format !== last || end - start > MAX_LINE_OCTETS) return undefined;
    const { window, base } = lines;
    const from = start - base;
    const to = end - base;
    const form = this.#forms.get(hashOf(window, from, to));
    if (form === undefined || !isLike(form.folded, window, from, to)) return undefined;
    const time = this.#timeAt(window, from + form.time[0], from + form.time[1], format);
    if (time === undefined) return undefined;
    this.#told++;
    const endpointAt = (range: Range | undefined) =>
      range && this.#endpoints.readOctets(window, from + range[0], from + range[1]);
    const [peer, local] = [endpointAt(form.peer), endpointAt(form.local)];
    const [source, destination] = [endpointAt(form.source), endpointAt(form.destination)];
    const sides = sidesBetween({ source, destination, peer, local }, form.received);
    return { format, time, transport: form.transport, source: sides.source, destination: sides.destination };
  }

  #timeAt(octets: Uint8Array, from: number, to: number, format: LogFormat): PrintedTime | undefined {
    if (this.#printed.length !== to - from || !stands(this.#printed, octets, from)) {
      this.#printed = octets.slice(from, to);
      this.#time = this.#timeOf(String.fromCharCode(...this.#printed), format);
    }
    return this.#time;
  }
}

/** The expression of a format's openings, if nothing in it asks for one digit rather than another. */
function openingOf(format: LogFormat): RegExp | undefined {
  const { opening, hint, beside, segments, dump, mayShowOctets } = format;
  if (!(opening instanceof RegExp) || !printsPlainly(format)) return undefined;
  if (beside ?? segments ?? dump ?? mayShowOctets) return undefined;
  // Of what remains a digit is one that must stand there, a character's code or a group again.
  const asked = opening.source.replace(/\{\d+(?:,\d*)?\}|0-9/g, "");
  return /\d|\\k/.test(asked + hint) ? undefined : new RegExp(opening.source, `d${opening.flags}`);
}

function hashOf(octets: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + FOLDED[octets[i]!]!) | 0;
  return hash;
}

function isLike(folded: Uint8Array, octets: Uint8Array, from: number, to: number): boolean {
  if (folded.length !== to - from) return false;
  for (let i = from; i < to; i++) if (FOLDED[octets[i]!] !== folded[i - from]) return false;
  return true;
}
