/** What became of a client after a refusal: a refusal that the next round trip heals broke nothing. */
import { seconds } from "../../model/instant.js";
import type { DigestAnswer, DigestSeries } from "./digest-answers.js";

/** A client answers a new challenge at once; what comes later is another attempt, perhaps after a person's repair. */
const SAME_BREATH_MICROS = seconds(10);
/** Round trips that one attempt may take: a proxy's challenge, a registrar's, a stale nonce. */
const SAME_BREATH_ANSWERS = 3;

/** Whether one of the next answers of the same attempt is accepted. */
export function isHealed({ answers }: DigestSeries, answer: DigestAnswer): boolean {
  const next = answer.answerIndex + 1;
  const at = answer.request.atMicros;
  return answers.slice(next, next + SAME_BREATH_ANSWERS).some(
    ({ verdict, request }) =>
      // A trace without times keeps the order at least.
      verdict === "accepted" && !(request.atMicros - at > SAME_BREATH_MICROS),
  );
}

/** By the challenger, by 403, or by 400, which RFC 7616 §3.4 wants for credentials that lack what they must have. */
export function isRefusedForForm({ verdict, transaction }: DigestAnswer): boolean {
  return verdict === "refused" || verdict === "forbidden" || transaction.status === 400;
}

/** Request and challenge went to and came from different hosts: nodes of a farm, or two registrars. */
export function isFromAnotherServer({ transaction, challengeMessage }: DigestAnswer): boolean {
  const asked = transaction.server.address;
  const challenger = challengeMessage?.source.address ?? "";
  return asked !== "" && challenger !== "" && asked !== challenger;
}
