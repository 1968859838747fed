/** A Contact taken from STUN that is not where the registrar sees the device. */
import { isIpAddress } from "../../model/address.js";
import { type Endpoint, formatEndpoint, sameEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import { portOf } from "../../sip/uri.js";
import type { Transaction } from "../../trace/transaction.js";
import { type AnyMark, defineRule, type Report, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { isOtherPort, type SipView, sipViewOf, type StunView, StunViews } from "./stun-views.js";

/** No NAT forgets a flow in this time. */
const AT_ONCE_MICROS = seconds(20);
/** Transactions of one registration that are looked at. */
const REGISTERS_LOOKED_AT = 256;

export default defineRule({
  id: "stun-mapping-differs",
  title: "STUN mapping differs",
  severity: "warning",
  kind: "cause",
  summary: "The public address a device learned by STUN is not the one its SIP flow has.",
  why: "The device puts the address from STUN into its Contact. If its SIP packets leave the NAT by another port, calls go to a port that leads nowhere.",
  looksLike: "A phone with STUN registers a public address, and calls do not arrive, or only right after the start.",
  confirm: {
    wireshark: "stun || classicstun || sip.Via.rport || sip.Contact",
    steps: [
      "Compare XOR-MAPPED-ADDRESS of the STUN answer with Contact, and with `received` and `rport` of the 200.",
      "Look at the source port of the STUN request: is it the phone's SIP port?",
    ],
  },
  notWhen: ["The Contact is the phone's private address: then STUN serves as keep-alive only."],
  remedy:
    "Let the device ask the STUN server from its SIP port and ask again often, or switch STUN off and let the registrar use the packet's source (rport, Contact rewriting).",
  sources: [rfc(8489, "2"), rfc(3581, "4"), rfc(4787, "4.1")],
  fixes: { device: ["stun"], registrar: ["contactRewriting"] },
  messages: {
    contact: "The Contact says {contact}, but STUN says {stun}.",
    stale: "The Contact says {contact}, as STUN did, but the registrar sees {seen}.",
    flow: "STUN on the SIP flow says {stun}, but the registrar sees {seen}.",
  },
  check(trace, report) {
    if (!trace.isTimed) return;
    const views = new StunViews(trace);
    if (views.isEmpty) return;
    for (const { aor, index, transactions } of trace.registrations) {
      for (const transaction of transactions.slice(0, REGISTERS_LOOKED_AT)) {
        const found = differenceOf(views, transaction);
        if (found) report({ ...reportOf(found), aor, registration: index });
      }
    }
  },
});

interface Difference {
  readonly message: "contact" | "stale" | "flow";
  readonly transaction: Transaction;
  readonly stun: StunView;
  readonly contact: Endpoint | undefined;
  readonly seen: SipView | undefined;
}

function differenceOf(views: StunViews, transaction: Transaction): Difference | undefined {
  const { client, server, request, transport, hops } = transaction;
  if (!request || transport !== "udp" || hops !== 1) return undefined;
  const known = views.ofAddress(client.address).filter(({ atMicros }) => atMicros <= request.atMicros);
  if (known.length === 0) return undefined;
  const seen = sipViewOf(transaction);
  const onFlow = seen && views.of(client).find((view) => isSameFlow(view, server) && isAtOnce(view, seen));
  if (onFlow && isOtherPort(onFlow, seen)) {
    return { message: "flow", transaction, stun: onFlow, contact: undefined, seen };
  }
  const contact = contactOf(transaction);
  // A private Contact is not from STUN, and one where the registrar sees the device is right, wherever it is from.
  if (!contact || contact.address === client.address || (seen && sameEndpoint(seen.mapped, contact))) return undefined;
  const latest = views.of(client).findLast(({ atMicros }) => atMicros <= request.atMicros);
  const source = known.findLast(({ mapped }) => sameEndpoint(mapped, contact));
  if (source && seen && isOtherPort({ mapped: contact }, seen)) {
    // Towards another place at the same time it is the NAT's way of mapping, and no stale knowledge.
    if (latest && isAtOnce(latest, seen) && isOtherPort(latest, seen)) return undefined;
    return { message: "stale", transaction, stun: source, contact, seen };
  }
  // Without rport the registrar tells no port; then STUN itself says what the Contact should be.
  if (seen || !latest || sameEndpoint(latest.mapped, contact)) return undefined;
  return latest.mapped.address === contact.address
    ? { message: "contact", transaction, stun: latest, contact, seen: undefined }
    : undefined;
}

function isSameFlow(view: StunView, server: Endpoint): boolean {
  return sameEndpoint(view.server, server);
}

function isAtOnce(a: StunView, b: SipView): boolean {
  return Math.abs(a.atMicros - b.atMicros) <= AT_ONCE_MICROS;
}

function contactOf({ request }: Transaction): Endpoint | undefined {
  const contact = request?.sip.contacts[0];
  const address = contact?.uri.host?.value;
  if (!contact || contact.isStar || address === undefined || !isIpAddress(address)) return undefined;
  return { address, port: portOf(contact.uri) };
}

function reportOf({ message, transaction, stun, contact, seen }: Difference): Report {
  const request = transaction.request!;
  const values = {
    contact: contact ? formatEndpoint(contact) : "",
    stun: formatEndpoint(stun.mapped),
    seen: seen ? formatEndpoint(seen.mapped) : "",
  };
  const header = request.sip.contacts[0];
  const related: (AnyMark & { readonly label: string })[] = [
    { signal: stun.signal, label: `STUN says ${values.stun}` },
  ];
  const via = seen?.message.sip.vias[0];
  if (seen) {
    related.push({
      message: seen.message,
      ...(via?.rport ? { header: via.header.name, range: via.rport.range } : {}),
      label: `the registrar sees ${values.seen}`,
    });
  }
  return {
    message,
    values,
    at: header ? { message: request, header: header.header.name, range: header.uriRange } : { message: request },
    related,
    evidence: [
      `The STUN server ${formatEndpoint(stun.server)} says ${values.stun}.`,
      ...(contact ? [`${whereIs(request)} registers the Contact ${values.contact}.`] : []),
      ...(seen ? [`${whereIs(seen.message)} tells that the packet came from ${values.seen}.`] : []),
    ],
    strength: seen ? "proven" : "likely",
    foldBy: `${message} ${formatEndpoint(transaction.client)}`,
  };
}
