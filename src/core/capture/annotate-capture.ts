/** Writes a capture with comments on some of its frames as pcapng; every octet of its packets stays. */
import type { ByteSource } from "../model/byte-source.js";
import type { Progress } from "../model/progress.js";
import { DETECT_OCTETS, detectContainer } from "./detect.js";
import { annotatePcap } from "./annotate-pcap.js";
import { annotatePcapng } from "./annotate-pcapng.js";
import type { Annotated, FrameComments, WritePiece } from "./annotated.js";

/**
 * Copies a pcapng octet for octet but for the blocks of commented frames, which get options of type comment; a pcap becomes
 * pcapng with the same times, lengths and link type. Frame numbers stay. Memory does not grow with the file.
 * @param source what is in a packed file, where it is packed.
 */
export function* annotateCapture(
  source: ByteSource,
  comments: FrameComments,
  write: WritePiece,
): Generator<Progress, Annotated, undefined> {
  switch (detectContainer(source.read(0, DETECT_OCTETS))?.id) {
    case "pcapng":
      return yield* annotatePcapng(source, comments, write);
    case "pcap":
      return yield* annotatePcap(source, comments, write);
    case undefined:
      return {
        comments: 0,
        problems: [{ offset: 0, message: "Only captures (pcap, pcapng) can hold packet comments." }],
      };
  }
}
