/** How the device proves who it is: the algorithms offered, the one used, and qop (RFC 7616, RFC 8760). */
import { algorithmOf } from "../../../rules/authentication/digest-answers.js";
import { rfc } from "../../../rules/rule.js";
import type { Challenge, Credentials } from "../../../sip/digest.js";
import type { Message } from "../../../trace/message.js";
import type { Transaction } from "../../../trace/transaction.js";
import { type CardLine, type CardMark, type Judgement, notCovered, OTHER_HOP } from "../card-line.js";
import { isRemote } from "../reach.js";
import type { CardSubject } from "../subject.js";

const GOOD = "SHA-256 with qop=auth";

export const digestLine: CardLine = {
  id: "digest",
  label: "Digest",
  sources: [rfc(8760, "2.4"), rfc(7616, "5.8"), rfc(3261, "22.4")],
  rules: ["digest-algorithm-unsupported", "qop-mismatch"],
  judge(subject) {
    const transaction = withCredentials(subject);
    const request = transaction?.request;
    const used = transaction?.credentials;
    const offer = challengesOf(transaction ?? subject.transaction);
    const seen = [offerWords(offer?.challenges ?? []), used ? `uses ${usedWords(used)}` : ""]
      .filter(Boolean)
      .join(", ");
    if (!request || !used) return withoutCredentials(subject, seen, offer);
    const places: CardMark[] = [
      { message: request, header: used.header.name, range: used.range, label: "the credentials" },
    ];
    if (offer) places.unshift(offerMark(offer));
    return { seen, good: GOOD, ...verdictOn(used, offer?.challenges ?? [], subject), places };
  },
};

interface Offer {
  readonly message: Message;
  readonly challenges: readonly Challenge[];
}

/** The REGISTER whose credentials are judged: that of the latest grant, else the latest that has any. */
function withCredentials({ transaction, registration }: CardSubject): Transaction | undefined {
  if (transaction.hasCredentials) return transaction;
  return registration.transactions.findLast(({ hasCredentials }) => hasCredentials);
}

/** The challenges among which the device chose; of a refusal those that it carries. */
function challengesOf(transaction: Transaction): Offer | undefined {
  const message = transaction.answered?.message ?? transaction.final;
  const challenges = message?.sip.challenges ?? [];
  return message && challenges.length > 0 ? { message, challenges } : undefined;
}

function offerMark({ message, challenges }: Offer): CardMark {
  const [first] = challenges;
  const label = "the challenge";
  return first ? { message, header: first.header.name, range: first.range, label } : { message, label };
}

function offerWords(challenges: readonly Challenge[]): string {
  const names = [...new Set(challenges.map((each) => (each.isDigest ? algorithmOf(each) : each.scheme)))];
  return names.length === 0 ? "" : `offered ${names.join(", ")}`;
}

function usedWords(used: Credentials): string {
  if (!used.isDigest) return used.scheme;
  return `${algorithmOf(used)} ${used.qop ? `with qop=${used.qop.value}` : "without qop"}`;
}

function withoutCredentials(subject: CardSubject, seen: string, offer: Offer | undefined): Judgement {
  const { accepted, isOwnHop, reach } = subject;
  if (!accepted)
    return {
      ...notCovered(GOOD, "No credentials are in this trace.", seen || "not seen"),
      places: offer ? [offerMark(offer)] : [],
    };
  if (!isOwnHop) return notCovered(GOOD, OTHER_HOP, seen || "no credentials");
  const places = [
    { message: accepted.request, label: "the REGISTER" },
    { message: accepted.final, label: "the 200" },
  ];
  const isOpen = isRemote(reach) && !isEncrypted(subject);
  return {
    seen: seen || "no credentials",
    good: GOOD,
    verdict: isOpen ? "poor" : "fair",
    reason: isOpen
      ? "The registrar asks for no proof of who registers, although it is reached in clear over a public network."
      : "The registrar asks for no proof but the address or connection that the REGISTER comes from.",
    places,
  };
}

function verdictOn(
  used: Credentials,
  offered: readonly Challenge[],
  subject: CardSubject,
): Pick<Judgement, "verdict" | "reason"> {
  const isExposed = isRemote(subject.reach) && !isEncrypted(subject);
  if (!used.isDigest)
    return isExposed
      ? { verdict: "poor", reason: "The password itself crosses a public network." }
      : { verdict: "fair", reason: "The password itself is sent." };
  const algorithm = algorithmOf(used);
  if (!algorithm.startsWith("MD5"))
    return { verdict: "good", reason: `${algorithm} withstands guessing far better than MD5.` };
  if (!used.qop && isExposed)
    return { verdict: "poor", reason: "MD5 without qop can be replayed and guessed by who reads it on the way." };
  if (offered.some((each) => each.isDigest && !algorithmOf(each).startsWith("MD5")))
    return { verdict: "fair", reason: "The device takes MD5 although the registrar offers better." };
  if (isEncrypted(subject))
    return { verdict: "good", reason: `Within TLS nobody on the way sees the ${algorithm} digest.` };
  return {
    verdict: "fair",
    reason: "MD5 is what most registrars offer, but who reads it can try passwords at leisure.",
  };
}

function isEncrypted({ flow }: CardSubject): boolean {
  return flow.transport === "tls" || flow.transport === "wss";
}
