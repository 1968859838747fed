/** Places that findings about credentials share: the challenge that was answered, and the refusal. */
import type { ByteRange } from "../../model/span.js";
import type { Challenge } from "../../sip/digest.js";
import type { Mark } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import type { DigestAnswer } from "./digest-answers.js";

type Labelled = Mark & { readonly label: string };

/** The challenge, or one parameter of it; nothing when the trace does not hold it. */
export function challengeMarks(
  { challenge, challengeMessage }: DigestAnswer,
  rangeOf: (challenge: Challenge) => { readonly range: ByteRange } | undefined,
  label = "the challenge it answers",
): Labelled[] {
  if (!challenge || !challengeMessage) return [];
  const { range } = rangeOf(challenge) ?? challenge;
  return [{ message: challengeMessage, header: challenge.header.name, range, label }];
}

export function refusalMarks({ final, verdict }: DigestAnswer): Labelled[] {
  return final && verdict !== "accepted" ? [{ message: final, label: "the refusal" }] : [];
}

/** `Frame 6 answers 401 Unauthorized.` */
export function outcomeFacts({ final }: DigestAnswer): string[] {
  return final ? [`${whereIs(final)} answers ${statusOf(final)}.`] : [];
}
