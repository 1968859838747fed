/** The messages of hex dumps: of packets as a capture's, of octets without headers as a stream's, each octet as it was sent. */
import { newFrame, type Frame } from "../capture/frame.js";
import { viewOf } from "../model/octets.js";
import type { SourceMap } from "../model/source-map.js";
import type { Signal, TraceSink, Transmission } from "../model/transmission.js";
import { PacketReader } from "../packet/packet-reader.js";
import { looksLikeSip } from "../packet/sip-framing.js";
import { findStartLineWithin, lineEnd } from "../packet/sip-start-line.js";
import { SipStream, type SipStreamSink } from "../packet/sip-stream.js";
import { type DumpedFrame, DumpedFrames } from "./dumped-frames.js";
import { linkTypeOf } from "./dumped-link.js";
import type { DumpRow, HexDump } from "./hex-dump-reader.js";
import type { LogFormat } from "./log-format.js";
import type { Sides } from "./sides.js";

/** What the log around a dump tells of its octets. */
export interface DumpContext extends Sides {
  readonly atMicros: number;
}

/** The octets of a dump, as they are laid end to end with those of all dumps before. */
export interface DumpedOctets {
  readonly number: number;
  /** Where the first one stands among those of all dumps. */
  readonly at: number;
  readonly octets: Uint8Array;
  readonly rows: readonly DumpRow[];
  /** Of a packet with its headers; undefined for others. */
  readonly linkType: number | undefined;
}

/** Sees each dump before what is read from it, for whoever prints other octets in its place. */
export interface DumpWatch {
  dump(dump: DumpedOctets): void;
  /** A message that no packet carries; its map leads to offsets among the octets of all dumps. */
  message(octets: Uint8Array, map: SourceMap): void;
}

/** The header of no known packet is longer. */
const MAX_HEADER_OCTETS = 256;

interface Stream {
  readonly reader: SipStream;
  readonly sides: Sides;
}

export class DumpedMessages {
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #read: (format: LogFormat, octets: Uint8Array | undefined) => boolean;
  readonly #frames = new DumpedFrames();
  #packets: PacketReader | undefined;
  readonly #frame: Frame = newFrame();
  readonly #streams: { first?: Stream; second?: Stream } = {};
  /** Frames whose messages were read from what the log shows of them beside their octets. */
  readonly #known = new Set<number>();
  #found = 0;

  /** @param read is asked for each message or signal before it is handed on: false when the log showed it right before. */
  constructor(
    file: number,
    sink: TraceSink,
    read: (format: LogFormat, octets: Uint8Array | undefined) => boolean,
    private readonly watch: DumpWatch | undefined,
  ) {
    this.#file = file;
    this.#sink = sink;
    this.#read = read;
  }

  /**
   * Takes the octets of a dump.
   * @param otherwise reads the packet's messages from what else the log shows of it, if these octets complete none.
   */
  take(dump: HexDump, context: DumpContext, otherwise?: () => void): void {
    const frame = this.#frames.add(dump, context.atMicros);
    const linkType = dump.format.dump === "stream" ? undefined : linkTypeOf(dump.text.octets);
    const { rows, text } = dump;
    this.watch?.dump({ number: frame.number, at: frame.at, octets: text.octets, rows, linkType });
    const before = this.#found;
    if (linkType === undefined) this.#append(frame, context);
    else this.#packet(frame, linkType);
    if (otherwise && this.#found === before) {
      otherwise();
      this.#known.add(frame.number);
    }
  }

  /** Nothing follows. */
  finish(): void {
    this.#endStreams();
    this.#packets?.finish();
  }

  #packet({ dump, number, at, atMicros }: DumpedFrame, linkType: number): void {
    this.#packets ??= new PacketReader(this.#file, this.#outside());
    const { octets } = dump.text;
    const frame = this.#frame;
    frame.octets = octets;
    frame.view = viewOf(octets);
    frame.end = frame.originalLength = octets.length;
    frame.fileOffset = at;
    frame.atMicros = atMicros;
    frame.linkType = linkType;
    frame.number = number;
    this.#packets.frame(frame);
  }

  /** Octets without a packet's headers: of a stream, of a datagram, or of a part of either. */
  #append({ dump, number, at, atMicros }: DumpedFrame, sides: Sides): void {
    const { octets } = dump.text;
    const side = dump.isSecond ? "second" : "first";
    const isStream = dump.format.dump === "stream";
    const start = isStream && !looksLikeSip(octets, 0, octets.length) ? -1 : beginOf(octets);
    if (isStream && dump.isFirst) this.#endStreams();
    // What begins like a message, or came between others, goes on with nothing.
    if (start >= 0 || (!isStream && !sameSides(this.#streams.first?.sides, sides))) this.#end(side);
    const { reader } = (this.#streams[side] ??= { reader: new SipStream(this.#streamSink(sides), true), sides });
    reader.append(octets, Math.max(start, 0), octets.length, {
      frame: number,
      atMicros,
      mapOctets: (map, offset, from, to) => map.add(offset, at + from, to - from),
    });
  }

  #endStreams(): void {
    this.#end("first");
    this.#end("second");
  }

  #end(side: "first" | "second"): void {
    this.#streams[side]?.reader.end("capture ends", NaN);
    delete this.#streams[side];
  }

  #streamSink(sides: Sides): SipStreamSink {
    const sink = this.#outside();
    const { transport, source, destination } = sides;
    return {
      ends: "octets in a hex dump",
      message: ({ octets, sourceMap, frame, atMicros }, missingOctets, garbageBefore) => {
        this.watch?.message(octets, sourceMap);
        const place = { file: this.#file, frame, line: null };
        const message = { atMicros, ...sides, octets, place, sourceMap, missingOctets, capturePoint: 0 };
        sink.transmission(garbageBefore === undefined ? message : { ...message, garbageBefore });
      },
      keepAlive: (form, { frame, atMicros }) => {
        if (!transport || !source || !destination) return;
        const place = { file: this.#file, frame, line: null };
        sink.signal({ kind: "keep-alive", form, atMicros, place, transport, source, destination, capturePoint: 0 });
      },
      problem: (offset, message) => sink.problem({ file: this.#file, offset, message }),
    };
  }

  /** Frames and offsets of dumps become lines and offsets of the log. */
  #outside(): TraceSink {
    return {
      transmission: (transmission) => this.#transmission(transmission),
      signal: (signal) => this.#signal(signal),
      comment: () => undefined,
      problem: ({ offset, message }) => {
        const place = this.#frames.holding(offset)?.dump.text.sourceMap.toFile(0) ?? 0;
        this.#sink.problem({ file: this.#file, offset: place, message });
      },
    };
  }

  #transmission(transmission: Transmission): void {
    const { sourceMap, place, octets } = transmission;
    const at = sourceMap.toFile(0);
    const format = this.#frames.holding(at)?.dump.format;
    if (format === undefined || (place.frame !== null && this.#known.has(place.frame))) return;
    this.#found++;
    if (!this.#read(format, octets)) return;
    const line = this.#frames.lineOf(at) ?? null;
    this.#sink.transmission({
      ...transmission,
      place: { file: this.#file, frame: null, line },
      sourceMap: this.#frames.toLog(sourceMap),
    });
  }

  #signal(signal: Signal): void {
    const dump = this.#frames.numbered(signal.place.frame ?? 0)?.dump;
    if (dump === undefined || !this.#read(dump.format, undefined)) return;
    this.#sink.signal({ ...signal, place: { file: this.#file, frame: null, line: dump.line } });
  }
}

/** Where a message begins: at the first octet, or behind the header of a packet that is not known; -1 when none does. */
function beginOf(octets: Uint8Array): number {
  if (looksLikeSip(octets, 0, octets.length)) return 0;
  const end = lineEnd(octets, Math.min(octets.length, MAX_HEADER_OCTETS), octets.length);
  for (let line = 0; line < Math.min(end, MAX_HEADER_OCTETS); line = lineEnd(octets, line, end) + 1) {
    const at = findStartLineWithin(octets, line, lineEnd(octets, line, end));
    if (at >= 0) return at;
  }
  return -1;
}

function sameSides(a: Sides | undefined, b: Sides): boolean {
  return a?.transport === b.transport && a?.source === b.source && a?.destination === b.destination;
}
