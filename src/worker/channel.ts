/** A way to an engine and back, whichever thread it runs in. */
import type { FromEngine, ToEngine } from "./protocol.js";

export interface ChannelListener {
  receive(message: FromEngine): void;
  /** The engine stopped without being told to; `reason` is for the log. */
  stopped(reason: string): void;
}

export interface Channel {
  /** @param transfer buffers that move to the engine instead of being copied. */
  post(message: ToEngine, transfer: readonly ArrayBuffer[]): void;
  terminate(): void;
}
