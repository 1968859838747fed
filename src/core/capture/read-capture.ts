/** Reads a capture by ranges and hands its frames on, at the pace of the caller. */
import type { ByteSource } from "../model/byte-source.js";
import { viewOf } from "../model/octets.js";
import type { Progress, StopReading } from "../model/progress.js";
import type { ContainerReader } from "./container.js";
import { DETECT_OCTETS, detectContainer } from "./detect.js";
import type { FrameSink } from "./frame.js";
import { PcapReader } from "./pcap.js";
import { PcapngReader } from "./pcapng.js";

/** Reads of this size cost the least: whole files thrash the caches, small ranges cost a system call each. */
const RANGE_OCTETS = 1024 * 1024;

export interface CaptureOptions {
  /** Octets a range; the result does not depend on it. A record that is longer makes its range longer. */
  readonly rangeOctets?: number;
}

/**
 * Yields after each range, so that the caller can show progress, give way to others, and stop by not asking again.
 * Damage is told to the sink; what stands before it has been handed on.
 * @returns the number of frames.
 */
export function* readCapture(
  source: ByteSource,
  sink: FrameSink,
  options: CaptureOptions = {},
): Generator<Progress, number, StopReading | undefined> {
  const rangeOctets = Math.max(1, options.rangeOctets ?? RANGE_OCTETS);
  const container = openContainer(source, sink);
  if (container === undefined) return 0;
  let offset = 0;
  while (!container.stopped && offset < source.size) {
    const asked = Math.max(rangeOctets, container.wantedOctets);
    const octets = source.read(offset, asked);
    const view = viewOf(octets);
    // A file can become shorter while it is read: fewer octets than asked for are its end as well.
    const isLast = octets.length < asked || offset + octets.length >= source.size;
    offset += container.read({ octets, view, fileOffset: offset, isLast });
    const word = yield { readOctets: offset, totalOctets: source.size, frames: container.frames };
    if (isLast || word === "stop") break;
  }
  return container.frames;
}

function openContainer(source: ByteSource, sink: FrameSink): ContainerReader | undefined {
  if (source.size === 0) {
    sink.problem(0, "The file is empty.");
    return undefined;
  }
  switch (detectContainer(source.read(0, DETECT_OCTETS))?.id) {
    case "pcap":
      return new PcapReader(sink, source.size);
    case "pcapng":
      return new PcapngReader(sink, source.size);
    case undefined:
      sink.problem(0, "The file does not begin like a capture: neither pcap nor pcapng.");
      return undefined;
  }
}
