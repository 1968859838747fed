/** How the device found its registrar: by NAPTR and SRV, by the address of a name, or by an address typed in (RFC 3263). */
import { isIpAddress } from "../../../model/address.js";
import { DNS_TYPES, type DnsType } from "../../../model/dns.js";
import { formatEndpoint } from "../../../model/endpoint.js";
import { type ClientLookups, lookupsByClient, recordsByName } from "../../../rules/reachability/lookups.js";
import { isServiceOf, isTarget, targetsOf } from "../../../rules/reachability/srv-targets.js";
import { rfc } from "../../../rules/rule.js";
import type { Uri } from "../../../sip/uri.js";
import { type CardLine, type Judgement, notCovered, OTHER_HOP } from "../card-line.js";
import type { CardSubject } from "../subject.js";

const GOOD = "SRV records, followed";

export const dnsLine: CardLine = {
  id: "dns",
  label: "DNS",
  sources: [rfc(3263, "4.1"), rfc(3263, "4.2")],
  rules: ["dns-srv-ignored", "dns-failure"],
  judge(subject) {
    const { trace, request, isOwnHop, reach } = subject;
    if (!isOwnHop) return notCovered(GOOD, OTHER_HOP);
    const hop = hopOf(subject);
    const host = hop?.host?.value.toLowerCase() ?? "";
    if (isIpAddress(host)) {
      return {
        seen: `${host} typed in`,
        good: GOOD,
        verdict: "fair",
        reason: "An address in every device cannot be moved, shared or backed up as a name can.",
        places: [{ message: request, label: "the REGISTER" }],
      };
    }
    const lookups = lookupsByClient(trace).find(({ client }) => client === reach.local.address);
    const asked = lookups ? lookUpsOf(host, lookups, subject) : undefined;
    if (!asked) return notCovered(GOOD, `No look-up of ${host || "the registrar"} by this device is in the trace.`);
    return asked;
  },
};

/** Whom the request goes to: the first Route, else the Request-URI (RFC 3261 §8.1.2). */
function hopOf({ request }: CardSubject): Uri | undefined {
  return request.sip.addresses("Route")[0]?.uri ?? request.sip.requestUri;
}

function lookUpsOf(host: string, { queries, answers }: ClientLookups, subject: CardSubject): Judgement | undefined {
  const { transaction, flow } = subject;
  const isAbout = ({ name, type }: { name: string; type: DnsType }) =>
    name === host || isServiceOf({ name, type }, host);
  const own = [...queries, ...answers].filter(({ signal }) => isAbout(signal.dns));
  const byName = recordsByName(answers);
  const targets = targetsOf(host, byName);
  const [first] = own;
  if (!first) return undefined;
  const types = DNS_TYPES.filter((type) => own.some(({ signal }) => signal.dns.type === type)).toReversed();
  const isNamed = targets.some((target) => isTarget(target, transaction.server, flow.transport, byName));
  const end =
    targets.length === 0 ? "" : isNamed ? ", followed" : `, but it goes to ${formatEndpoint(transaction.server)}`;
  const common = {
    seen: `${types.join(", ")} of ${host}${end}`,
    good: GOOD,
    places: [{ signal: first.index, label: "the look-up" }],
  };
  if (isNamed)
    return {
      ...common,
      verdict: "good",
      reason: "The domain can share load and move servers without touching a device.",
    };
  if (targets.length > 0)
    return {
      ...common,
      verdict: "fair",
      reason: "It registers where none of the SRV records points, as with a proxy that was set by hand.",
    };
  if (types.includes("SRV"))
    return {
      ...common,
      verdict: "fair",
      reason: "The domain publishes no SRV records, so there is no second server to turn to.",
    };
  const hasPort = hopOf(subject)?.port !== undefined;
  const reason = hasPort
    ? "A port in the settings switches SRV off, and with it the second server."
    : "Without SRV there is no second server to turn to, and no transport to choose.";
  return { ...common, verdict: "fair", reason };
}
