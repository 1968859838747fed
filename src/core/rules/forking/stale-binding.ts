/** A binding from before a restart that the registrar still calls. */
import { isSiteAddress } from "../../model/address.js";
import { formatEndpoint } from "../../model/endpoint.js";
import { formatDuration, seconds } from "../../model/instant.js";
import type { Contact } from "../../sip/contact.js";
import { sameUri } from "../../sip/uri.js";
import type { Binding } from "../../trace/binding.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { failedWith, undelivered } from "../nat/undelivered.js";
import { requestsTo } from "../outbound/lookups.js";
import { type Series, sharedAors } from "../outbound/registering-devices.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { printable, whereIs } from "../wording.js";

/** Lines of one phone register within seconds at boot; a binding that comes so much later is a new start. */
const BOOT_MICROS = seconds(20);

export default defineRule({
  id: "stale-binding",
  title: "Stale binding",
  severity: "warning",
  kind: "cause",
  measures: "lengths",
  summary: "The registrar still lists a binding of the device from before it came back on another port.",
  why: "Calls are forked to a port where nobody listens any more: they ring late, fail, or end in ICMP errors.",
  looksLike:
    "The list of contacts grows: after each network change or restart of the router one more. Calls ring late, since they are sent to dead ports too.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code == 200',
    steps: [
      "Count the Contacts in the 200 and look which of them sent anything lately.",
      "Asterisk: `pjsip show contacts`; Kamailio: `kamcmd ul.dump`; OpenSIPS: `opensips-cli -x mi ul_dump`; FreeSWITCH: `sofia status profile NAME reg`.",
    ],
  },
  notWhen: [
    "Two lines of one phone, or two phones behind one NAT, each with a Contact of its own.",
    "Two flows of one device by SIP Outbound: same `+sip.instance`, different `reg-id`.",
  ],
  remedy:
    "Let the registrar replace the old contact of a device, grant shorter expiries, or let the device use Outbound (+sip.instance).",
  sources: [rfc(5626, "1"), rfc(5626, "4.2"), rfc(3261, "10.2.4")],
  fixes: { registrar: ["staleContacts"] },
  messages: {
    stale:
      "The 200 still lists {old} of {aor}, although the device came back as {current}; nothing has come from the old flow since.",
  },
  check(trace, report) {
    if (!trace.isTimed) return;
    for (const [aor, series] of sharedAors(trace)) {
      for (const [at, newer] of series.entries()) {
        const found = series
          .map((older, index) => (index === at ? undefined : judge(trace, aor, older, newer)))
          .find(Boolean);
        if (found) report(found);
      }
    }
  },
});

function judge(trace: Trace, aor: string, older: Series, newer: Series): Report | undefined {
  if (!isSameDevice(older, newer)) return undefined;
  const appeared = newer.transactions[0]!.startMicros;
  const last = older.transactions.findLast(({ status }) => status >= 200 && status < 300);
  const first = newer.transactions.find(({ status }) => status >= 200 && status < 300);
  if (!last || !first || older.transactions.some(({ startMicros }) => startMicros > appeared)) return undefined;
  const old = bindingOf(older, last);
  const current = bindingOf(newer, first);
  if (!old || !current || old.endedBy === "removal" || sameUri(old.contact.uri, current.contact.uri)) return undefined;
  const uris = [old.contact.uri, ...(old.listed ? [old.listed.uri] : [])];
  const listed = current.grant.sip.contacts.find(
    (contact) =>
      contact !== current.listed && contact.expiresSeconds !== 0 && uris.some((uri) => sameUri(uri, contact.uri)),
  );
  if (!listed || hasSpokenSince(old, current)) return undefined;
  const proof = proofOf(trace, old, listed, appeared, older);
  if (!proof) return undefined;
  const oldName = printable(listed.uri.text);
  return {
    message: "stale",
    values: { old: oldName, aor, current: current.contact.uri.text },
    at: { message: current.grant, header: listed.header.name, range: listed.range },
    related: [
      {
        message: old.request,
        header: old.contact.header.name,
        range: old.contact.uriRange,
        label: "the REGISTER of the old binding",
      },
      {
        message: current.request,
        header: current.contact.header.name,
        range: current.contact.uriRange,
        label: "the device comes back",
      },
      ...(proof.lost?.request ? [{ message: proof.lost.request, label: "a request to the old binding" }] : []),
    ],
    evidence: [
      `${whereIs(old.request)} and ${whereIs(current.request)} come from ${older.title} and ${newer.title}.`,
      `${whereIs(current.grant)} lists ${oldName} beside the new Contact.`,
      proof.fact,
    ],
    aor,
    strength: proof.lost ? "proven" : "likely",
    foldBy: "stale",
    explains: proof.lost ? failedWith(trace, proof.lost) : [],
    registration: newer.registration.index,
  };
}

/**
 * The same instance and flow of it; or the same user, host and product on another port.
 */
function isSameDevice(older: Series, newer: Series): boolean {
  const [a, b] = [older.contact, newer.contact];
  if (a.regId?.value !== b.regId?.value) return false;
  const instance = a.instanceId?.value;
  if (instance !== undefined || b.instanceId)
    return instance === b.instanceId?.value && older.product === newer.product;
  const isSameHost = older.contactHost === newer.contactHost && older.address === newer.address;
  if (a.uri.user?.value !== b.uri.user?.value || older.request.sip.userAgent !== newer.request.sip.userAgent)
    return false;
  return isSameHost;
}

function bindingOf({ registration }: Series, { index }: Transaction): Binding | undefined {
  return registration.bindings.find(({ transaction }) => transaction.index === index);
}

/** Anything that the old flow's client sent after the new binding appeared, a keep-alive included. */
function hasSpokenSince(old: Binding, current: Binding): boolean {
  if (old.flow.index === current.flow.index) return false;
  const activity = old.flow.activities.findLast(({ fromClient }) => fromClient);
  return activity !== undefined && activity.atMicros > current.request.atMicros;
}

interface Proof {
  readonly fact: string;
  readonly lost?: Transaction;
}

function proofOf(trace: Trace, old: Binding, listed: Contact, appeared: number, older: Series): Proof | undefined {
  const { client } = old.flow;
  const host = listed.uri.host?.value;
  const port = listed.uri.port?.value ?? 5060;
  const toOld = [
    ...requestsTo(trace, client),
    ...(host === undefined ? [] : requestsTo(trace, { address: host, port })),
  ];
  for (const transaction of toOld) {
    if (transaction.startMicros < appeared) continue;
    // What answers there is alive.
    if (transaction.responseRows.length > 0) return undefined;
    const lost = undelivered(trace, transaction);
    if (lost) return { fact: lost.fact, lost: transaction };
  }
  if (older.contact.instanceId)
    return { fact: "Both name the same +sip.instance, so the newer one replaces the older." };
  // Behind one public address may stand several devices of a kind; silence tells only of a host of its own.
  if (!isSiteAddress(older.contactHost)) return undefined;
  const isLater = appeared - old.atMicros >= BOOT_MICROS;
  if (!isLater || !trace.covers(appeared, appeared + TIMER_F_MICROS)) return undefined;
  return {
    fact: `Nothing has come from ${formatEndpoint(client)} for ${formatDuration(trace.endMicros - appeared)} since.`,
  };
}
