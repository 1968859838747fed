/** An explanation of a word of a message: what it is, and what it means where it stands. */
import type { ByteRange } from "../model/span.js";
import type { Source } from "../rules/rule.js";
import { shortened } from "../ladder/place-words.js";

/** Text and values of the trace in turn, beginning with text: who shows it tells the two apart, and escapes the values. */
export type Sentence = readonly string[];

export interface Explanation {
  /** The octets that it is about. */
  readonly range: ByteRange;
  readonly title: Sentence;
  /** What it is, wherever it stands. */
  readonly what: string;
  /** What it means here, a sentence each. */
  readonly here: readonly Sentence[];
  readonly sources: readonly Source[];
}

/** Characters of a value in a sentence. */
const LONGEST_VALUE = 120;

/**
 * A sentence with values of the trace in it: say`The realm is ${realm}.` A sentence within is taken over as it is.
 */
export function say(texts: TemplateStringsArray, ...values: readonly (string | number | Sentence)[]): Sentence {
  const parts: string[] = [texts[0] ?? ""];
  for (const [index, value] of values.entries()) {
    const text = texts[index + 1] ?? "";
    if (typeof value === "object") {
      parts[parts.length - 1] += value[0] ?? "";
      parts.push(...value.slice(1));
      parts[parts.length - 1] += text;
    } else {
      parts.push(shortened(String(value), LONGEST_VALUE), text);
    }
  }
  return parts;
}

/** A sentence for where there is no markup. */
export function plainText(sentence: Sentence): string {
  return sentence.join("");
}
