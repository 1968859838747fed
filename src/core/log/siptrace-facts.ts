/** How `.siptrace` writes the facts of a signal: words, and texts in quotation marks that belong to the word before them. */
import { escapeWord, unescapeWord } from "./siptrace-escape.js";

export function quoted(text: string): string {
  return `"${escapeWord(new TextEncoder().encode(text), true)}"`;
}

/** A word and its texts; nothing when there are none. */
export function fact(word: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [word, ...texts.map(quoted)];
}

/** Reads what `quoted` writes. */
export function unquoted(word: string): string {
  return new TextDecoder().decode(unescapeWord(word.slice(1, -1)));
}

/** The words and quoted texts, each as it stands there. */
export function words(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[^\s"]+/g) ?? [];
}

/** Each word with its texts; one that stands again counts. */
export function readFacts(text: string): Map<string, readonly string[]> {
  const facts = new Map<string, readonly string[]>();
  let texts: string[] = [];
  for (const word of words(text)) {
    if (word.startsWith('"')) texts.push(unquoted(word));
    else facts.set(word, (texts = []));
  }
  return facts;
}
