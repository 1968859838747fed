/** What the messages and findings of a trace can be filtered by, counted. */
import type { Trace } from "../trace/trace.js";
import type { Amount, Facets, FindingView, RuleAmount } from "../../view/overview.js";
import { shortened } from "./place-words.js";
import { visible } from "./visible.js";

/** Offered to choose from; others can be typed. A list of thousands chooses nothing, and a scanner invents methods. */
const MOST_METHODS = 30;
const MOST_ADDRESSES = 100;

export function facetsOf(trace: Trace, rules: RuleIndex): Facets {
  const { messages, keys } = trace;
  const methods = new Counter<string>();
  const statusClasses = new Counter<number>();
  const endpoints = new Float64Array(messages.endpointCount);
  for (let message = 0; message < messages.length; message++) {
    methods.add(keys.method(message));
    statusClasses.add(Math.floor(keys.status(message) / 100));
    const source = messages.sourceNumber(message);
    const destination = messages.destinationNumber(message);
    endpoints[source]!++;
    if (destination !== source) endpoints[destination]!++;
  }
  const addresses = new Counter<string>();
  for (const [number, count] of endpoints.entries()) addresses.add(messages.endpoint(number).address, count);
  return {
    methods: methods.most(MOST_METHODS).map(({ value, count }) => ({ value: shortened(value), count })),
    statusClasses: statusClasses.most(10).sort((a, b) => a.value - b.value),
    addresses: addresses.most(MOST_ADDRESSES).map(({ value, count }) => ({ value: visible(value), count })),
    rules: rules.all,
  };
}

class Counter<T extends string | number> {
  readonly #counts = new Map<T, number>();

  add(value: T, count = 1): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + count);
  }

  /** The most frequent first; "" is not counted. */
  most(limit: number): Amount<T>[] {
    return [...this.#counts]
      .filter(([value, count]) => value !== "" && count > 0)
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, limit);
  }
}

/** The rules of a trace's findings, each severity of one apart, the worst and most frequent first. */
export class RuleIndex {
  readonly all: readonly RuleAmount[];
  /** By index of the finding: the index of its rule in `all`. */
  readonly #ofFinding: readonly number[];

  constructor(findings: readonly FindingView[]) {
    const amounts = new Map<string, { -readonly [K in keyof RuleAmount]: RuleAmount[K] }>();
    const nameOf = ({ rule, severity }: Pick<FindingView, "rule" | "severity">) => `${rule} ${severity}`;
    for (const finding of findings) {
      const { rule, title, severity } = finding;
      const known = amounts.get(nameOf(finding));
      if (known) known.count++;
      else amounts.set(nameOf(finding), { rule, title, severity, count: 1 });
    }
    const rank = { error: 0, warning: 1, info: 2 };
    this.all = [...amounts.values()].sort((a, b) => rank[a.severity] - rank[b.severity] || b.count - a.count);
    const numbers = new Map(this.all.map((amount, index) => [nameOf(amount), index]));
    this.#ofFinding = findings.map((finding) => numbers.get(nameOf(finding))!);
  }

  /** Indices into `all`, ascending, of some findings. */
  of(findings: readonly number[]): number[] {
    return [...new Set(findings.flatMap((index) => this.#ofFinding[index] ?? []))].sort((a, b) => a - b);
  }
}
