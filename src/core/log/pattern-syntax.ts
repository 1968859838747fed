/** The syntax of patterns that users write for their logs: JavaScript's, without what looks back. */

export type PatternNode =
  | { readonly kind: "character"; readonly holds: (unit: number) => boolean }
  | { readonly kind: "sequence" | "choice"; readonly nodes: readonly PatternNode[] }
  | { readonly kind: "group"; readonly name: string | undefined; readonly node: PatternNode }
  | { readonly kind: "ahead"; readonly negated: boolean; readonly node: PatternNode }
  | { readonly kind: "start" | "end" }
  | { readonly kind: "boundary"; readonly negated: boolean }
  | {
      readonly kind: "repeat";
      readonly node: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

/** Longer ones are no announcement; a bound also on how deep groups nest. */
const MAX_CHARACTERS = 1000;

/** @throws Error with a sentence that says what is wrong, and where it can be told at which character. */
export function parsePattern(source: string, ignoreCase: boolean): PatternNode {
  if (source.length > MAX_CHARACTERS) throw new Error(`The pattern is longer than ${MAX_CHARACTERS} characters.`);
  try {
    new RegExp(source, ignoreCase ? "i" : "");
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : String(error);
    throw new Error(`The pattern is no regular expression: ${reason}.`, { cause: error });
  }
  return new PatternParser(source).parse();
}

class PatternParser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#source.length) this.#refuse("an unexpected )");
    return node;
  }

  #choice(): PatternNode {
    const nodes = [this.#sequence()];
    while (this.#takes("|")) nodes.push(this.#sequence());
    return nodes.length === 1 ? nodes[0]! : { kind: "choice", nodes };
  }

  #sequence(): PatternNode {
    const nodes: PatternNode[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at]!)) {
      nodes.push(this.#repeated(this.#atom()));
    }
    return { kind: "sequence", nodes };
  }

  #repeated(node: PatternNode): PatternNode {
    const match = /^(?:[*+?]|\{(\d{1,9})(,(\d{0,9}))?\})/.exec(this.#source.slice(this.#at));
    if (!match) return node;
    this.#at += match[0].length;
    const lazy = this.#takes("?");
    const [sign, low, open, high] = match;
    const min = low === undefined ? (sign === "+" ? 1 : 0) : Number(low);
    const bound = open === undefined ? Number(low) : high === "" ? Infinity : Number(high);
    return { kind: "repeat", node, min, max: low === undefined ? (sign === "?" ? 1 : Infinity) : bound, lazy };
  }

  #atom(): PatternNode {
    const character = this.#source[this.#at++]!;
    switch (character) {
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "end" };
      case ".":
        return { kind: "character", holds: (unit) => unit !== 10 && unit !== 13 };
      case "(":
        return this.#group();
      case "[":
        return this.#class();
      case "\\":
        if (this.#takes("b")) return { kind: "boundary", negated: false };
        if (this.#takes("B")) return { kind: "boundary", negated: true };
        if (/[1-9k]/.test(this.#source[this.#at] ?? "")) this.#refuse("a reference back to a group");
        return { kind: "character", holds: this.#escape() };
      default:
        return only(character.charCodeAt(0));
    }
  }

  #group(): PatternNode {
    if (this.#takes("?<=") || this.#takes("?<!")) this.#refuse("a look behind");
    const ahead = this.#takes("?=") ? false : this.#takes("?!") ? true : undefined;
    let name: string | undefined;
    if (ahead === undefined && !this.#takes("?:") && this.#takes("?<")) {
      const end = this.#source.indexOf(">", this.#at);
      name = this.#source.slice(this.#at, end);
      this.#at = end + 1;
    }
    if (this.#source[this.#at] === "?") this.#refuse("a group of this kind");
    const node = this.#choice();
    this.#at++;
    return ahead === undefined ? { kind: "group", name, node } : { kind: "ahead", negated: ahead, node };
  }

  #class(): PatternNode {
    const negated = this.#takes("^");
    const members: ((unit: number) => boolean)[] = [];
    while (this.#source[this.#at] !== "]") {
      const low = this.#member();
      const isRange = this.#source[this.#at] === "-" && this.#source[this.#at + 1] !== "]";
      if (!isRange || typeof low !== "number") {
        members.push(typeof low === "number" ? (unit) => unit === low : low);
        continue;
      }
      this.#at++;
      const high = this.#member();
      if (typeof high !== "number") this.#refuse("a range without an end");
      members.push((unit) => unit >= low && unit <= high);
    }
    this.#at++;
    return { kind: "character", holds: (unit) => members.some((holds) => holds(unit)) !== negated };
  }

  #member(): number | ((unit: number) => boolean) {
    const character = this.#source[this.#at++]!;
    if (character !== "\\") return character.charCodeAt(0);
    if (this.#takes("b")) return 8;
    const start = this.#at;
    const holds = this.#escape();
    return /[dwsDWS]/.test(this.#source[start]!) ? holds : this.#unit;
  }

  /** The character that the last escape stood for. */
  #unit = 0;

  #escape(): (unit: number) => boolean {
    const character = this.#source[this.#at++]!;
    const kind = KINDS[character];
    if (kind) return (unit) => kind.test(String.fromCharCode(unit));
    const hex = character === "x" ? 2 : character === "u" ? 4 : 0;
    const digits = this.#source.slice(this.#at, this.#at + hex);
    if (hex > 0 && /^[\da-f]+$/i.test(digits) && digits.length === hex) {
      this.#at += hex;
      this.#unit = parseInt(digits, 16);
    } else if (/[pPc]/.test(character)) {
      this.#refuse(`the escape \\${character}`);
    } else {
      this.#unit = CONTROLS[character] ?? character.charCodeAt(0);
    }
    const unit = this.#unit;
    return (other) => other === unit;
  }

  #takes(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #refuse(what: string): never {
    throw new Error(`The pattern has ${what} at character ${this.#at + 1}, which patterns for logs cannot have.`);
  }
}

const KINDS: Readonly<Record<string, RegExp>> = { d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/ };
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, "0": 0 };

function only(unit: number): PatternNode {
  return { kind: "character", holds: (other) => other === unit };
}
