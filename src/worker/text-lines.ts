/** Finds messages in a text by its lines, as its model has them. */
import { NUMBERS_A_MESSAGE, type TextModel } from "./protocol.js";

export interface MessageLines {
  readonly message: number;
  readonly startLine: number;
  /** The line after the last. */
  readonly endLine: number;
}

/** The message at a line, or the last before it; undefined above the first. */
export function messageAtLine({ messages }: Pick<TextModel, "messages">, line: number): MessageLines | undefined {
  let low = 0;
  let high = messages.length / NUMBERS_A_MESSAGE;
  // The first message that starts after the line; the one before it is at the line.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle * NUMBERS_A_MESSAGE + 1]! <= line) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : linesAt(messages, low - 1);
}

/** Of the n-th message of a text. */
export function linesAt(messages: Uint32Array, nth: number): MessageLines {
  const at = nth * NUMBERS_A_MESSAGE;
  return { message: messages[at]!, startLine: messages[at + 1]!, endLine: messages[at + 3]! };
}
