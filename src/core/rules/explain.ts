/** Applies precedence: of all occurrences that explain one failure the best stands, the others become its evidence. */
import type { Group, Occurrence } from "./occurrence.js";
import { rankOf, type Scope, SWALLOWS } from "./precedence.js";

export interface Explained {
  /** The occurrences that stand, by group. */
  readonly standing: ReadonlyMap<Group, readonly Occurrence[]>;
  /** The occurrences that a standing one swallowed. */
  readonly swallowed: ReadonlyMap<Occurrence, readonly Occurrence[]>;
}

export function explain(groups: readonly Group[]): Explained {
  const swallowedBy = new Map<Occurrence, Occurrence>();
  rankWithinTransactions(groups, swallowedBy);
  for (const { winner, losers, within } of SWALLOWS) {
    const winners = indexBy(
      within,
      groups.filter(({ rule, isInfo }) => rule.id === winner && !isInfo),
      swallowedBy,
    );
    if (winners.size === 0) continue;
    for (const group of groups) {
      if (group.rule.id === winner || (losers !== "*" && !losers.includes(group.rule.id))) continue;
      for (const loser of group.occurrences) {
        if (swallowedBy.has(loser)) continue;
        const better = keysOf(within, loser)
          .map((key) => winners.get(key))
          .find((found) => found !== undefined);
        if (better) swallowedBy.set(loser, better);
      }
    }
  }
  const standing = new Map<Group, Occurrence[]>();
  for (const group of groups) {
    const left = group.occurrences.filter((occurrence) => !swallowedBy.has(occurrence));
    if (left.length > 0) standing.set(group, left);
  }
  return { standing, swallowed: gather(swallowedBy) };
}

/** Goes through the ranked rules from the best; each transaction belongs to the first that explains it. */
function rankWithinTransactions(groups: readonly Group[], swallowedBy: Map<Occurrence, Occurrence>): void {
  const ranked = groups
    .filter(({ rule, isInfo }) => !isInfo && rankOf(rule.id) !== undefined)
    .sort((a, b) => rankOf(a.rule.id)! - rankOf(b.rule.id)!);
  const explainedBy = new Map<number, Occurrence>();
  for (const group of ranked) {
    for (const occurrence of group.occurrences) {
      const better = occurrence.explains
        .map((transaction) => explainedBy.get(transaction))
        .find((found) => found !== undefined && found.group.rule !== group.rule);
      if (better) swallowedBy.set(occurrence, better);
      else claim(occurrence, explainedBy);
    }
  }
}

function claim(occurrence: Occurrence, explainedBy: Map<number, Occurrence>): void {
  for (const transaction of occurrence.explains) {
    if (!explainedBy.has(transaction)) explainedBy.set(transaction, occurrence);
  }
}

function indexBy(
  scope: Scope,
  groups: readonly Group[],
  swallowedBy: ReadonlyMap<Occurrence, Occurrence>,
): Map<string | number, Occurrence> {
  const index = new Map<string | number, Occurrence>();
  for (const { occurrences } of groups) {
    for (const occurrence of occurrences) {
      if (swallowedBy.has(occurrence)) continue;
      for (const key of keysOf(scope, occurrence)) if (!index.has(key)) index.set(key, occurrence);
    }
  }
  return index;
}

const NO_KEYS: readonly number[] = [];

function keysOf(
  scope: Scope,
  { group, explains, registration, flow, connection }: Occurrence,
): readonly (string | number)[] {
  switch (scope) {
    case "transaction":
      return explains;
    case "registration":
      return registration === null ? NO_KEYS : [registration];
    case "flow":
      return flow === null ? NO_KEYS : [flow];
    case "connection":
      return connection === null ? NO_KEYS : [connection];
    case "aor":
      return group.aor === null ? NO_KEYS : [group.aor];
  }
}

/** By the one that stands at the end: what a swallowed one had swallowed goes to its winner. */
function gather(swallowedBy: ReadonlyMap<Occurrence, Occurrence>): Map<Occurrence, Occurrence[]> {
  const swallowed = new Map<Occurrence, Occurrence[]>();
  for (const [loser, better] of swallowedBy) {
    let winner = better;
    for (let next = swallowedBy.get(winner); next; next = swallowedBy.get(winner)) winner = next;
    const known = swallowed.get(winner);
    if (known) known.push(loser);
    else swallowed.set(winner, [loser]);
  }
  return swallowed;
}
