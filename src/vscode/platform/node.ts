/** Desktop and remote hosts: the engine runs in a worker thread and reads local files itself. */
import { Worker } from "node:worker_threads";
import type { FromEngine } from "../../worker/protocol.js";
import * as vscode from "vscode";
import type { Platform } from "./platform.js";

export const platform: Platform = {
  startEngine(extension, listener) {
    const script = vscode.Uri.joinPath(extension, "dist", "worker.js").fsPath;
    const worker = new Worker(script, { name: "SIP Trace" });
    let isWanted = true;
    const stop = (reason: string) => {
      if (isWanted) listener.stopped(reason);
      isWanted = false;
    };
    worker.on("message", (message: FromEngine) => listener.receive(message));
    // After an error, out of memory for one, "exit" follows; the first of them counts.
    worker.on("error", (error) => stop(error.message));
    worker.on("exit", (code) => stop(`exit code ${code}`));
    return Promise.resolve({
      post: (message, transfer) => worker.postMessage(message, transfer),
      terminate: () => {
        isWanted = false;
        void worker.terminate();
      },
    });
  },

  localPath: (uri) => (uri.scheme === "file" ? uri.fsPath : undefined),
};
