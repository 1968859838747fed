/** The web worker of the browser's extension host: analyses octets that were sent to it. */
import { Engine } from "./engine.js";
import { openMemorySource, openNoTarget } from "./memory-only.js";
import type { FromEngine, ToEngine } from "./protocol.js";

const SLICE_MILLIS = 30;

/** This thread's global scope; the DOM library, which would know it, is not among this project's. */
declare const self: DedicatedWorkerGlobalScope;

const engine = new Engine({
  post: (message) => self.postMessage(message),
  openSource: openMemorySource,
  openTarget: openNoTarget,
  breathe: () => new Promise((resolve) => setTimeout(resolve)),
  sliceMillis: SLICE_MILLIS,
});
self.addEventListener("message", (event: MessageEvent<ToEngine>) => engine.receive(event.data));
// The starter waits for a first word: a browser may refuse to run a worker without saying so.
self.postMessage({ type: "ready" } satisfies FromEngine);
