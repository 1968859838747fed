/** The browser: the engine runs in a web worker started from a blob, or, where none can be started, in this thread. */
import * as vscode from "vscode";
import { reasonOf } from "../../core/model/reason.js";
import type { ChannelListener, Channel } from "../../worker/channel.js";
import type { FromEngine } from "../../worker/protocol.js";
import type { Platform } from "./platform.js";

/** How long a worker may take until it runs its script; one that a policy forbids fails without a word in some browsers. */
const START_LIMIT_MILLIS = 10_000;

export const platform: Platform = {
  async startEngine(extension, listener, warn) {
    try {
      return await startWorker(extension, listener);
    } catch (error) {
      const reason = reasonOf(error);
      warn(`No web worker could be started (${reason}); traces are analysed in the extension host.`);
      const { startInThread } = await import("../../worker/in-thread.js");
      return startInThread(listener);
    }
  },

  localPath: () => undefined,
  userName: () => undefined,
  readHead: () => Promise.resolve(undefined),
};

async function startWorker(extension: vscode.Uri, listener: ChannelListener): Promise<Channel> {
  // The extension's own address may be one that a worker cannot be loaded from (another origin, a virtual file system).
  const script = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, "dist", "web", "worker.js"));
  const address = URL.createObjectURL(new Blob([new Uint8Array(script)], { type: "text/javascript" }));
  const worker = new Worker(address, { name: "SIP Trace" });
  await started(worker);
  URL.revokeObjectURL(address);
  worker.addEventListener("message", (event: MessageEvent<FromEngine>) => listener.receive(event.data));
  worker.addEventListener("error", (event) => {
    worker.terminate();
    listener.stopped(event.message);
  });
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    terminate: () => worker.terminate(),
  };
}

/** Resolves with the worker's first word. */
function started(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => {
      worker.terminate();
      reject(new Error("the web worker did not start"));
    };
    const timer = setTimeout(fail, START_LIMIT_MILLIS);
    worker.addEventListener("error", fail, { once: true });
    worker.addEventListener(
      "message",
      () => {
        clearTimeout(timer);
        worker.removeEventListener("error", fail);
        resolve();
      },
      { once: true },
    );
  });
}
