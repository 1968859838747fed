/** Counts the frames of a capture and remembers its first and last instant, whatever the frames carry. */
import type { Frame, FrameSink } from "./frame.js";

/** Hands everything on to another sink. */
export class FrameExtent implements FrameSink {
  frames = 0;
  /** Infinity and -Infinity until a frame with a time has come. */
  firstMicros = Infinity;
  lastMicros = -Infinity;

  constructor(private readonly sink: FrameSink) {}

  frame(frame: Frame): void {
    this.frames++;
    // Comparisons with NaN are false: a frame without a time changes nothing.
    if (frame.atMicros < this.firstMicros) this.firstMicros = frame.atMicros;
    if (frame.atMicros > this.lastMicros) this.lastMicros = frame.atMicros;
    this.sink.frame(frame);
  }

  comment(frameNumber: number, text: string): void {
    this.sink.comment(frameNumber, text);
  }

  secrets(keyLog: Uint8Array): void {
    this.sink.secrets(keyLog);
  }

  problem(offset: number, message: string): void {
    this.sink.problem(offset, message);
  }
}
