/** Whether a device registers in the domain that its registrar serves: then a refusal is about the user, not the domain. */
import { isIpAddress } from "../../model/address.js";
import { isMasked } from "../../model/masked.js";
import { parseUri, type Uri } from "../../sip/uri.js";
import type { Transaction } from "../../trace/transaction.js";
import type { DigestSeries } from "./digest-answers.js";

const KNOWN = new WeakMap<readonly DigestSeries[], RegisteredDomains>();

/** The same for all rules of a run, since most that is told of one series is told of all of them. */
export function registeredDomains(allSeries: readonly DigestSeries[]): RegisteredDomains {
  const known = KNOWN.get(allSeries) ?? new RegisteredDomains(allSeries);
  KNOWN.set(allSeries, known);
  return known;
}

class RegisteredDomains {
  readonly #allSeries: readonly DigestSeries[];
  #accepted: ReadonlySet<string> | undefined;
  readonly #judged = new Map<DigestSeries, string | undefined>();

  constructor(allSeries: readonly DigestSeries[]) {
    this.#allSeries = allSeries;
  }

  /**
   * The domain of the AoR is none of the realm's: an IP address while the realm is a domain name, or an unrelated name.
   * An undotted realm (`asterisk`) tells nothing, and neither does one under which somebody of this domain is accepted.
   */
  isForeign(series: DigestSeries): boolean {
    return this.foreignRealm(series) !== undefined;
  }

  /** The realm that shows it; undefined when the domain is the registrar's, or nothing tells. */
  foreignRealm(series: DigestSeries): string | undefined {
    if (!this.#judged.has(series)) this.#judged.set(series, this.#judge(series));
    return this.#judged.get(series);
  }

  #judge(series: DigestSeries): string | undefined {
    const domain = domainOf(series);
    if (domain === undefined || !series.registration || isMasked(domain)) return undefined;
    const foreign = new Set<string>();
    for (const { transaction, status, answer } of series.steps) {
      const isChallenged = status === 401 || status === 407;
      // Of a challenge before the trace the credentials still name the realm.
      const told = isChallenged
        ? transaction.final?.sip.challenges
        : answer?.by === undefined && answer
          ? [answer.credentials]
          : [];
      for (const { realm } of told ?? []) {
        // One that was blotted out may be the domain's.
        if (realm && isMasked(realm.value)) return undefined;
        if (!realm || !isDomainName(realm.value)) continue;
        // Several servers may ask on the way; one that serves the domain is enough.
        if (isRelated(domain, realm.value)) return undefined;
        foreign.add(realm.value);
      }
    }
    if (foreign.size === 0) return undefined;
    this.#accepted ??= acceptedPairs(this.#allSeries);
    // Somebody of this domain is let in with credentials that were blotted out: perhaps for this realm.
    if (this.#accepted.has(pair(domain, ""))) return undefined;
    return [...foreign].find((realm) => !this.#accepted?.has(pair(domain, realm)));
  }
}

/** Domain and realm of everybody who was let in. */
function acceptedPairs(allSeries: readonly DigestSeries[]): Set<string> {
  const pairs = new Set<string>();
  for (const series of allSeries) {
    const domain = domainOf(series);
    if (domain === undefined || !series.registration) continue;
    let lastRealm = -1;
    for (const transaction of series.transactions) {
      if (!transaction.hasCredentials || (!transaction.hasProgress && !isSuccess(transaction.status))) continue;
      const { keys, requestRow } = transaction;
      if (!transaction.hasDigest) {
        pairs.add(pair(domain, transaction.credentials?.realm?.value ?? ""));
        continue;
      }
      // A client answers one realm, again and again.
      const realm = keys.realmNumber(requestRow);
      if (realm !== lastRealm) pairs.add(pair(domain, keys.text(realm)));
      lastRealm = realm;
    }
  }
  return pairs;
}

function pair(domain: string, realm: string): string {
  return `${domain} ${realm}`;
}

/** The domain of the AoR, in lower case. */
export function domainOf({ transactions: [first] }: DigestSeries): string | undefined {
  return first && addressOf(first)?.host?.value;
}

/** The URI of To, from what was noted while reading where it was plain. */
export function addressOf({ keys, toUriNumber, first }: Transaction): Uri | undefined {
  const text = keys.text(toUriNumber);
  return text === "" ? first.sip.to?.uri : parseUri(text, 0, text.length);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** A dotted name that is no IP address: what a realm must be to tell a domain. */
function isDomainName(realm: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(realm.trim()) && !isIpAddress(realm.trim());
}

/** Equal, parent or sub-domain. */
function isRelated(domain: string, realm: string): boolean {
  const name = realm.trim().toLowerCase();
  return name === domain || name.endsWith(`.${domain}`) || domain.endsWith(`.${name}`);
}
