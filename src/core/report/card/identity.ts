/** Who a card is about: device, addresses, registrar, and how its attempts went. */
import { counted, shortened } from "../../ladder/place-words.js";
import { formatEndpoint } from "../../model/endpoint.js";
import { parseProduct } from "../../sip/product.js";
import type { Outcome, Registration } from "../../trace/registration.js";
import { addressWords } from "./reach.js";
import type { CardSubject } from "./subject.js";

export interface CardFact {
  readonly label: string;
  readonly value: string;
}

/** Header values are shown so far; a hostile one may be as long as the datagram. */
const LONGEST_VALUE = 100;

export function identityOf(subject: CardSubject): CardFact[] {
  const { registration } = subject;
  return [
    { label: "Device", value: deviceWords(registration) },
    { label: "Address", value: `${addressWords(subject.reach)}, ${subject.reach.words}` },
    { label: "Registrar", value: registrarWords(subject) },
    { label: "State", value: `${registration.state}, ${attemptWords(registration)}` },
  ].map(({ label, value }) => ({ label, value: shortened(value, LONGEST_VALUE) }));
}

/** `Yealink T46U (Yealink SIP-T46U 108.86.0.20)`: the header has the version. */
function deviceWords({ device }: Registration): string {
  const { userAgent, title } = device;
  if (userAgent === undefined) return "names no product";
  return title === userAgent ? title : `${title} (${userAgent})`;
}

function registrarWords({ flow, transaction, accepted }: CardSubject): string {
  const answer = (accepted?.final ?? transaction.final)?.sip;
  const { title } = parseProduct(answer?.server ?? answer?.userAgent);
  return [formatEndpoint(flow.server), title].filter(Boolean).join(" ");
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  accepted: "accepted",
  refused: "refused",
  unanswered: "unanswered",
  challenged: "left at the challenge",
  open: "open at the end",
};

/** `12 attempts (11 accepted, 1 refused)` */
function attemptWords({ attempts }: Registration): string {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of attempts) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const words = [...counts].map(([outcome, count]) => `${count} ${OUTCOMES[outcome]}`);
  return `${counted(attempts.length, "attempt")} (${words.join(", ")})`;
}
