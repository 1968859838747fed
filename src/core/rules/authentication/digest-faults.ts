/** Formal faults of credentials: each explains a refusal by itself, so a wrong password may not be inferred beside it. */
import { parseUri, sameUri } from "../../sip/uri.js";
import { algorithmOf, type DigestAnswer, nonceCountOf } from "./digest-answers.js";

/** The credentials name another realm than the challenge they answer. */
export function namesAnotherRealm({ credentials, challenge }: DigestAnswer): boolean {
  return challenge !== undefined && credentials.realm?.value !== challenge.realm?.value;
}

/** The challenge demands a qop, and the credentials have none or one that was not offered (RFC 7616 §3.4). */
export function breaksQop({ credentials, challenge }: DigestAnswer): boolean {
  const offered = tokensOf(challenge?.qop?.value);
  if (offered.length === 0) return false;
  const chosen = credentials.qop?.value.trim().toLowerCase();
  return chosen === undefined || !offered.includes(chosen);
}

function tokensOf(list: string | undefined): string[] {
  return (list ?? "")
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((token) => token !== "");
}

/** The credentials use an algorithm that the answered response does not offer for this realm. */
export function usesAnotherAlgorithm({ credentials, challenge, challengeMessage }: DigestAnswer): boolean {
  if (!challenge || !challengeMessage) return false;
  const offers = challengeMessage.sip.challenges.filter(
    ({ isDigest, realm }) => isDigest && realm?.value === challenge.realm?.value,
  );
  return offers.length > 0 && !offers.some((offer) => algorithmOf(offer) === algorithmOf(credentials));
}

/** IMS AKA (RFC 3310): the nonce is no text and the secret lies in a SIM, so nothing is to be judged here. */
export function isAka({ credentials, challenge }: DigestAnswer): boolean {
  return [credentials, challenge].some((value) => value !== undefined && algorithmOf(value).startsWith("AKA"));
}

/** At the first hop the `uri` of the credentials is the Request-URI (RFC 3261 §22.4); proxies may rewrite it later. */
export function namesAnotherUri({ credentials, request, transaction }: DigestAnswer): boolean {
  const uri = credentials.uri?.value;
  const requestUri = request.sip.requestUri;
  if (transaction.hops !== 1 || uri === undefined || !requestUri) return false;
  return !sameUri(parseUri(uri, 0, uri.length), requestUri);
}

/** An accepted nonce comes again without a higher nonce count (RFC 7616 §3.4), and was not issued anew in between. */
export function replaysNonceCount({ credentials, age, nonceCountBefore }: DigestAnswer): boolean {
  if (age === "fresh" || nonceCountBefore === undefined || credentials.qop === undefined) return false;
  const count = nonceCountOf(credentials);
  return count === undefined || count <= nonceCountBefore;
}

/** Whether the form of the credentials, not the secret in them, is reason enough to refuse them. */
export function isFormallyWrong(answer: DigestAnswer): boolean {
  return (
    namesAnotherRealm(answer) ||
    breaksQop(answer) ||
    usesAnotherAlgorithm(answer) ||
    namesAnotherUri(answer) ||
    replaysNonceCount(answer)
  );
}

/** `2005` of `2005`, `2005@pbx.example.com` or `sip:2005@pbx.example.com`. */
export function userPartOf(username: string): string {
  const bare = username.replace(/^sips?:/i, "");
  const at = bare.lastIndexOf("@");
  return at < 0 ? bare : bare.slice(0, at);
}
