/** Which side of a refused digest is wrong, proved with a password that the user of this program knows. */
import { isMasked } from "../../model/masked.js";
import type { Message } from "../../trace/message.js";
import { digestInputsOf } from "../../sip/digest-inputs.js";
import { type DigestInputs, digestResponse } from "../../sip/digest-response.js";
import type { Value } from "../../sip/value.js";
import { whereIs } from "../wording.js";
import type { RuleContext } from "../rule.js";
import type { DigestAnswer, DigestSeries } from "./digest-answers.js";
import { userPartOf } from "./digest-faults.js";

/**
 * `server`: the response is made with the known password, so the server holds another; `variant`: it is made with it, but
 * from another value, which `variant` names; `device`: with none of these, so the device has another password.
 */
export type DigestProof =
  { readonly side: "server" | "device" } | { readonly side: "variant"; readonly variant: string };

/** Refusals of one client repeat; so many earlier nonces and realms are tried. */
const MAX_EARLIER = 16;

/** Undefined when no password is known for this client, or the response cannot be computed (`userhash`, AKA, escapes, values blotted out). */
export function proveDigest(series: DigestSeries, answer: DigestAnswer, context: RuleContext): DigestProof | undefined {
  const { credentials } = answer;
  const response = credentials.response?.value.toLowerCase();
  const password = knownPassword(answer, context);
  if (password === undefined || response === undefined) return undefined;
  if ([credentials.username, credentials.realm].some(hasEscapes)) return undefined;
  const { username, realm, nonce, uri, cnonce } = credentials;
  if ([username, realm, nonce, uri, cnonce].some((value) => value !== undefined && isMasked(value.value)))
    return undefined;
  if (credentials.param("userhash")?.value.toLowerCase() === "true") return undefined;
  const { sip, missingOctets } = answer.request;
  const inputs = { ...digestInputsOf(sip, credentials, missingOctets === 0), password };
  const computed = digestResponse(inputs);
  if (computed === undefined) return undefined;
  if (computed === response) return { side: "server" };
  for (const [change, variant] of variantsOf(series, answer, inputs)) {
    if (digestResponse({ ...inputs, ...change }) === response) return { side: "variant", variant };
  }
  return { side: "device" };
}

/** Whether a backslash enters the digest is what implementations disagree on. */
function hasEscapes(value: Value<string> | undefined): boolean {
  return value !== undefined && value.value.length !== value.range.end - value.range.start;
}

/** By the name in the credentials, else by the extension: an Auth ID and its extension share one password. */
function knownPassword({ credentials, request }: DigestAnswer, { passwordFor }: RuleContext): string | undefined {
  const realm = credentials.realm?.value ?? "";
  const username = credentials.username?.value ?? "";
  const names = [username, userPartOf(username), request.sip.to?.uri.user?.value, request.sip.from?.uri.user?.value];
  for (const name of names) {
    const password = name === undefined ? undefined : passwordFor(name, realm);
    if (password !== undefined) return password;
  }
  return undefined;
}

const QOPS: readonly string[] = ["auth", "auth-int"];
const ALGORITHMS: readonly string[] = ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"];

function nameWords(name: string, instead: string): string {
  return `user name "${name}" instead of "${instead}"`;
}

function realmWords(realm: string, instead: string): string {
  return `realm "${realm}" instead of "${instead}"`;
}

type Variant = readonly [change: Partial<DigestInputs>, variant: string];

/** What devices and their menus get wrong beside the password itself. */
function* variantsOf(series: DigestSeries, answer: DigestAnswer, inputs: DigestInputs): Generator<Variant> {
  const { request, challenge } = answer;
  const { sip } = request;
  const { username, realm, uri, password } = inputs;
  const users = [sip.to, sip.from].flatMap((address) => address?.uri.user?.value ?? []);
  const domains = [realm, sip.to?.uri.host?.value ?? ""];
  const names = [userPartOf(username), ...users, ...users.flatMap((user) => domains.map((at) => `${user}@${at}`))];
  const realms = realmsOf(series, answer);
  const isOtherName = (name: string) => name !== username;
  const isOtherRealm = (other: string) => other !== realm;
  const others = [...new Set(names)].filter(isOtherName);
  for (const name of others) yield [{ username: name }, nameWords(name, username)];
  for (const other of [...realms].filter(isOtherRealm)) {
    yield [{ realm: other }, realmWords(other, realm)];
    // A stored HA1 may be of another account altogether.
    for (const name of others) {
      yield [{ username: name, realm: other }, `${nameWords(name, username)} and ${realmWords(other, realm)}`];
    }
  }
  const { requestUri } = sip;
  const uris = [requestUri?.text, `sip:${requestUri?.host?.value}`, `sip:${sip.to?.uri.host?.value}`, sip.to?.uri.text];
  for (const other of new Set(uris)) {
    if (other !== undefined && other !== uri) yield [{ uri: other }, `uri "${other}" instead of "${uri}"`];
  }
  for (const { message, nonce } of earlierNonces(series, answer)) {
    yield [{ nonce }, `the nonce of ${whereIs(message)} instead of the one it names`];
  }
  if (inputs.qop !== undefined) yield [{ qop: undefined }, "no qop (RFC 2069) although it names one"];
  if (inputs.qop !== undefined || challenge?.qop) {
    const named = inputs.qop === undefined ? "although it names none" : `instead of ${inputs.qop}`;
    for (const qop of QOPS) if (qop !== inputs.qop) yield [{ qop }, `qop=${qop} ${named}`];
  }
  const algorithm = inputs.algorithm?.toUpperCase() ?? "MD5";
  for (const other of ALGORITHMS) {
    if (other.toUpperCase() !== algorithm)
      yield [{ algorithm: other }, `${other} instead of ${inputs.algorithm ?? "MD5"}`];
  }
  for (const [text, blemish] of [
    [`${password} `, "a blank behind the password"],
    [` ${password}`, "a blank before the password"],
    [`${password}\r`, "a carriage return behind the password"],
    [`${password}\n`, "a line feed behind the password"],
    [password.trim(), "no blanks around the password"],
    ["", "an empty password"],
  ] as const) {
    if (text !== password) yield [{ password: text }, blemish];
  }
}

/** Realms that this client was asked for, and the domain of its AoR. */
function realmsOf(series: DigestSeries, { request }: DigestAnswer): Set<string> {
  const realms = new Set<string>();
  for (const { message } of challengesOf(series)) {
    for (const { realm } of message.sip.challenges) if (realm) realms.add(realm.value);
  }
  const domain = request.sip.to?.uri.host?.value;
  if (domain !== undefined) realms.add(domain);
  return realms;
}

function earlierNonces(series: DigestSeries, { request, credentials }: DigestAnswer) {
  return challengesOf(series).filter(
    ({ message, nonce }) => message.index < request.index && nonce !== credentials.nonce?.value,
  );
}

function challengesOf({ steps }: DigestSeries): { message: Message; nonce: string }[] {
  const found: { message: Message; nonce: string }[] = [];
  for (const { transaction, status } of steps) {
    if (found.length >= MAX_EARLIER) break;
    const { final } = transaction;
    if (!final || (status !== 401 && status !== 407)) continue;
    for (const { nonce } of final.sip.challenges) if (nonce) found.push({ message: final, nonce: nonce.value });
  }
  return found;
}
