/** Buttons that lead to where a value stands; whoever holds the element does the way. */
import { html, type TemplateResult } from "lit";
import type { WalkPlace } from "../../src/view/digest-walk.js";

/** Detail of the event `go-to`: octets of a message, half-open; an empty range is the message. */
export interface Destination {
  readonly message: number;
  readonly start: number;
  readonly end: number;
}

export function goTo(from: HTMLElement, { message, start, end }: Destination): void {
  from.dispatchEvent(new CustomEvent<Destination>("go-to", { detail: { message, start, end }, bubbles: true }));
}

/** `Authorization of REGISTER · frame 7` */
export function placeWords({ field, where }: WalkPlace): string {
  return `${field} of ${where}`;
}

export function placeButton(from: HTMLElement, place: WalkPlace): TemplateResult {
  return html`<button class="place" title="Show in the text" @click=${() => goTo(from, place)}>
    ${placeWords(place)}
  </button>`;
}
