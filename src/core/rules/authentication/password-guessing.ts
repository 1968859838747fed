/** A source that tries users or passwords instead of registering a device. */
import { seconds } from "../../model/instant.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { defineRule, rfc, type RuleContext } from "../rule.js";
import { whereIs } from "../wording.js";
import { type DigestAnswer, type DigestSeries, digestSeries } from "./digest-answers.js";

/** User-Agents of known scanners. sipsak is a tool of administrators and not among them. */
const SCANNER = /friendly-scanner|sipvicious|sundayddr|pplsip|sip-scan|sipcli|vaxsipuseragent/i;
const MANY_AORS = 10;
const MANY_DIGESTS = 10;
const GUESSING_MICROS = seconds(60);

export default defineRule({
  id: "password-guessing",
  title: "Password guessing",
  severity: "warning",
  kind: "cause",
  measures: "lengths",
  summary: "One source tries many users or many passwords.",
  why: "It loads the registrar, and a weak password will be found and used for calls at the owner's cost.",
  looksLike:
    "A stream of REGISTERs from one unknown address, for users 100, 101, 102 … or for one user with changing digests. The server's log shows hundreds of failed attempts; real phones may be slow.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code >= 401 && sip.Status-Code <= 404',
    steps: [
      "Statistics > Endpoints in Wireshark: is the address one of yours? Look at its User-Agent.",
      "Look whether one of its attempts got a 200: then change that password now and check the call records.",
    ],
  },
  notWhen: [
    "One phone repeats its own wrong password from one Call-ID and Contact: digest-failed or auth-loop.",
    "A gateway or SBC registers many users from one address and they succeed.",
  ],
  remedy:
    "Block the source, limit the rate of failed registrations per address, and use long random passwords; " +
    "if the source is an own gateway, correct its configuration.",
  sources: [rfc(3261, "26.1.1"), rfc(7616, "5.7")],
  fixes: { registrar: ["guessing"] },
  messages: {
    scanner: 'A scanner calling itself "{agent}" tries {aors} of this registrar from {address}.',
    users: "{address} tries {aors}, none of which it may register.",
    digests: "{address} has {digests} for one AoR refused within a minute, from several Call-IDs and Contacts.",
  },
  check(trace, report, context) {
    for (const source of suspects(trace, context)) {
      const { address, message, values, at, header, range, evidence } = source;
      report({
        message,
        values: { address, ...values },
        at: { message: at, ...(header === undefined ? {} : { header }), ...(range === undefined ? {} : { range }) },
        evidence,
        aor: null,
        strength: message === "scanner" ? "proven" : "likely",
        foldBy: address,
        explains: transactionsOf(trace, source),
      });
    }
  },
});

interface Source {
  readonly address: string;
  readonly series: DigestSeries[];
  readonly calls: Transaction[];
}

interface Suspect extends Source {
  readonly message: "scanner" | "users" | "digests";
  readonly values: Readonly<Record<string, string>>;
  readonly at: Message;
  readonly header?: string;
  readonly range?: { readonly start: number; readonly end: number };
  readonly evidence: readonly string[];
}

function* suspects(trace: Trace, context: RuleContext): Generator<Suspect> {
  for (const source of sourcesOf(trace, context).values()) {
    const suspect = scanner(source) ?? triesUsers(source) ?? triesDigests(source);
    if (suspect) yield suspect;
  }
}

/** By the address that requests come from at the client's own hop; behind a proxy stand many clients. */
function sourcesOf(trace: Trace, context: RuleContext): Map<string, Source> {
  const sources = new Map<string, Source>();
  const at = (address: string) => {
    let source = sources.get(address);
    if (!source) sources.set(address, (source = { address, series: [], calls: [] }));
    return source;
  };
  for (const series of digestSeries(trace, context)) {
    const first = series.registration && series.transactions[0];
    if (first && first.hops === 1 && first.client.address !== "") at(first.client.address).series.push(series);
  }
  for (const { transactions } of trace.calls) {
    const invite = transactions.find(({ method, hops }) => method === "INVITE" && hops === 1);
    if (invite?.request && invite.client.address !== "" && isScanner(invite)) {
      at(invite.client.address).calls.push(invite);
    }
  }
  return sources;
}

function isScanner({ keys, requestRow, request }: Transaction): boolean {
  return requestRow >= 0 && SCANNER.test(keys.userAgent(requestRow) ?? request?.sip.userAgent ?? "");
}

/** Refused beyond a first 401: a curious administrator's single probe is none. */
function scanner(source: Source): Suspect | undefined {
  const registers = source.series
    .filter(({ registration }) => SCANNER.test(registration?.device.userAgent ?? ""))
    .flatMap(({ transactions }) => transactions);
  const refused = [...registers, ...source.calls].filter(({ status }) => status >= 400);
  const first = refused[0]?.request;
  const field = first?.sip.header("User-Agent");
  const isFirstChallengeOnly = refused.length === 1 && (refused[0]?.status === 401 || refused[0]?.status === 407);
  if (!first || !field || isFirstChallengeOnly) return undefined;
  const aors = new Set([
    ...source.series.map(({ aor }) => aor),
    ...source.calls.map(({ first: { sip } }) => sip.to?.uri.text ?? ""),
  ]);
  return {
    ...source,
    message: "scanner",
    values: { agent: field.value, aors: aors.size === 1 ? "an AoR" : `${aors.size} AoRs` },
    at: first,
    header: field.name,
    range: field.valueRange,
    evidence: [`${refused.length} of its requests are refused, the first in ${whereIs(refused[0]?.final ?? first)}.`],
  };
}

/** Many AoRs, all refused, from one and the same program; an office behind a NAT or a gateway gets most of its own in. */
function triesUsers(source: Source): Suspect | undefined {
  const refused = new Set<string>();
  const accepted = new Set<string>();
  const agents = new Set<string>();
  for (const { aor, transactions, registration } of source.series) {
    agents.add(registration?.device.userAgent ?? "");
    if (transactions.some(({ status }) => status >= 200 && status < 300)) accepted.add(aor);
    else if (transactions.some(({ status }) => status >= 400 && status < 500)) refused.add(aor);
  }
  if (refused.size < MANY_AORS || accepted.size * 10 > refused.size || agents.size > 1) return undefined;
  const first = source.series[0]?.transactions[0]?.first;
  if (!first) return undefined;
  return {
    ...source,
    message: "users",
    values: { aors: `${refused.size} AoRs` },
    at: first,
    evidence: [
      `REGISTERs for ${refused.size} AoRs come from this address and are refused; ${accepted.size} are accepted.`,
      "All of them name the same User-Agent.",
    ],
  };
}

/** Many wrong digests for one AoR within a minute, from more than one Call-ID and Contact: not the AoR's own device. */
function triesDigests(source: Source): Suspect | undefined {
  const byAor = new Map<string, DigestAnswer[]>();
  for (const { aor, answers } of source.series.filter(({ isQuiet }) => !isQuiet)) {
    const refused = answers.filter(({ verdict }) => verdict === "refused");
    if (refused.length > 0) byAor.set(aor, [...(byAor.get(aor) ?? []), ...refused]);
  }
  for (const answers of byAor.values()) {
    const burst = burstOf(answers);
    const first = burst?.[0];
    if (!burst || !first || isOneDevice(burst)) continue;
    const { credentials, request } = first;
    return {
      ...source,
      message: "digests",
      values: { digests: `${burst.length} digests` },
      at: request,
      header: credentials.header.name,
      range: credentials.range,
      evidence: [`From ${whereIs(request)} on ${burst.length} digests are refused within a minute.`],
    };
  }
  return undefined;
}

function burstOf(answers: readonly DigestAnswer[]): readonly DigestAnswer[] | undefined {
  const sorted = [...answers].sort((a, b) => a.request.index - b.request.index);
  for (let end = MANY_DIGESTS - 1; end < sorted.length; end++) {
    const start = end - MANY_DIGESTS + 1;
    if (sorted[end]!.request.atMicros - sorted[start]!.request.atMicros <= GUESSING_MICROS) return sorted.slice(start);
  }
  return undefined;
}

function isOneDevice(answers: readonly DigestAnswer[]): boolean {
  const callIds = new Set(answers.map(({ transaction }) => transaction.callId));
  const contacts = new Set(answers.map(({ request }) => request.sip.contacts[0]?.uri.text ?? ""));
  return callIds.size === 1 || contacts.size === 1;
}

/** Everything that the source causes, also what a proxy forwards for it. */
function transactionsOf(trace: Trace, { address, series, calls }: Source): number[] {
  const callIds = new Set([
    ...series.flatMap(({ transactions }) => transactions.map(({ callId }) => callId)),
    ...calls.map(({ callId }) => callId),
  ]);
  return trace.transactions
    .filter(({ client, callId }) => client.address === address || callIds.has(callId))
    .map(({ index }) => index);
}
