/** The messages that a log does not print as lines of their own: those of records that are put together, and of hex dumps. */
import type { TraceSink } from "../model/transmission.js";
import { contextOf } from "./context.js";
import { DumpedMessages, type DumpWatch } from "./dumped-messages.js";
import { type HandOver, timeOf } from "./hand-over.js";
import { type HexDump, HexDumpReader } from "./hex-dump-reader.js";
import type { LogLines } from "./lines.js";
import type { LogFormat } from "./log-format.js";
import { type LogRecord, RecordReader } from "./record-reader.js";
import type { EndpointTable, Sides } from "./sides.js";

/** Wireshark and tshark name both sides of a stream above it; the first one spoke first. */
const NODE = /^\s*Node (?<number>[01]): (?<endpoint>\S{3,255}:\d{1,5})\s*$/;
const FOLLOWED = /^Follow: (?<transport>udp|tcp|tls),/;

export class RecordedMessages {
  readonly #out: HandOver;
  readonly #previous: () => readonly string[];
  readonly #records: RecordReader;
  readonly #dumps: HexDumpReader;
  readonly #dumped: DumpedMessages;
  /** Its octets follow as a hex dump. */
  #shown: LogRecord | undefined;
  /** Of the stream under reading, from its first side to its second one. */
  #stream: Sides = { transport: undefined, source: undefined, destination: undefined };

  /** @param previous gives the lines before the current one that belong to no message, nearest first. */
  constructor(
    file: number,
    sink: TraceSink,
    lines: LogLines,
    formats: readonly LogFormat[],
    out: HandOver,
    previous: () => readonly string[],
    dumps: DumpWatch | undefined,
  ) {
    this.#out = out;
    this.#previous = previous;
    this.#records = new RecordReader(lines, formats, previous, (record) => {
      if (record.format.mayShowOctets && this.#dumps.isActive && this.#dumps.follows()) this.#shown = record;
      else out.record(record);
    });
    this.#dumps = new HexDumpReader(lines, formats, (dump) => this.#dump(dump), { keepsRows: dumps !== undefined });
    const read = (format: LogFormat, octets: Uint8Array | undefined) => {
      if (octets && out.isRepeated(octets)) return false;
      out.count(format);
      return true;
    };
    this.#dumped = new DumpedMessages(file, sink, read, dumps);
  }

  /** The next line is none of a record or of a dump unless it holds what such a one begins with. */
  get isIdle(): boolean {
    return this.#records.isIdle && this.#dumps.isIdle;
  }

  /** Takes the current line if it is one of a record or of a dump. */
  take(): boolean {
    // The octets that a record shows beside its text are the record's, until a row ends it.
    const { isIn } = this.#records;
    if (!isIn && this.#dumps.take(this.#previous)) return true;
    return this.#records.take() || (isIn && this.#dumps.take(this.#previous));
  }

  /** Nothing follows. */
  finish(): void {
    this.#dumps.finish();
    this.#dumped.finish();
    this.#records.finish();
  }

  /** Whether the octets of what the current line announces follow. */
  showsOctets(format: LogFormat | undefined): boolean {
    return format?.mayShowOctets === true && this.#dumps.follows();
  }

  #dump(dump: HexDump): void {
    const shown = this.#shown;
    this.#shown = undefined;
    const { clock, endpoints } = this.#out;
    if (dump.format.dump === "stream") {
      if (dump.isFirst) this.#stream = followedSides(dump.previous, endpoints);
      const { transport, source, destination } = this.#stream;
      const sides = dump.isSecond ? { transport, source: destination, destination: source } : this.#stream;
      this.#dumped.take(dump, { ...sides, atMicros: NaN });
      return;
    }
    const around = contextOf("", dump.previous, endpoints);
    const time = (shown && timeOf(shown.groups, shown.format)) ?? around.time;
    const context = { ...around, atMicros: time ? clock.resolve(time) : NaN };
    this.#dumped.take(dump, context, shown && (() => this.#out.record(shown)));
  }
}

function followedSides(previous: readonly string[], endpoints: EndpointTable): Sides {
  const nodes: (string | undefined)[] = [];
  let transport: Sides["transport"];
  for (const line of previous) {
    const node = NODE.exec(line)?.groups;
    if (node) nodes[Number(node.number)] = node.endpoint;
    transport ??= FOLLOWED.exec(line)?.groups?.transport as Sides["transport"];
  }
  return { transport, source: endpoints.read(nodes[0]), destination: endpoints.read(nodes[1]) };
}
