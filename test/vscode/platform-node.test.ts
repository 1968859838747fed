/** The desktop's worker thread: words both ways, and the news of its end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { platform } from "../../src/vscode/platform/node.js";
import { EngineClient, EngineStopped } from "../../src/worker/client.js";
import { FakeUri } from "./fake-uri.js";

/** An engine that names its own thread, and dies when it is asked for a ladder. */
const SCRIPT = `
const { parentPort, threadId } = require("node:worker_threads");
parentPort.on("message", ({ id, request }) => {
  if (request.type === "ladder") setTimeout(() => { throw new Error("out of order"); });
  else parentPort.postMessage({ type: "answer", id, value: String(threadId) });
});`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sip-trace-extension-"));
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "dist/worker.js"), SCRIPT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a thread that dies is told with its reason, and another takes its place", async () => {
  const extension = FakeUri.from({ scheme: "file", path: folder }) as never;
  const reasons: string[] = [];
  const client = new EngineClient(
    (listener) => platform.startEngine(extension, listener, (message) => reasons.push(message)),
    (reason) => reasons.push(reason),
  );
  const first = await client.ask("row", { trace: 1, message: 0 });
  await expect(client.ask("ladder", { trace: 1, key: "r1" })).rejects.toBeInstanceOf(EngineStopped);
  expect(reasons).toEqual(["out of order"]);
  const second = await client.ask("row", { trace: 1, message: 0 });
  expect(second).not.toBe(first);
  await client.dispose();
  // An end that was wanted is no news.
  expect(reasons).toHaveLength(1);
});

test("only local files are read by their path", () => {
  expect(platform.localPath(FakeUri.parse("file:///captures/a.pcap") as never)).toBe("/captures/a.pcap");
  expect(platform.localPath(FakeUri.parse("vscode-vfs://github/a.pcap") as never)).toBeUndefined();
});
