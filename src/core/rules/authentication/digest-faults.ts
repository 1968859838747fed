/** Formal faults of credentials: each explains a refusal by itself, so a wrong password may not be inferred beside it. */
import { isMasked } from "../../model/masked.js";
import { parseUri, sameUri } from "../../sip/uri.js";
import { algorithmOf, type DigestAnswer, nonceCountOf } from "./digest-answers.js";

const FAULT = { realm: 1, qop: 2, algorithm: 4, uri: 8, count: 16, aka: 32, blotted: 64 } as const;

/** An answer is judged once, however many rules ask: each look reads two messages again. */
function faultsOf(answer: DigestAnswer): number {
  if (answer.faults >= 0) return answer.faults;
  let faults = 0;
  if (hasAnotherRealm(answer)) faults |= FAULT.realm;
  if (hasBrokenQop(answer)) faults |= FAULT.qop;
  if (hasAnotherAlgorithm(answer)) faults |= FAULT.algorithm;
  if (hasAnotherUri(answer)) faults |= FAULT.uri;
  if (hasOldCount(answer)) faults |= FAULT.count;
  if (hasAka(answer)) faults |= FAULT.aka;
  if (isBlotted(answer)) faults |= FAULT.blotted;
  answer.faults = faults;
  return faults;
}

/** The credentials name another realm than the challenge they answer. */
export function namesAnotherRealm(answer: DigestAnswer): boolean {
  return (faultsOf(answer) & FAULT.realm) !== 0;
}

function hasAnotherRealm({ credentials, challenge }: DigestAnswer): boolean {
  if (challenge === undefined || credentials.realm?.value === challenge.realm?.value) return false;
  // Credentials or a challenge that were blotted out as a whole name nothing.
  if ([credentials, challenge].some(({ realm, nonce }) => realm === undefined && nonce === undefined)) return false;
  // Whoever blotted out one of them need not have written the same over the other.
  return ![credentials.realm, challenge.realm].some((realm) => realm !== undefined && isMasked(realm.value));
}

/** The challenge demands a qop, and the credentials have none or one that was not offered (RFC 7616 §3.4). */
export function breaksQop(answer: DigestAnswer): boolean {
  return (faultsOf(answer) & FAULT.qop) !== 0;
}

function hasBrokenQop({ credentials, challenge }: DigestAnswer): boolean {
  const offered = tokensOf(challenge?.qop?.value);
  if (offered.length === 0) return false;
  const chosen = credentials.qop?.value.trim().toLowerCase();
  // Blotted out as a whole.
  if (chosen === undefined && credentials.nonce === undefined && credentials.response === undefined) return false;
  return chosen === undefined || !offered.includes(chosen);
}

function tokensOf(list: string | undefined): string[] {
  return (list ?? "")
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((token) => token !== "");
}

/** The credentials use an algorithm that the answered response does not offer for this realm. */
export function usesAnotherAlgorithm(answer: DigestAnswer): boolean {
  return (faultsOf(answer) & FAULT.algorithm) !== 0;
}

function hasAnotherAlgorithm({ credentials, challenge, challengeMessage }: DigestAnswer): boolean {
  if (!challenge || !challengeMessage) return false;
  const offers = challengeMessage.sip.challenges.filter(
    ({ isDigest, realm }) => isDigest && realm?.value === challenge.realm?.value,
  );
  if (credentials.nonce === undefined && credentials.response === undefined) return false;
  return offers.length > 0 && !offers.some((offer) => algorithmOf(offer) === algorithmOf(credentials));
}

/** IMS AKA (RFC 3310): the nonce is no text and the secret lies in a SIM, so nothing is to be judged here. */
export function isAka(answer: DigestAnswer): boolean {
  return (faultsOf(answer) & FAULT.aka) !== 0;
}

function hasAka({ credentials, challenge }: DigestAnswer): boolean {
  return [credentials, challenge].some((value) => value !== undefined && algorithmOf(value).startsWith("AKA"));
}

/** At the first hop the `uri` of the credentials is the Request-URI (RFC 3261 §22.4); proxies may rewrite it later. */
export function namesAnotherUri(answer: DigestAnswer): boolean {
  const { transaction } = answer;
  if (transaction.hasDigest && transaction.keys.isUriOfRequest(transaction.requestRow)) return false;
  return (faultsOf(answer) & FAULT.uri) !== 0;
}

function hasAnotherUri({ credentials, challenge, request, transaction }: DigestAnswer): boolean {
  const uri = credentials.uri?.value;
  const requestUri = request.sip.requestUri;
  if (transaction.hops !== 1 || uri === undefined || !requestUri) return false;
  const named = parseUri(uri, 0, uri.length);
  // As with realms; the `domain` of a challenge that was blotted out may have named the other.
  if (challenge && challenge.realm === undefined && challenge.nonce === undefined) return false;
  if (isMasked(uri) || isMasked(requestUri.text)) return false;
  const parts = [named.user, named.host, requestUri.user, requestUri.host];
  if (parts.some((part) => part !== undefined && isMasked(part.value))) return false;
  return !sameUri(named, requestUri);
}

/** An accepted nonce comes again without a higher nonce count (RFC 7616 §3.4), and was not issued anew in between. */
export function replaysNonceCount(answer: DigestAnswer): boolean {
  const { nonceCountBefore, transaction } = answer;
  if (nonceCountBefore === undefined || answer.isFresh) return false;
  // The usual refresh counts on, and is told without reading it.
  const count = transaction.hasDigest ? transaction.keys.nonceCount(transaction.requestRow) : undefined;
  if (count !== undefined && count > nonceCountBefore) return false;
  return (faultsOf(answer) & FAULT.count) !== 0;
}

function hasOldCount(answer: DigestAnswer): boolean {
  const { credentials, nonceCountBefore } = answer;
  if (nonceCountBefore === undefined || answer.isFresh || credentials.qop === undefined) return false;
  if (hasBlottedNonce(answer)) return false;
  const count = nonceCountOf(credentials);
  return count === undefined || count <= nonceCountBefore;
}

/** Somebody blotted out one of two values that should agree, before the trace was posted: whether they did is unknown. */
function isBlotted({ credentials, challenge, request, transaction }: DigestAnswer): boolean {
  const { to, requestUri } = request.sip;
  const username = credentials.username?.value;
  return (
    differUnknown(credentials.realm?.value, challenge?.realm?.value) ||
    (transaction.hops === 1 && differUnknown(credentials.uri?.value, requestUri?.text)) ||
    differUnknown(username === undefined ? undefined : userPartOf(username), to?.uri.user?.value)
  );
}

function differUnknown(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b && (isMasked(a) || isMasked(b));
}

/** What was blotted out alike on both sides: as far as it shows they agree, but nothing shows. */
export function blottedAlike({ credentials, challenge, request }: DigestAnswer): string[] {
  const pairs: readonly (readonly [name: string, one: string | undefined, other: string | undefined])[] = [
    ["realm", credentials.realm?.value, challenge?.realm?.value],
    ["nonce", credentials.nonce?.value, challenge?.nonce?.value],
    ["uri", credentials.uri?.value, request.sip.requestUri?.text],
    ["user name", credentials.username?.value, request.sip.to?.uri.user?.value],
  ];
  return pairs.flatMap(([name, one, other]) =>
    one !== undefined && other !== undefined && isMasked(one) ? [name] : [],
  );
}

/** Which challenge was answered cannot be seen: the nonce, or all of the credentials or the challenge, was blotted out. */
export function hasBlottedNonce({ credentials, challenge }: DigestAnswer): boolean {
  return [credentials, challenge].some((side) => side !== undefined && (!side.nonce || isMasked(side.nonce.value)));
}

/** Whether the form of the credentials, not the secret in them, is reason enough to refuse them, or is not to be seen. */
export function isFormallyWrong(answer: DigestAnswer): boolean {
  return (faultsOf(answer) & ~FAULT.aka) !== 0;
}

/** `2005` of `2005`, `2005@pbx.example.com` or `sip:2005@pbx.example.com`. */
export function userPartOf(username: string): string {
  const bare = username.replace(/^sips?:/i, "");
  const at = bare.lastIndexOf("@");
  return at < 0 ? bare : bare.slice(0, at);
}
