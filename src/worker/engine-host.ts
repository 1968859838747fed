/** What an engine needs of the thread that it runs in. */
import type { ByteSource } from "../core/index.js";
import type { Input } from "./input.js";
import type { FromEngine } from "./protocol.js";
import type { OpenTarget } from "./redact-input.js";

/** A source that holds something to give back, such as an open file. */
export interface OpenSource extends ByteSource {
  readonly modifiedMicros?: number | undefined;
  close?(): void;
}

export interface EngineHost {
  post(message: FromEngine): void;
  /** @throws with a sentence for the user when the input cannot be opened. */
  openSource(input: Input): OpenSource;
  /** @throws with a sentence for the user when the file cannot be made. */
  openTarget(path: string): OpenTarget;
  /** Resolves after waiting messages were received. */
  breathe(): Promise<void>;
  /** How long a slice of analysis may last. */
  readonly sliceMillis: number;
}
