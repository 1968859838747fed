/** A device that registers in a domain which its registrar does not serve. */
import { isIpAddress } from "../../model/address.js";
import { formatEndpoint } from "../../model/endpoint.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { type DigestSeries, type DigestStep, digestSeries } from "./digest-answers.js";
import { isAka } from "./digest-faults.js";
import { isHealed } from "./recovery.js";
import { addressOf, domainOf, registeredDomains } from "./registered-domains.js";

/** Not Found, Gone, Does Not Exist Anywhere; Forbidden. */
const REFUSALS: ReadonlySet<number> = new Set([403, 404, 410, 604]);

export default defineRule({
  id: "registrar-domain-wrong",
  title: "Wrong registrar domain",
  severity: "error",
  kind: "cause",
  summary: "The domain of the AoR is not the one that the registrar serves, as the realm of its challenge shows.",
  why: "A registrar keeps its users by domain: in another domain the user does not exist, or has another password.",
  looksLike:
    "The device was configured with the server's IP address, or with a host name where a hosted PBX expects the tenant's domain. The request is refused although user and password are right; on a multi-tenant server another customer's user may even answer.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && (sip.to.host || sip.auth.realm)',
    steps: [
      "Show `sip.r-uri.host`, `sip.to.host` and `sip.auth.realm` as columns.",
      "Ask the server which domains it serves: Kamailio `kamcmd domain.dump`, OpenSIPS `opensips-cli -x mi domain_dump`, FreeSWITCH `sofia status`.",
    ],
  },
  notWhen: [
    "The realm is a plain word (`asterisk`): it says nothing about the domain.",
    "The server accepts the domain: then it serves it, whatever its realm is called.",
  ],
  remedy:
    "Put the domain that the registrar serves into the device's Registrar (SIP server, domain) field and the host " +
    "or address that is to be reached into its Outbound proxy field.",
  sources: [rfc(3261, "10.2"), rfc(3261, "10.3"), rfc(3261, "22.1")],
  fixes: { device: ["registrar"], registrar: ["domain"] },
  messages: {
    address: 'The device registers in "{domain}", an IP address, while the registrar serves "{realm}": {status}.',
    name: 'The device registers in "{domain}", while the registrar serves "{realm}": {status}.',
    twice: 'The device registers the user "{user}" in two domains at once, "{domain}" and "{other}".',
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const domains = registeredDomains(allSeries);
    for (const series of allSeries) {
      if (series.isQuiet || !series.registration || !series.steps.some((step) => isRefused(series, step))) continue;
      const realm = domains.foreignRealm(series);
      if (realm === undefined) continue;
      for (const step of series.steps) if (isRefused(series, step)) report(refused(series, step, realm));
    }
    for (const found of registeredTwice(trace, allSeries)) report(found);
  },
});

/** Refused for good; a challenge, or a nonce that has to be fetched anew, is no refusal. */
function isRefused(series: DigestSeries, { status, answer }: DigestStep): boolean {
  if (REFUSALS.has(status)) return true;
  if (answer?.verdict !== "refused" || answer.age !== "fresh") return false;
  return !isAka(answer) && !isHealed(series, answer);
}

function refused(series: DigestSeries, { transaction }: DigestStep, realm: string): Report {
  const domain = domainOf(series) ?? "";
  const { request, final } = transaction;
  const message = request ?? transaction.first;
  const challenge = series.steps.find(({ transaction: { final: found } }) =>
    found?.sip.challenges.some((offered) => offered.realm?.value === realm),
  )?.transaction.final;
  const offered = challenge?.sip.challenges.find((each) => each.realm?.value === realm);
  return {
    message: isIpAddress(domain) ? "address" : "name",
    values: { domain, realm, status: final ? statusOf(final) : "" },
    at: domainMark(transaction.request ?? transaction.first),
    related: [
      ...(challenge && offered?.realm
        ? [
            {
              message: challenge,
              header: offered.header.name,
              range: offered.realm.range,
              label: "the domain that the registrar serves",
            },
          ]
        : []),
      ...(final ? [{ message: final, label: "the refusal" }] : []),
    ],
    evidence: [
      `The To of ${whereIs(message)} names the domain "${domain}".`,
      ...(challenge ? [`The challenge in ${whereIs(challenge)} is for realm "${realm}".`] : []),
      ...(final ? [`${whereIs(final)} answers ${statusOf(final)}.`] : []),
      "Nobody in the trace is accepted in this domain under this realm.",
    ],
    aor: series.aor,
    strength: "likely",
    foldBy: realm,
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}

function domainMark(message: Message) {
  const { to } = message.sip;
  const range = to?.uri.host?.range;
  return to && range ? { message, header: to.header.name, range } : { message };
}

/**
 * One device, one user and one set of credentials under two domains at overlapping times, of which the registrar can
 * serve but one as this user's. The same extension at two tenants has a realm of its own in each.
 */
function* registeredTwice(trace: Trace, allSeries: readonly DigestSeries[]): Generator<Report> {
  for (const ofDevice of severalOfDevice(allSeries)) {
    const known = new Map<string, DigestSeries>();
    for (const series of ofDevice) {
      const key = accountKey(series);
      if (key === undefined) continue;
      const other = known.get(key);
      if (!other) known.set(key, series);
      else if (domainOf(other) !== domainOf(series) && overlap(other, series)) yield twice(trace, series, other);
    }
  }
}

/** The registrations that one address and port has at one server, where there are more than one. */
function severalOfDevice(allSeries: readonly DigestSeries[]): DigestSeries[][] {
  const byDevice = new Map<string, DigestSeries[]>();
  for (const series of allSeries) {
    const first = series.registration && series.transactions[0];
    if (!first || first.client.address === "") continue;
    const key = `${formatEndpoint(first.client)} ${first.server.address}`;
    const known = byDevice.get(key);
    if (known) known.push(series);
    else byDevice.set(key, [series]);
  }
  return [...byDevice.values()].filter(({ length }) => length > 1);
}

/** The user by credentials; undefined while nobody was let in. */
function accountKey(series: DigestSeries): string | undefined {
  const { registration, transactions } = series;
  const [first] = transactions;
  if (!registration || !first) return undefined;
  const accepted = transactions.find(({ status, hasCredentials }) => hasCredentials && status >= 200 && status < 300);
  const user = addressOf(first)?.user?.value;
  if (!accepted || user === undefined) return undefined;
  const { keys, requestRow, hasDigest } = accepted;
  const username = hasDigest ? keys.text(keys.usernameNumber(requestRow)) : accepted.credentials?.username?.value;
  const realm = hasDigest ? keys.text(keys.realmNumber(requestRow)) : accepted.credentials?.realm?.value;
  return [registration.device.userAgent ?? "", user, username ?? "", realm ?? ""].join("\n");
}

function overlap(a: DigestSeries, b: DigestSeries): boolean {
  return startOf(a) <= endOf(b) && startOf(b) <= endOf(a);
}

function startOf({ transactions }: DigestSeries): number {
  return transactions[0]?.first.index ?? Infinity;
}

function endOf({ transactions }: DigestSeries): number {
  return transactions.at(-1)?.last.index ?? -1;
}

function twice(trace: Trace, series: DigestSeries, other: DigestSeries): Report {
  const message = trace.messages.at(startOf(series));
  const earlier = trace.messages.at(startOf(other));
  const domain = domainOf(series) ?? "";
  const otherDomain = domainOf(other) ?? "";
  return {
    message: "twice",
    values: { user: message.sip.to?.uri.user?.value ?? "", domain, other: otherDomain },
    at: domainMark(message),
    related: [{ ...domainMark(earlier), label: "the same user in the other domain" }],
    evidence: [
      `${whereIs(earlier)} registers in "${otherDomain}", ${whereIs(message)} in "${domain}".`,
      "Both come from one address and port and are let in with the same user name and realm.",
      "For the registrar these are two addresses-of-record: calls to one do not reach the Contact of the other.",
    ],
    aor: series.aor,
    severity: "warning",
    strength: "likely",
    foldBy: "twice",
    explains: [],
    registration: series.registration?.index ?? null,
  };
}
