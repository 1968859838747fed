/** A hand-made registration card as the engine would send it. */
import type { CardItemView, CardView } from "../../src/view/card.js";
import { LADDER } from "./views.js";

function cardItem(id: string, label: string, over: Partial<CardItemView>): CardItemView {
  return {
    id,
    label,
    seen: "not seen",
    good: "as the field has it",
    verdict: "unknown",
    reason: "The trace does not show it.",
    sources: [{ label: "practice of the field", url: "" }],
    places: [],
    ...over,
  };
}

/** The card of the registration whose ladder is `LADDER`. */
export const CARD: CardView = {
  key: LADDER.key,
  title: "2001@pbx.example.com",
  facts: [
    { label: "Device", value: "Yealink T46U (Yealink SIP-T46U 108.86.0.20)" },
    { label: "Address", value: "192.168.1.20:5060, seen as 203.0.113.5:40112, behind a NAT" },
    { label: "Registrar", value: "198.51.100.1:5060 Asterisk 20.5.0" },
    { label: "State", value: "failed, 5 attempts (5 refused)" },
  ],
  items: [
    cardItem("transport", "Transport", {
      seen: "UDP, behind a NAT",
      good: "TLS across public networks",
      verdict: "fair",
      reason: "It works, but who is on the way can read and change the signalling.",
      sources: [{ label: "RFC 3261 §26.3.1", url: "https://www.rfc-editor.org/rfc/rfc3261#section-26.3.1" }],
      places: [{ message: 0, where: "REGISTER · frame 4", label: "the REGISTER" }],
    }),
    cardItem("retry", "Retry back-off", {
      seen: "4 retries after 2 s",
      good: "30 s or more, doubling up to 30 min, with a random part",
      verdict: "poor",
      reason: "Retries so soon load the registrar and may get the address blocked.",
      sources: [{ label: "RFC 5626 §4.5", url: "https://www.rfc-editor.org/rfc/rfc5626#section-4.5" }],
      places: [
        { message: 3, where: "401 · frame 7", label: "the failure" },
        { message: 1, where: "401 · frame 5", label: "the next attempt" },
      ],
    }),
    cardItem("rport", "rport", { seen: "asked for", verdict: "good", reason: "Responses come back through a NAT." }),
    cardItem("time", "Time source", { reason: "No NTP, DHCP or Date of this device is in the trace." }),
  ],
};
