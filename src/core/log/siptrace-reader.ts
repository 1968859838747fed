/** Reads the records of a `.siptrace` text: exact where it was written by us, lenient where a person wrote it. */
import type { Endpoint, Transport } from "../model/endpoint.js";
import { SourceMap } from "../model/source-map.js";
import type { Place, Signal, TraceSink } from "../model/transmission.js";
import { Anchors } from "./anchor.js";
import type { LogClock } from "./log-clock.js";
import { findTime } from "./printed-time.js";
import { DETAIL, RECORD, RECORD_HINT } from "./formats/siptrace.js";
import type { LogLines } from "./lines.js";
import { OctetSlab } from "./octet-slab.js";
import { EndpointTable, transportOf } from "./sides.js";
import { unescapeWord } from "./siptrace-escape.js";
import { readDhcp, readDns, readNtpOffset } from "./siptrace-lookups.js";
import { readTls } from "./siptrace-tls.js";

/** A record's text is read no further; written by us, it holds a message of at least a quarter of this. */
const MAX_RECORD_OCTETS = 16 << 20;

/** Announcements of other formats are no longer. */
const MAX_OPENING_CHARACTERS = 1024;

export interface SipTraceRecord {
  readonly time: string | undefined;
  readonly transport: Transport | undefined;
  readonly source: string;
  readonly destination: string;
  readonly details: Details;
}

/** The details of which each is a signal of its own. */
const SIGNALS = ["form", "reason", "mapped", "event", "tls", "dns", "dhcp", "ntp"] as const;

const ENDPOINT = /^(?:\?|[^\s"]*[^\s",])$/;

/** Reads a record line; undefined when the line is something else, such as a line of a message. */
export function parseRecord(line: string): SipTraceRecord | undefined {
  if (!line.includes(RECORD_HINT)) return undefined;
  const groups = RECORD.exec(line)?.groups;
  if (!groups) return undefined;
  const details = parseDetails(groups.details ?? "");
  if (!details) return undefined;
  if (!ENDPOINT.test(groups.source!) || !ENDPOINT.test(groups.destination!)) return undefined;
  return {
    time: groups.time,
    transport: transportOf(groups.transport),
    source: groups.source!,
    destination: groups.destination!,
    details,
  };
}

type Details = Readonly<Record<string, string | undefined>>;

/** As nearly every record has them: `frame 7, 512 octets`. */
const USUAL_DETAILS = /^ (?:frame (\d{1,15}), )?(\d{1,9}) octets$/;

/** What a record line says after its endpoints; undefined when a part of it is no word of this format. */
function parseDetails(text: string): Details | undefined {
  const usual = USUAL_DETAILS.exec(text);
  if (usual) return { frame: usual[1], octets: usual[2] };
  const details: Record<string, string | undefined> = {};
  let at = 0;
  while (at < text.length && text.slice(at).trim() !== "") {
    DETAIL.lastIndex = at;
    const match = DETAIL.exec(text);
    if (!match) return undefined;
    for (const [name, value] of Object.entries(match.groups!)) if (value !== undefined) details[name] = value;
    at = DETAIL.lastIndex;
  }
  return details;
}

export class SipTraceReader {
  readonly #lines: LogLines;
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #clock: LogClock;
  readonly #announces: (line: string) => boolean;
  readonly #anchors = new Anchors([RECORD_HINT]);
  readonly #endpoints = new EndpointTable(true);
  readonly #slab = new OctetSlab();

  /** `announces` tells the opening lines of other formats, which end a record that states no length. */
  constructor(lines: LogLines, file: number, sink: TraceSink, clock: LogClock, announces: (line: string) => boolean) {
    this.#lines = lines;
    this.#file = file;
    this.#sink = sink;
    this.#clock = clock;
    this.#announces = announces;
  }

  /** Reads the record that begins at the current line, if one does; the next line is then the first after it. */
  read(): boolean {
    const lines = this.#lines;
    if (!this.#anchors.mayBeInLine(lines)) return false;
    const record = parseRecord(lines.slice(lines.start, lines.end));
    if (!record) return false;
    const time = record.time === undefined ? undefined : findTime(record.time);
    // The format says that its times are UTC.
    const atMicros = time ? this.#clock.resolve({ ...time, zoneMinutes: time.zoneMinutes ?? 0 }) : NaN;
    const source = this.#endpoint(record.source);
    const destination = this.#endpoint(record.destination);
    const { details } = record;
    const capturePoint = Number(details.point ?? 0);
    if (SIGNALS.some((signal) => details[signal] !== undefined)) {
      const signal = this.#signal(record, source, destination);
      if (signal) this.#sink.signal({ ...signal, atMicros, capturePoint } as Signal);
      return true;
    }
    lines.hold(lines.start);
    const message = this.#message(details.octets === undefined ? undefined : Number(details.octets));
    lines.release();
    this.#sink.transmission({
      atMicros,
      transport: record.transport,
      source,
      destination,
      octets: message.octets,
      place: this.#place(message.line),
      sourceMap: message.sourceMap,
      missingOctets: Number(details.missing ?? 0),
      ...(details.garbage === undefined ? {} : { garbageBefore: unescapeWord(details.garbage) }),
      capturePoint,
      ...(details.frame === undefined ? {} : { statedFrame: Number(details.frame) }),
    });
    this.#slab.turn();
    return true;
  }

  #endpoint(text: string): Endpoint | undefined {
    if (text === "?") return undefined;
    const plain = text.includes("\\") ? new TextDecoder().decode(unescapeWord(text)) : text;
    return this.#endpoints.read(plain);
  }

  #place(line: number): Place {
    return { file: this.#file, frame: null, line };
  }

  #signal(record: SipTraceRecord, source: Endpoint | undefined, destination: Endpoint | undefined): object | undefined {
    const { form, reason, reporter, quoted, mapped, event, incomplete, tls, dns, dhcp, ntp } = record.details;
    if (source === undefined || destination === undefined || record.transport === undefined) return undefined;
    const base = { place: this.#place(this.#lines.number), transport: record.transport, source, destination };
    if (form !== undefined) return { ...base, kind: "keep-alive", form };
    if (event !== undefined) return { ...base, kind: "tcp", event, ...(incomplete ? { isIncomplete: true } : {}) };
    if (tls !== undefined) {
      const known = readTls(tls);
      return known && { ...base, kind: "tls", ...known };
    }
    if (dns !== undefined) {
      const message = readDns(dns);
      return message && { ...base, kind: "dns", dns: message };
    }
    if (dhcp !== undefined) {
      const settings = readDhcp(dhcp);
      return settings && { ...base, kind: "dhcp", dhcp: settings };
    }
    if (ntp !== undefined) return { ...base, kind: "ntp", offsetMicros: readNtpOffset(ntp) };
    if (mapped !== undefined) {
      const endpoint = this.#endpoint(mapped);
      return endpoint && { ...base, kind: "stun-mapping", mapped: endpoint };
    }
    const text = (word: string | undefined) => new TextDecoder().decode(unescapeWord(word ?? ""));
    return {
      ...base,
      kind: "unreachable",
      reason: text(reason),
      reporter: text(reporter),
      quoted: unescapeWord(quoted ?? ""),
    };
  }

  /** Reads the lines after a record line, up to the stated length or to the next record. */
  #message(octets: number | undefined): RecordMessage {
    const lines = this.#lines;
    const mark = lines.mark();
    const exact = octets === undefined ? undefined : this.#exactMessage(octets);
    if (exact) return exact;
    lines.rewind(mark);
    return this.#lenientMessage();
  }

  /** Undefined when the lines do not hold as many octets as stated: a hand may have changed them since. */
  #exactMessage(octets: number): RecordMessage | undefined {
    const lines = this.#lines;
    const built = new RecordOctets(lines, this.#slab);
    const begin = lines.start;
    while (built.length < octets) {
      if (!lines.advance() || this.#isRecord() || lines.start - begin > MAX_RECORD_OCTETS) return undefined;
      if (!this.#isAnnotation()) built.addLine();
    }
    if (built.length > octets) return undefined;
    const mark = lines.mark();
    const last = !lines.advance() || lines.end === lines.start || this.#isAnnotation() || this.#isRecord();
    lines.rewind(mark);
    return last ? built.message() : undefined;
  }

  /** Everything up to the next record or another format's announcement; blank lines as SIP needs them. */
  #lenientMessage(): RecordMessage {
    const lines = this.#lines;
    const built = new RecordOctets(lines, this.#slab);
    const begin = lines.start;
    while (lines.advance()) {
      const line = lines.slice(lines.start, Math.min(lines.end, lines.start + MAX_OPENING_CHARACTERS));
      if (this.#isRecord() || this.#announces(line) || lines.start - begin > MAX_RECORD_OCTETS) {
        lines.stay();
        break;
      }
      if (!this.#isAnnotation()) built.addLine();
    }
    built.dropTrailingBlankLines();
    built.supplyBlankLine();
    return built.message();
  }

  #isAnnotation(): boolean {
    return this.#lines.end > this.#lines.start && this.#lines.octetAt(this.#lines.start) === 35; /* # */
  }

  #isRecord(): boolean {
    const lines = this.#lines;
    return this.#anchors.mayBeInLine(lines) && parseRecord(lines.slice(lines.start, lines.end)) !== undefined;
  }
}

interface RecordMessage {
  readonly octets: Uint8Array;
  readonly sourceMap: SourceMap;
  /** Of the first line. */
  readonly line: number;
}

const HEX = "0123456789abcdef";

/** The octets that the lines of a record stand for. */
class RecordOctets {
  readonly #lines: LogLines;
  readonly #slab: OctetSlab;
  /** Length before each of the blank lines at the end; and whether a blank line stands before them. */
  #trailing = -1;
  #hasBlank = false;
  #line: number | undefined;
  length = 0;
  readonly sourceMap = new SourceMap();

  constructor(lines: LogLines, slab: OctetSlab) {
    this.#lines = lines;
    this.#slab = slab;
  }

  /** Adds the current line. */
  addLine(): void {
    const lines = this.#lines;
    const { start, end } = lines;
    this.#line ??= lines.number;
    const text = lines.slice(start, end);
    if (text === "") {
      if (this.#trailing < 0) this.#trailing = this.length;
    } else {
      if (this.#trailing >= 0) this.#hasBlank = true;
      this.#trailing = -1;
    }
    this.#slab.reserve(this.length, end - start + 2);
    const joined = text.endsWith("\\");
    const until = joined ? end - 1 : end;
    let from = start;
    for (let at = text.indexOf("\\x"); at >= 0; at = text.indexOf("\\x", at + 1)) {
      const high = HEX.indexOf((text[at + 2] ?? " ").toLowerCase());
      const low = HEX.indexOf((text[at + 3] ?? " ").toLowerCase());
      if (high < 0 || low < 0) continue;
      this.#copy(from, start + at);
      this.sourceMap.add(this.length, start + at, 1);
      this.#put(high * 16 + low);
      from = start + at + 4;
    }
    this.#copy(from, until);
    if (joined) return;
    this.#put(13);
    this.#put(10);
  }

  dropTrailingBlankLines(): void {
    if (this.#trailing >= 0) this.length = this.#trailing;
  }

  supplyBlankLine(): void {
    if (this.#hasBlank) return;
    this.#slab.reserve(this.length, 2);
    this.#put(13);
    this.#put(10);
  }

  message(): RecordMessage {
    return {
      octets: this.#slab.take(this.length),
      sourceMap: this.sourceMap,
      line: this.#line ?? this.#lines.number,
    };
  }

  #copy(from: number, to: number): void {
    if (to <= from) return;
    this.#slab.octets.set(this.#lines.octets(from, to), this.#slab.start + this.length);
    this.sourceMap.add(this.length, from, to - from);
    this.length += to - from;
  }

  #put(octet: number): void {
    this.#slab.octets[this.#slab.start + this.length++] = octet;
  }
}
