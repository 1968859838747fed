/**
 * Regular expressions that somebody else wrote, matched with a bound on the work: the engine's own can take years over one
 * line. What they understand is what announcements of logs need; the rest is refused with a sentence.
 */
import type { LineMatch, LinePattern } from "./log-format.js";
import { parsePattern, type PatternNode } from "./pattern-syntax.js";

/** Characters looked at for one line; a pattern that is right for a log needs a few hundred. */
const MAX_STEPS = 20_000;

/** A pattern that so many lines were too much for is tried no more: a large log must come to an end. */
const MAX_GIVEN_UP = 1000;

/** Groups repeated more often than an announcement has words; a bound on how deep calls nest. */
const MAX_GROUP_REPEATS = 200;

/** Goes on behind a match that ends at `at`. */
type Next = (at: number) => boolean;

class GaveUp extends Error {}

export class BoundedPattern implements LinePattern {
  readonly #node: PatternNode;
  readonly #ignoreCase: boolean;
  readonly #maxSteps: number;
  #line = "";
  #steps = 0;
  #groups: Record<string, string | undefined> = {};
  #ranges: Record<string, readonly [number, number] | undefined> = {};
  /** Lines that were given up: the pattern is ambiguous there. */
  givenUp = 0;

  /** @throws Error with a sentence for who wrote the pattern. */
  constructor(source: string, ignoreCase = false, maxSteps = MAX_STEPS) {
    this.#maxSteps = maxSteps;
    this.#ignoreCase = ignoreCase;
    this.#node = parsePattern(source, ignoreCase);
  }

  test(line: string): boolean {
    return this.exec(line) !== null;
  }

  exec(line: string): LineMatch | null {
    if (this.givenUp >= MAX_GIVEN_UP) return null;
    this.#line = line;
    this.#steps = 0;
    try {
      for (let index = 0; index <= line.length; index++) {
        this.#groups = {};
        this.#ranges = {};
        let end = -1;
        const found = this.#match(this.#node, index, (at) => {
          end = at;
          return true;
        });
        if (found) {
          return { 0: line.slice(index, end), index, groups: this.#groups, indices: { groups: this.#ranges } };
        }
      }
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error;
      this.givenUp++;
    }
    return null;
  }

  #match(node: PatternNode, at: number, next: Next): boolean {
    if (++this.#steps > this.#maxSteps) throw new GaveUp();
    switch (node.kind) {
      case "character":
        return at < this.#line.length && this.#holds(node, at) && next(at + 1);
      case "sequence":
        return this.#sequence(node.nodes, 0, at, next);
      case "choice":
        return node.nodes.some((choice) => this.#match(choice, at, next));
      case "group":
        return this.#match(node.node, at, (end) => {
          if (node.name === undefined) return next(end);
          const [text, range] = [this.#groups[node.name], this.#ranges[node.name]];
          this.#groups[node.name] = this.#line.slice(at, end);
          this.#ranges[node.name] = [at, end];
          if (next(end)) return true;
          this.#groups[node.name] = text;
          this.#ranges[node.name] = range;
          return false;
        });
      case "ahead":
        return this.#match(node.node, at, () => true) !== node.negated && next(at);
      case "start":
        return at === 0 && next(at);
      case "end":
        return at === this.#line.length && next(at);
      case "boundary":
        return (isWord(this.#line, at - 1) !== isWord(this.#line, at)) !== node.negated && next(at);
      case "repeat":
        return node.node.kind === "character" ? this.#run(node, at, next) : this.#repeat(node, 0, at, next);
    }
  }

  #sequence(nodes: readonly PatternNode[], from: number, at: number, next: Next): boolean {
    const node = nodes[from];
    return node === undefined ? next(at) : this.#match(node, at, (end) => this.#sequence(nodes, from + 1, end, next));
  }

  /** A repeated character, without a call for each. */
  #run(node: PatternNode & { kind: "repeat" }, at: number, next: Next): boolean {
    const { min, max, lazy, node: character } = node;
    if (character.kind !== "character") return false;
    let count = 0;
    const more = () => {
      if (++this.#steps > this.#maxSteps) throw new GaveUp();
      if (count >= max || at + count >= this.#line.length || !this.#holds(character, at + count)) return false;
      count++;
      return true;
    };
    while (count < min) if (!more()) return false;
    if (lazy) {
      do if (next(at + count)) return true;
      while (more());
      return false;
    }
    while (more());
    for (; count >= min; count--) if (next(at + count)) return true;
    return false;
  }

  #repeat(node: PatternNode & { kind: "repeat" }, count: number, at: number, next: Next): boolean {
    if (count > MAX_GROUP_REPEATS) throw new GaveUp();
    const more = () =>
      count < node.max &&
      // What matched nothing matches nothing again.
      this.#match(node.node, at, (end) => (end > at || count < node.min) && this.#repeat(node, count + 1, end, next));
    if (count < node.min) return more();
    return node.lazy ? next(at) || more() : more() || next(at);
  }

  #holds(node: PatternNode & { kind: "character" }, at: number): boolean {
    const unit = this.#line.charCodeAt(at);
    return node.holds(unit) || (this.#ignoreCase && node.holds(otherCase(unit)));
  }
}

function isWord(line: string, at: number): boolean {
  return at >= 0 && at < line.length && /\w/.test(line[at]!);
}

function otherCase(unit: number): number {
  const letter = unit | 32;
  return letter >= 97 && letter <= 122 ? unit ^ 32 : unit;
}
