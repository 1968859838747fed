/** A captured frame as the containers hand it on, and the receiver of frames. */

/**
 * One frame. A single record is reused for all frames of a file, and its octets are overwritten by the next range:
 * the receiver copies what must stay.
 */
export interface Frame {
  /** The range of the file that holds the frame, from `start` to `end`. */
  octets: Uint8Array;
  /** Over the same octets, with the same offsets. */
  view: DataView;
  start: number;
  end: number;
  /** Where the octet at `start` lies in the file. */
  fileOffset: number;
  /** Microseconds since the Unix epoch; NaN when the block has no timestamp (a Simple Packet Block). */
  atMicros: number;
  /** Octets the frame had on the wire; more than `end - start` when the snapshot length cut it. */
  originalLength: number;
  /** LINKTYPE_ value (https://www.tcpdump.org/linktypes.html). */
  linkType: number;
  /** Counts on over the sections of a file, so that it names one capture point. */
  interfaceIndex: number;
  /** 1-based, as Wireshark's `frame.number`. */
  number: number;
}

/** A block of a pcapng file, with its two lengths. */
export interface PcapngBlock {
  readonly type: number;
  readonly octets: Uint8Array;
  readonly littleEndian: boolean;
}

export interface FrameSink {
  frame(frame: Frame): void;
  /** A comment somebody wrote on a frame; comes after the frame itself. */
  comment(frameNumber: number, text: string): void;
  /** A TLS key log that the file holds in a Decryption Secrets Block; comes before the frames that it decrypts. */
  secrets(keyLog: Uint8Array): void;
  /**
   * A whole block of a pcapng file, before what is read of it is handed on: for whoever writes the file anew. The octets
   * are overwritten by the next range.
   */
  block?(block: PcapngBlock): void;
  /** A section of a pcapng begins at this offset, with a whole header: for whoever copies the file. */
  section?(offset: number): void;
  /** Something that could not be read, at an offset of the file; what came before remains. */
  problem(offset: number, message: string): void;
}

/** The record a container fills; `octets` and `view` are empty until the first range. */
export function newFrame(): Frame {
  const octets = new Uint8Array(0);
  return {
    octets,
    view: new DataView(octets.buffer),
    start: 0,
    end: 0,
    fileOffset: 0,
    atMicros: NaN,
    originalLength: 0,
    linkType: -1,
    interfaceIndex: 0,
    number: 0,
  };
}
