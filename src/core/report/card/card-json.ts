/** Registration cards as JSON: `cards` of a trace, with `--card`. */
import type { Analysis } from "../../analysis.js";
import { toPlaces } from "../json.js";
import { type CardItem, cardsOf } from "./card.js";

/** Cards of the registrations that a name means, as plain objects for `JSON.stringify`. */
export function cardsToJson(analysis: Analysis, name?: string) {
  return cardsOf(analysis, name).map(({ key, aor, facts, items }) => ({
    key,
    aor,
    identity: Object.fromEntries(facts.map(({ label, value }) => [label, value])),
    items: items.map((item) => itemToJson(item, analysis)),
  }));
}

function itemToJson({ id, label, verdict, seen, good, reason, sources, places }: CardItem, analysis: Analysis) {
  return {
    id,
    label,
    verdict,
    seen,
    good,
    reason,
    sources: sources.map((source) => source.label),
    places: toPlaces(places, analysis),
  };
}
