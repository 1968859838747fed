/** A registration card as the page shows it. */
import type { Analysis } from "../../analysis.js";
import { placeOf } from "../../ladder/finding-view.js";
import { whereOfLocation } from "../../ladder/place-words.js";
import { visible } from "../../ladder/visible.js";
import type { CardItemView, CardView } from "../../../view/card.js";
import { type CardItem, cardsOf } from "./card.js";

/** The card of an overview row; undefined for a row that is no registration. */
export function cardView(analysis: Analysis, key: string): CardView | undefined {
  const [card, ...others] = key === "all" ? [] : cardsOf(analysis, key);
  if (!card || others.length > 0) return undefined;
  const { title, facts, items } = card;
  return { key, title, facts, items: items.map((item) => itemView(item, analysis)) };
}

function itemView({ places, ...item }: CardItem, { trace }: Analysis): CardItemView {
  return {
    ...item,
    places: places.map(({ location, message }) => ({
      message: placeOf(location),
      where: whereOfLocation(location, trace),
      label: visible(message),
    })),
  };
}
