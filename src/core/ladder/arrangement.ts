/** The order of lanes as a person chose it: where what was chosen is not there, and what is there was not chosen. */
import type { LaneChoice } from "../../view/ladder.js";

/**
 * Lanes with a choice take the places that such lanes have by nature, in the order of the choices; the others keep
 * theirs. The last lane is never hidden: a ladder without lanes would offer no way back.
 */
export function arrangement<T>(
  natural: readonly T[],
  idOf: (lane: T) => string,
  choices: readonly LaneChoice[],
): { readonly ordered: readonly T[]; readonly shown: readonly T[]; readonly hidden: readonly T[] } {
  if (choices.length === 0) return { ordered: natural, shown: natural, hidden: [] };
  const byId = new Map(natural.map((lane) => [idOf(lane), lane]));
  const chosen = new Map<string, LaneChoice>();
  for (const choice of choices) if (byId.has(choice.id) && !chosen.has(choice.id)) chosen.set(choice.id, choice);
  const ids = chosen.keys();
  const ordered = natural.map((lane) => (chosen.has(idOf(lane)) ? byId.get(ids.next().value ?? "")! : lane));
  const isHidden = (lane: T) => chosen.get(idOf(lane))?.isHidden === true;
  const shown = ordered.filter((lane) => !isHidden(lane));
  if (shown.length === 0) return { ordered, shown: ordered, hidden: [] };
  return { ordered, shown, hidden: ordered.filter(isHidden) };
}
