/** A device that looks up where its registrar is, and then goes elsewhere. */
import type { DnsRecord } from "../../model/dns.js";
import { formatEndpoint, type Transport } from "../../model/endpoint.js";
import type { Registration } from "../../trace/registration.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { addressesOf, type ClientLookups, lookupsByClient, recordsByName } from "./lookups.js";
import { domainOf } from "./sip-peers.js";
import { isServiceOf, isTarget, isSameTransport, type SrvTarget, targetsOf } from "./srv-targets.js";
import { whereIsSignal } from "./tls-reports.js";

/** Targets named in evidence. */
const TARGETS_SHOWN = 6;

export default defineRule({
  id: "dns-srv-ignored",
  title: "SRV records ignored",
  severity: "warning",
  kind: "cause",
  summary: "A device registers at a port, address or transport that none of the SRV records it looked up names.",
  why: "Load sharing and failover are in those records: a device that ignores them stays with one server, or meets the wrong one.",
  looksLike:
    "The phone asks for SRV records, gets them, and registers at another port or host than they name. One server of a pool gets all phones, or failover does not happen.",
  confirm: {
    wireshark: 'dns.srv.target || dns.qry.type == 35 || sip.Method == "REGISTER"',
    steps: [
      "`dig SRV _sip._udp.example.com` and compare target and port with the destination of the REGISTER.",
      "Many phones use SRV only while their port field is empty or 0.",
    ],
  },
  notWhen: [
    "An outbound proxy is configured by hand: then the phone asks for that one's address.",
    "The look-up is another device's.",
  ],
  remedy:
    "Update the firmware, turn on NAPTR and SRV look-ups, and leave the port empty; or set host and port by hand.",
  sources: [rfc(3263, "4.1"), rfc(3263, "4.2"), rfc(2782)],
  fixes: { device: ["srv"] },
  messages: {
    ignored: "{client} registers at {server} over {transport}; the SRV records of {domain} name {targets}.",
  },
  check(trace, report) {
    const lookups = lookupsByClient(trace);
    if (lookups.length === 0) return;
    const byClient = new Map(lookups.map((each) => [each.client, each]));
    for (const registration of trace.registrations) {
      const own = byClient.get(registration.transactions[0]?.client.address ?? "");
      const found = own && judge(registration, own);
      if (found) report(found);
    }
  },
});

function judge(registration: Registration, lookups: ClientLookups): Report | undefined {
  const transaction = registration.transactions.find(({ hops, request }) => hops === 1 && request !== undefined);
  const request = transaction?.request;
  if (!transaction || !request) return undefined;
  const { server, transport, client } = transaction;
  // A Route names a proxy on purpose.
  if (request.sip.header("Route")) return undefined;
  const before = lookups.answers.filter(({ signal }) => signal.atMicros <= request.atMicros);
  const domains = new Set([domainOf(registration.aor), request.sip.requestUri?.host?.value.toLowerCase() ?? ""]);
  const byName = recordsByName(before);
  for (const domain of domains) {
    const targets = targetsOf(domain, byName);
    const first = before.find(({ signal }) => signal.dns.answer?.records.some((record) => isServiceOf(record, domain)));
    if (targets.length === 0 || !first) continue;
    const isNamed = targets.some((target) => isTarget(target, server, transport, byName));
    if (isNamed || !isDecided(domain, transport, byName, targets)) continue;
    const known = new Set(targets.flatMap(({ host }) => [...addressesOf(host, byName)]));
    for (const address of addressesOf(domain, byName)) known.add(address);
    // An address that no look-up of the domain gives was set by hand, or is an outbound proxy's.
    if (!known.has(server.address) || isOfAnotherName(server.address, domain, targets, byName)) continue;
    const named = [
      ...new Set(targets.map(({ host, port, transport: over }) => `${host}:${port} (${over.toUpperCase()})`)),
    ];
    return {
      message: "ignored",
      values: {
        client: client.address,
        server: formatEndpoint(server),
        transport: transport.toUpperCase(),
        domain,
        targets: named.slice(0, TARGETS_SHOWN).join(", "),
      },
      at: { message: request },
      related: [{ signal: first.index, label: "the SRV records" }],
      evidence: [
        `The SRV records reached the device in ${whereIsSignal(first.signal)}, before ${whereIs(request)}.`,
        `None of them names ${formatEndpoint(server)} over ${transport.toUpperCase()}.`,
      ],
      aor: registration.aor,
      registration: registration.index,
      foldBy: formatEndpoint(server),
      strength: "proven",
      explains: registration.transactions.filter(({ status }) => status === 0).map(({ index }) => index),
    };
  }
  return undefined;
}

/** Whether the answers cover the transport in use: its own SRV records, or NAPTR records that list all transports. */
function isDecided(
  domain: string,
  transport: Transport,
  byName: ReadonlyMap<string, readonly DnsRecord[]>,
  targets: readonly SrvTarget[],
): boolean {
  if (targets.some((target) => isSameTransport(target.transport, transport))) return true;
  const services = (byName.get(domain) ?? []).flatMap(({ type, service }) =>
    type === "NAPTR" && service !== undefined ? [service.toUpperCase()] : [],
  );
  const own = { udp: "SIP+D2U", tcp: "SIP+D2T", tls: "SIPS+D2T", ws: "SIP+D2W", wss: "SIPS+D2W", sctp: "SIP+D2S" };
  return services.length > 0 && !services.includes(own[transport]);
}

/** A name that is neither the domain nor a target was looked up for a reason of its own: an outbound proxy. */
function isOfAnotherName(
  address: string,
  domain: string,
  targets: readonly SrvTarget[],
  byName: ReadonlyMap<string, readonly DnsRecord[]>,
): boolean {
  const hosts = new Set([domain, ...targets.map(({ host }) => host)]);
  for (const [name, records] of byName) {
    if (hosts.has(name)) continue;
    const isAlias = [...hosts].some((host) => byName.get(host)?.some(({ target }) => target === name));
    if (!isAlias && records.some((record) => record.address === address)) return true;
  }
  return false;
}
