/** Front matter: the YAML between two lines of dashes that a Markdown file begins with, read with the line of every value. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap, type YAMLParseError } from "yaml";
import type { LessonMistake } from "./lesson.js";

/** A lesson's has a few thousand characters. */
const LONGEST = 65_536;
const DELIMITER = /^---[ \t]*\r?\n/;
const END = /^---[ \t]*(?:\r?\n|$)/m;

export interface FrontMatter {
  readonly yaml: string;
  readonly body: string;
  /** 1-based line of the file on which the body begins. */
  readonly bodyLine: number;
}

/** Undefined for a text without front matter, or where that never ends. */
export function splitFrontMatter(marked: string): FrontMatter | undefined {
  const text = marked.replace(/^\ufeff/, "");
  const opening = DELIMITER.exec(text);
  if (!opening) return undefined;
  const rest = text.slice(opening[0].length);
  const end = END.exec(rest);
  if (!end || end.index > LONGEST) return undefined;
  const yaml = rest.slice(0, end.index);
  return { yaml, body: rest.slice(end.index + end[0].length), bodyLine: lineCount(yaml) + 3 };
}

function lineCount(text: string): number {
  return text.split("\n").length - 1;
}

/** The mappings of a YAML text, read field by field; what is amiss is noted with its line and reading goes on. */
export class FrontMatterReader {
  readonly mistakes: LessonMistake[] = [];
  readonly #counter = new LineCounter();
  readonly root: YAMLMap | undefined;

  constructor(yaml: string) {
    this.root = this.#parse(yaml);
  }

  #parse(yaml: string): YAMLMap | undefined {
    try {
      const document = parseDocument(yaml, { lineCounter: this.#counter, prettyErrors: false });
      // What follows the first is mostly its consequence.
      const [first] = document.errors;
      if (first) this.#mistakeAt(first.pos[0], sentenceOf(first, yaml));
      // Where a quote is not closed, what follows is not what its writer meant.
      if (document.errors.length === 0 && isMap(document.contents)) return document.contents;
    } catch {
      // Brackets within brackets by the thousand exhaust the stack.
    }
    if (this.mistakes.length === 0) this.#mistakeAt(0, "The front matter is no list of keys and values.");
    return undefined;
  }

  #mistakeAt(offset: number, message: string): void {
    // The line of dashes stands above.
    this.mistakes.push({ line: Math.max(this.#counter.linePos(offset).line, 1) + 1, message });
  }

  lineOf(node: unknown): number {
    const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
    return range ? Math.max(this.#counter.linePos(range[0]!).line, 1) + 1 : 1;
  }

  mistake(node: unknown, message: string): void {
    this.mistakes.push({ line: this.lineOf(node), message });
  }

  /** Notes keys that a mapping may not have. */
  knows(map: YAMLMap, keys: readonly string[]): void {
    for (const { key } of map.items) {
      const name = isScalar(key) ? String(key.value) : "";
      if (!keys.includes(name)) this.mistake(key, `"${name}" is not known here; known are ${keys.join(", ")}.`);
    }
  }

  text(map: YAMLMap, key: string, isNeeded = true): string | undefined {
    const node: unknown = map.get(key, true);
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    // `at: 404` and `password: 1234` are numbers to YAML.
    if (typeof value === "number" && isScalar(node) && node.source) return node.source;
    if (node !== undefined) this.mistake(node, `"${key}" has to be a text.`);
    else if (isNeeded) this.mistake(map, `"${key}" is missing.`);
    return undefined;
  }

  oneOf<T extends string>(map: YAMLMap, key: string, values: readonly T[], isNeeded = true): T | undefined {
    const text = this.text(map, key, isNeeded);
    const value = values.find((each) => each === text);
    if (text !== undefined && value === undefined)
      this.mistake(map.get(key, true), `"${key}" is one of ${values.join(", ")}, not "${text}".`);
    return value;
  }

  number(map: YAMLMap, key: string, least: number, most: number, isNeeded = false): number | undefined {
    const node: unknown = map.get(key, true);
    if (node === undefined) {
      if (isNeeded) this.mistake(map, `"${key}" is missing.`);
      return undefined;
    }
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === "number" && least <= value && value <= most) return value;
    this.mistake(node, `"${key}" has to be a number from ${least} to ${most}.`);
    return undefined;
  }

  map(map: YAMLMap, key: string): YAMLMap | undefined {
    const node: unknown = map.get(key, true);
    if (node === undefined || isMap(node)) return node;
    this.mistake(node, `"${key}" has to have keys and values of its own.`);
    return undefined;
  }

  /** The items of a list; empty when there is none. */
  list(map: YAMLMap, key: string, isNeeded = true): readonly unknown[] {
    const node: unknown = map.get(key, true);
    if (isSeq(node)) {
      if (isNeeded && node.items.length === 0) this.mistake(node, `"${key}" is empty.`);
      return node.items;
    }
    if (node !== undefined) this.mistake(node, `"${key}" has to be a list.`);
    else if (isNeeded) this.mistake(map, `"${key}" is missing.`);
    return [];
  }

  texts(map: YAMLMap, key: string): string[] {
    return this.list(map, key).flatMap((node) => {
      if (isScalar(node) && typeof node.value === "string" && node.value.trim() !== "") return node.value.trim();
      this.mistake(node, `"${key}" has to be a list of texts.`);
      return [];
    });
  }

  /** The items of a list that are mappings. */
  maps(map: YAMLMap, key: string, isNeeded = true): YAMLMap[] {
    return this.list(map, key, isNeeded).flatMap((node) => {
      if (isMap(node)) return node;
      this.mistake(node, `Each of "${key}" has to have keys and values.`);
      return [];
    });
  }
}

/** Of the mistakes that are made most, in our words. */
function sentenceOf({ code, message, pos }: YAMLParseError, yaml: string): string {
  if (code === "DUPLICATE_KEY") return `"${/^[^:\s]*/.exec(yaml.slice(pos[0]))?.[0]}" is there twice.`;
  if (code === "TAB_AS_INDENT") return "The line is indented with a tab; YAML takes blanks.";
  return `${message.replace(/\.$/, "")}.`;
}
