/** The editor's end of the channel to an engine: promises, progress, cancelling, and a new engine after a crash. */
import type { Channel, ChannelListener } from "./channel.js";
import type { Found } from "../view/search.js";
import type { Answers, Asks, EngineRequest, FromEngine, ReadingProgress, RequestName } from "./protocol.js";

/** The request was cancelled by the one who made it. */
export class RequestCancelled extends Error {}

/** The engine's thread ended unexpectedly; the traces it held are gone, and the next request starts a new one. */
export class EngineStopped extends Error {}

interface Waiting {
  resolve(value: Answers<RequestName>): void;
  reject(error: Error): void;
  progress(progress: ReadingProgress): void;
  found(found: Found): void;
}

export interface AskOptions {
  readonly transfer?: readonly ArrayBuffer[];
  readonly signal?: AbortSignal;
  /** Ends the reading early; the answer then tells of what was read. */
  readonly stop?: AbortSignal;
  readonly onProgress?: (progress: ReadingProgress) => void;
  readonly onFound?: (found: Found) => void;
}

export class EngineClient {
  readonly #start: (listener: ChannelListener) => Promise<Channel>;
  readonly #onStopped: (reason: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  #channel: Promise<Channel> | undefined;
  #lastId = 0;
  /** Counts engines: what an earlier one held, a later one does not know. */
  #generation = 0;

  /** @param start is called at the first request, and again at the first after a crash. */
  constructor(start: (listener: ChannelListener) => Promise<Channel>, onStopped: (reason: string) => void) {
    this.#start = start;
    this.#onStopped = onStopped;
  }

  get generation(): number {
    return this.#generation;
  }

  /** @throws RequestCancelled, EngineStopped, or an error whose message is a sentence for the user. */
  async ask<K extends RequestName>(type: K, asks: Asks<K>, options: AskOptions = {}): Promise<Answers<K>> {
    const { signal, stop, transfer = [], onProgress = () => undefined, onFound = () => undefined } = options;
    const channel = await this.#connect();
    if (signal?.aborted) throw new RequestCancelled();
    const id = ++this.#lastId;
    const cancel = () => channel.post({ type: "cancel", id }, []);
    const stopReading = () => channel.post({ type: "stop", id }, []);
    signal?.addEventListener("abort", cancel);
    stop?.addEventListener("abort", stopReading);
    try {
      return await new Promise<Answers<K>>((resolve, reject) => {
        // What comes back belongs to what was asked: `Requests` is what both sides are written against.
        const receive = resolve as (value: Answers<RequestName>) => void;
        this.#waiting.set(id, { resolve: receive, reject, progress: onProgress, found: onFound });
        channel.post({ type: "request", id, request: { type, asks } as EngineRequest }, transfer);
        if (stop?.aborted) stopReading();
      });
    } finally {
      signal?.removeEventListener("abort", cancel);
      stop?.removeEventListener("abort", stopReading);
      this.#waiting.delete(id);
    }
  }

  /** Lets the engine free a trace; starts none to do so. */
  async close(trace: number): Promise<void> {
    const channel = await this.#channel?.catch(() => undefined);
    channel?.post({ type: "close", trace }, []);
  }

  async dispose(): Promise<void> {
    const channel = await this.#channel?.catch(() => undefined);
    this.#channel = undefined;
    channel?.terminate();
  }

  #connect(): Promise<Channel> {
    if (this.#channel) return this.#channel;
    const generation = ++this.#generation;
    const channel = this.#start({
      receive: (message) => this.#receive(message),
      stopped: (reason) => {
        if (generation === this.#generation) this.#stopped(reason);
      },
    });
    this.#channel = channel;
    channel.catch(() => {
      if (this.#channel === channel) this.#channel = undefined;
    });
    return channel;
  }

  #receive(message: FromEngine): void {
    if (message.type === "ready") return;
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.type === "progress") waiting.progress(message.progress);
    else if (message.type === "found") waiting.found(message.found);
    else if (message.type === "answer") waiting.resolve(message.value);
    else if (message.type === "cancelled") waiting.reject(new RequestCancelled());
    else waiting.reject(new Error(message.message));
  }

  #stopped(reason: string): void {
    if (!this.#channel) return;
    this.#channel = undefined;
    const error = new EngineStopped("The analysis stopped unexpectedly. It starts anew with the next request.");
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#onStopped(reason);
  }
}
