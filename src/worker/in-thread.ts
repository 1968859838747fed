/** An engine in the caller's own thread, for hosts that cannot start another; short slices keep the host alive. */
import type { Channel, ChannelListener } from "./channel.js";
import { Engine } from "./engine.js";
import { openMemorySource, openNoTarget } from "./memory-only.js";

/** The extension host serves every extension; this is well below what a person feels. */
const SLICE_MILLIS = 12;

export function startInThread(listener: ChannelListener): Channel {
  let isOpen = true;
  const engine = new Engine({
    post: (message) => {
      if (isOpen) listener.receive(message);
    },
    openSource: openMemorySource,
    openTarget: openNoTarget,
    breathe: () => new Promise((resolve) => setTimeout(resolve)),
    sliceMillis: SLICE_MILLIS,
  });
  return {
    post: (message) => engine.receive(message),
    terminate: () => {
      isOpen = false;
    },
  };
}
