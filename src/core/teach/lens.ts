/** What stands above a message in a text: its place in its transaction, and the time since the message before. */
import type { Analysis } from "../analysis.js";
import { Around } from "./around.js";
import { type Comparison, comparisonsOf } from "./comparisons.js";
import { deltaWords, exchangeOf } from "./exchange.js";
import { plainText } from "./explanation.js";

export interface Lens {
  readonly message: number;
  /** `401 to REGISTER in line 12 after 3 ms`; "" for a message of no transaction. */
  readonly words: string;
  /** The message that the words are about; null for none. */
  readonly other: number | null;
  /** What the message is worth being compared with. */
  readonly comparisons: readonly Comparison[];
}

export function lensOf(analysis: Analysis, message: number): Lens {
  const exchange = exchangeOf(new Around(analysis, message));
  return {
    message,
    words: exchange ? plainText(exchange.words) : "",
    other: exchange?.other?.index ?? null,
    comparisons: comparisonsOf(analysis, message),
  };
}

/** Time from one message to the other; "" where it is not known. */
export function messageDelta({ trace }: Analysis, from: number, to: number): string {
  return deltaWords(trace.messages.atMicros(to) - trace.messages.atMicros(from));
}
