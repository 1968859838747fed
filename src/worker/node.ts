/** The thread of the desktop's extension host: reads local files by ranges. */
import { parentPort } from "node:worker_threads";
import { memorySource } from "../core/model/byte-source.js";
import { reasonOf } from "../core/model/reason.js";
import { Engine } from "./engine.js";
import type { OpenSource } from "./engine-host.js";
import { describeOpenError, openFileSource } from "./file-source.js";
import { type FileTarget, openFileTarget } from "./file-target.js";
import type { Input } from "./input.js";
import type { ToEngine } from "./protocol.js";

const SLICE_MILLIS = 30;

function openSource(input: Input): OpenSource {
  if (input.kind === "octets") {
    return { ...memorySource(input.name, input.octets), modifiedMicros: input.modifiedMicros };
  }
  try {
    return openFileSource(input.path, input.name);
  } catch (error) {
    throw new Error(describeOpenError(input.name, error), { cause: error });
  }
}

function openTarget(path: string): FileTarget {
  try {
    return openFileTarget(path);
  } catch (error) {
    const reason = reasonOf(error);
    throw new Error(`${path} cannot be written: ${reason}.`, { cause: error });
  }
}

const port = parentPort;
if (!port) throw new Error("worker.js is a worker thread's entry.");
const engine = new Engine({
  post: (message) => port.postMessage(message),
  openSource,
  openTarget,
  // Messages of the port are received in the poll phase, which setImmediate lets pass.
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  sliceMillis: SLICE_MILLIS,
});
port.on("message", (message: ToEngine) => engine.receive(message));
