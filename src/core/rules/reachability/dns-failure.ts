/** A name of SIP that does not resolve, so that nothing is sent. */
import { seconds } from "../../model/instant.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS } from "../../trace/transaction.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf } from "../wording.js";
import type { Seen } from "./connections.js";
import { type ClientLookups, type DnsSignal, lookupsByClient } from "./lookups.js";
import { domainOf, sipPeersOf, sipServiceDomain } from "./sip-peers.js";
import { whereIsSignal } from "./tls-reports.js";

/** A resolver asks again after seconds, three times or more, before it gives up. */
const FEWEST_QUERIES = 3;
const PATIENCE_MICROS = seconds(5);

export default defineRule({
  id: "dns-failure",
  title: "Name not resolved",
  severity: "error",
  kind: "cause",
  summary: "The look-ups of a registrar's or proxy's name fail, and the device registers nowhere.",
  why: "Without an address the device has nowhere to send its REGISTER.",
  looksLike: 'DNS look-ups and no SIP at all. The phone says "host not found" or just "registration failed".',
  confirm: {
    wireshark: "dns",
    steps: [
      "`dig NAPTR example.com`, `dig SRV _sip._udp.example.com`, `dig A sip.example.com`, each at the resolver that the phone uses (`@ADDRESS`).",
    ],
  },
  notWhen: [
    "No record of one kind, but another kind answers: a domain without NAPTR or SRV is normal.",
    "The phone finds the address in the end and registers.",
  ],
  remedy: "Correct the name in the device, add the record to the DNS zone, or give the device a resolver that answers.",
  sources: [rfc(3263, "4"), rfc(1035, "4.1.1"), rfc(9499, "3")],
  fixes: { device: ["registrar"] },
  messages: {
    failed: "{client} cannot resolve {name}: {resolver} answers {rcode}, and no REGISTER follows.",
    unanswered: "{client} cannot resolve {name}: {resolver} never answers, and no REGISTER follows.",
  },
  check(trace, report) {
    for (const lookups of lookupsByClient(trace)) {
      for (const name of sipNames(trace, lookups)) {
        const found = judge(trace, lookups, name);
        if (found) report(found);
      }
    }
  },
});

/** Names that the client looks up for SIP: those of its SRV and NAPTR queries, and the domains it registers with. */
function sipNames(trace: Trace, { client, queries, answers }: ClientLookups): Set<string> {
  const names = new Set<string>();
  for (const { signal } of [...queries, ...answers]) {
    const { name, type } = signal.dns;
    const domain = type === "SRV" ? sipServiceDomain(name) : undefined;
    if (domain !== undefined) names.add(domain);
  }
  for (const { aor, transactions } of trace.registrations) {
    if (transactions[0]?.client.address === client) names.add(domainOf(aor));
  }
  return names;
}

function judge(trace: Trace, { client, queries, answers }: ClientLookups, name: string): Report | undefined {
  const own = answers.filter(({ signal }) => isAbout(signal, name));
  const asked = queries.filter(({ signal }) => isAbout(signal, name));
  const isResolved = own.some(({ signal }) => (signal.dns.answer?.records.length ?? 0) > 0);
  const start = [...asked, ...own].sort((a, b) => a.index - b.index)[0];
  if (isResolved || !start) return undefined;
  const failed = own.filter(({ signal }) => isFailure(signal));
  // No address can follow from NODATA either, but then the name exists: the zone may mean it so (RFC 2308 §2.2).
  const isRefused = failed.length > 0 && isSettled(trace, failed, asked, name);
  const unanswered = isRefused ? [] : unansweredOf(asked, own);
  if (!isRefused && !isGivenUp(trace, unanswered)) return undefined;
  if (!isRefused && isSilentAboutServices(trace, unanswered)) return undefined;
  if (followsRegister(trace, client, start.signal.atMicros)) return undefined;
  const lead = isRefused ? (failed.find(({ signal }) => isAddressQuery(signal)) ?? failed[0]!) : unanswered[0]!;
  const { source, destination, dns } = lead.signal;
  const takeover = sipPeersOf(trace).takeover({ address: client, port: 0 }, start.signal.atMicros);
  const related = isRefused ? failed.filter(({ index }) => index !== lead.index) : unanswered.slice(-1);
  return {
    message: isRefused ? "failed" : "unanswered",
    values: {
      client,
      name,
      resolver: isRefused ? source.address : destination.address,
      rcode: dns.answer?.rcode ?? "",
    },
    at: { signal: lead.index },
    related: related
      .slice(0, 4)
      .map(({ index }) => ({ signal: index, label: isRefused ? "fails as well" : "the last query" })),
    evidence: isRefused
      ? failed
          .slice(0, 6)
          .map(
            ({ signal }) =>
              `${signal.dns.type} ${signal.dns.name} in ${whereIsSignal(signal)}: ${signal.dns.answer?.rcode ?? ""}.`,
          )
      : [
          `${countOf(unanswered.length, "query", "queries")} from ${whereIsSignal(unanswered[0]!.signal)} to ${whereIsSignal(unanswered.at(-1)!.signal)} without an answer.`,
        ],
    ...sipPeersOf(trace).ownerOf(client),
    foldBy: `${client} ${name}`,
    strength: "proven",
    ...(takeover ? { severity: "info" as const } : {}),
  };
}

/** The name itself, or its services. */
function isAbout({ dns }: DnsSignal, name: string): boolean {
  return dns.name === name || (dns.type === "SRV" && sipServiceDomain(dns.name) === name);
}

function isFailure({ dns }: DnsSignal): boolean {
  return dns.answer !== undefined && dns.answer.rcode !== "NOERROR" && dns.answer.isTruncated !== true;
}

function isAddressQuery({ dns }: DnsSignal): boolean {
  return dns.type === "A" || dns.type === "AAAA";
}

/**
 * A missing SRV record leads to the next step, the address of the name itself (RFC 3263 §4.2): only when that fails too, or
 * is not asked for while the trace goes on, the look-up has failed. Nothing may still be on its way.
 */
function isSettled(
  trace: Trace,
  failed: readonly Seen<DnsSignal>[],
  asked: readonly Seen<DnsSignal>[],
  name: string,
): boolean {
  const last = failed.at(-1)!.signal;
  const isOpen = asked.some(({ signal }) => signal.atMicros > last.atMicros);
  if (isOpen) return false;
  if (failed.some(({ signal }) => isAddressQuery(signal) && signal.dns.name === name)) {
    return trace.covers(last.atMicros, last.atMicros + PATIENCE_MICROS / 5);
  }
  return trace.covers(last.atMicros, last.atMicros + TIMER_F_MICROS);
}

function unansweredOf(asked: readonly Seen<DnsSignal>[], answers: readonly Seen<DnsSignal>[]): Seen<DnsSignal>[] {
  const answered = new Set(answers.map(({ signal }) => `${signal.dns.id} ${signal.dns.type} ${signal.dns.name}`));
  return asked.filter(({ signal }) => !answered.has(`${signal.dns.id} ${signal.dns.type} ${signal.dns.name}`));
}

/** Some resolvers drop queries for SRV and answer all others: then the address of the name may be known all the same. */
function isSilentAboutServices(trace: Trace, unanswered: readonly Seen<DnsSignal>[]): boolean {
  if (unanswered.some(({ signal }) => isAddressQuery(signal))) return false;
  const resolvers = new Set(unanswered.map(({ signal }) => signal.destination.address));
  return lookupsByClient(trace).some(({ answers }) =>
    answers.some(({ signal }) => resolvers.has(signal.source.address)),
  );
}

function isGivenUp(trace: Trace, unanswered: readonly Seen<DnsSignal>[]): boolean {
  const first = unanswered[0];
  const last = unanswered.at(-1);
  if (!first || !last || unanswered.length < FEWEST_QUERIES || !trace.isTimed) return false;
  return last.signal.atMicros - first.signal.atMicros >= PATIENCE_MICROS;
}

/** Any REGISTER of the client that is sent after the look-up, or was on its way: its address was known then. */
function followsRegister(trace: Trace, client: string, fromMicros: number): boolean {
  return trace.registrations.some(({ transactions }) =>
    transactions.some(
      (transaction) =>
        transaction.client.address === client &&
        transaction.startMicros >= fromMicros &&
        transaction.startMicros - fromMicros <= 2 * TIMER_F_MICROS,
    ),
  );
}
