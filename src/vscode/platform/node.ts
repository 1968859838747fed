/** Desktop and remote hosts: the engine runs in a worker thread and reads local files itself. */
import { open } from "node:fs/promises";
import { userInfo } from "node:os";
import { Worker } from "node:worker_threads";
import type { FromEngine } from "../../worker/protocol.js";
import * as vscode from "vscode";
import type { Platform } from "./platform.js";

const localPath = (uri: vscode.Uri): string | undefined => (uri.scheme === "file" ? uri.fsPath : undefined);

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

  localPath,

  userName() {
    try {
      return userInfo().username;
    } catch {
      // A user without an entry among the system's, as in some containers.
      return undefined;
    }
  },

  async readHead(uri, octets) {
    const path = localPath(uri);
    if (path === undefined) return undefined;
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(octets), 0, octets, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },
};
