/** The editor's end of the channel, against an engine that the test plays. */
import { describe, expect, test } from "vitest";
import type { Channel, ChannelListener } from "../../src/worker/channel.js";
import { EngineClient, EngineStopped, RequestCancelled } from "../../src/worker/client.js";
import type { Answers, ReadingProgress, ToEngine } from "../../src/worker/protocol.js";

const NOTHING_READ: ReadingProgress = { readOctets: 0, totalOctets: 20, messages: 0, changed: [], isReading: true };

/** An engine whose words the test speaks. */
class PlayedEngine implements Channel {
  readonly received: ToEngine[] = [];
  isTerminated = false;
  constructor(readonly listener: ChannelListener) {}
  post(message: ToEngine): void {
    this.received.push(message);
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

function startClient(): { client: EngineClient; engines: PlayedEngine[]; reasons: string[] } {
  const engines: PlayedEngine[] = [];
  const reasons: string[] = [];
  const start = (listener: ChannelListener) => {
    const engine = new PlayedEngine(listener);
    engines.push(engine);
    return Promise.resolve(engine);
  };
  return { client: new EngineClient(start, (reason) => reasons.push(reason)), engines, reasons };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const LADDER = { view: { key: "r1" } } as Answers<"ladder">;

describe("EngineClient", () => {
  test("starts no engine before the first request", async () => {
    const { client, engines } = startClient();
    await client.close(1);
    expect(engines).toHaveLength(0);
  });

  test("gives each answer to the request it belongs to", async () => {
    const { client, engines } = startClient();
    const first = client.ask("ladder", { trace: 1, key: "r1" });
    const second = client.ask("row", { trace: 1, message: 4 });
    await settled();
    engines[0]!.listener.receive({ type: "answer", id: 2, value: "r1" });
    engines[0]!.listener.receive({ type: "answer", id: 1, value: LADDER });
    expect(await first).toBe(LADDER);
    expect(await second).toBe("r1");
  });

  test("passes progress on until the answer comes", async () => {
    const { client, engines } = startClient();
    const seen: number[] = [];
    const ladder = client.ask(
      "ladder",
      { trace: 1, key: "r1" },
      { onProgress: ({ readOctets }) => seen.push(readOctets) },
    );
    await settled();
    const { listener } = engines[0]!;
    listener.receive({ type: "progress", id: 1, progress: { ...NOTHING_READ, readOctets: 10 } });
    listener.receive({ type: "answer", id: 1, value: LADDER });
    await ladder;
    listener.receive({ type: "progress", id: 1, progress: { ...NOTHING_READ, readOctets: 20 } });
    expect(seen).toEqual([10]);
  });

  test("tells the engine to cancel, and the caller that it was", async () => {
    const { client, engines } = startClient();
    const stop = new AbortController();
    const ladder = client.ask("ladder", { trace: 1, key: "r1" }, { signal: stop.signal });
    await settled();
    stop.abort();
    expect(engines[0]!.received.at(-1)).toEqual({ type: "cancel", id: 1 });
    engines[0]!.listener.receive({ type: "cancelled", id: 1 });
    await expect(ladder).rejects.toBeInstanceOf(RequestCancelled);
  });

  test("tells the engine to stop reading, and waits for what was read", async () => {
    const { client, engines } = startClient();
    const stop = new AbortController();
    const ladder = client.ask("ladder", { trace: 1, key: "r1" }, { stop: stop.signal });
    await settled();
    stop.abort();
    expect(engines[0]!.received.at(-1)).toEqual({ type: "stop", id: 1 });
    engines[0]!.listener.receive({ type: "answer", id: 1, value: LADDER });
    expect(await ladder).toBe(LADDER);
  });

  test("hands the engine's sentence to the caller", async () => {
    const { client, engines } = startClient();
    const ladder = client.ask("ladder", { trace: 1, key: "r1" });
    await settled();
    engines[0]!.listener.receive({ type: "failed", id: 1, message: "capture.pcap: there is no such file." });
    await expect(ladder).rejects.toThrow("capture.pcap: there is no such file.");
  });

  test("fails what waits when the engine dies, and starts another for the next request", async () => {
    const { client, engines, reasons } = startClient();
    const lost = client.ask("ladder", { trace: 1, key: "r1" });
    await settled();
    const generation = client.generation;
    engines[0]!.listener.stopped("out of memory");
    await expect(lost).rejects.toBeInstanceOf(EngineStopped);
    expect(reasons).toEqual(["out of memory"]);
    const next = client.ask("ladder", { trace: 1, key: "r1" });
    await settled();
    engines[1]!.listener.receive({ type: "answer", id: 2, value: LADDER });
    expect(await next).toBe(LADDER);
    expect(client.generation).toBe(generation + 1);
    // A late word from the dead one concerns nobody.
    engines[0]!.listener.stopped("exit code 1");
    expect(reasons).toHaveLength(1);
  });

  test("tries again when an engine could not be started", async () => {
    let tries = 0;
    const client = new EngineClient(
      (listener) =>
        ++tries === 1 ? Promise.reject(new Error("no thread")) : Promise.resolve(new PlayedEngine(listener)),
      () => undefined,
    );
    await expect(client.ask("row", { trace: 1, message: 0 })).rejects.toThrow("no thread");
    void client.ask("row", { trace: 1, message: 0 });
    await settled();
    expect(tries).toBe(2);
  });
});
