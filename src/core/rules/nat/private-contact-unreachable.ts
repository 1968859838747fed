/** A private Contact that a registrar on the Internet took as it is, and calls that go there. */
import { isPublicAddress, isSiteAddress } from "../../model/address.js";
import { formatEndpoint } from "../../model/endpoint.js";
import type { Binding } from "../../trace/binding.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { contactSpot } from "./rewriting.js";
import { callOf, failedWith, undelivered } from "./undelivered.js";

export default defineRule({
  id: "private-contact-unreachable",
  title: "Private Contact stored",
  severity: "error",
  kind: "cause",
  measures: "lengths",
  summary: "The registrar stored the private Contact of a device behind a NAT, and sends calls there.",
  why: "A private address means nothing outside of its own network. The device registers and calls out, but no call ever reaches it.",
  looksLike:
    "The phone registers and can call out, but it never rings. The registrar sends the INVITE to 10.x, 172.16–31.x or 192.168.x, which is somewhere else from where it stands.",
  confirm: {
    wireshark:
      'sip.Method == "INVITE" && (ip.dst == 10.0.0.0/8 || ip.dst == 172.16.0.0/12 || ip.dst == 192.168.0.0/16)',
    steps: [
      "Compare the destination of the INVITE with the source of the last REGISTER.",
      "Asterisk: `pjsip show contacts` lists the address it would call.",
    ],
  },
  notWhen: [
    "Registrar and phone are joined by a VPN: then the private address is reachable, and REGISTER comes from it.",
    "The registrar routes by the flow or by `received`, whatever the Contact says.",
  ],
  remedy:
    "Let the registrar remember the packet's source (rport and Contact rewriting), or let the device register a public address by STUN or use SIP Outbound.",
  sources: [rfc(3581, "4"), rfc(5626, "1"), rfc(3261, "10.3")],
  fixes: { device: ["rport", "stun"], registrar: ["contactRewriting"] },
  messages: {
    lost: "The {method} for {aor} goes to {contact}, a private address: the registration came from {source}.",
  },
  check(trace, report) {
    // Where the log names no endpoints, they were taken from the messages: no packet is seen to go anywhere.
    if (trace.hasInferredSides) return;
    const stored = privateBindings(trace);
    if (stored.size === 0) return;
    for (const transaction of trace.transactions) {
      // What comes back from there proves that the server can reach it, by a VPN for instance.
      if (transaction.hasResponse || transaction.method === "REGISTER" || transaction.method === "ACK") continue;
      const { request, server } = transaction;
      const candidates = request && stored.get(formatEndpoint(server));
      if (!candidates) continue;
      const user = request.sip.requestUri?.user?.value;
      const bound = candidates.findLast(
        ({ binding }) =>
          isAlive(binding, request.atMicros) &&
          binding.contact.uri.user?.value === user &&
          binding.flow.client.address !== request.source.address,
      );
      if (bound) report(reportOf(trace, transaction, bound));
    }
  },
});

interface Stored {
  readonly registration: Registration;
  readonly binding: Binding;
}

/** Bindings whose Contact is private although the REGISTER came from a public address, by the Contact's endpoint. */
function privateBindings(trace: Trace): Map<string, Stored[]> {
  const stored = new Map<string, Stored[]>();
  for (const registration of trace.registrations) {
    const [first] = registration.transactions;
    if (registration.isSteady && first && !isPublicAddress(first.client.address)) continue;
    for (const binding of registration.bindings) {
      const { transaction, request } = binding;
      if (transaction.hops !== 1 || !isPublicAddress(request.source.address)) continue;
      const { contact, listed } = binding;
      const host = contact.uri.host?.value ?? "";
      if (!isSiteAddress(host)) continue;
      // What the 200 lists is what is stored; a `received` beside it is where calls go.
      if (listed && (listed.received || listed.uri.host?.value !== host)) continue;
      const key = formatEndpoint({ address: host, port: contact.uri.port?.value ?? 5060 });
      const own = stored.get(key);
      if (own) own.push({ registration, binding });
      else stored.set(key, [{ registration, binding }]);
    }
  }
  return stored;
}

/** Without times the order alone tells; a binding that came first is taken for alive. */
function isAlive({ atMicros, expiresAtMicros }: Binding, instant: number): boolean {
  return !(instant < atMicros) && !(instant >= expiresAtMicros);
}

/** Elsewhere one lost packet proves nothing; to an address that the Internet does not route none was meant to arrive. */
function silenceAfter(trace: Trace, { method, startMicros }: Transaction): string | undefined {
  return trace.covers(startMicros, startMicros + TIMER_F_MICROS)
    ? `No answer to the ${method} within 32 s.`
    : undefined;
}

function reportOf(trace: Trace, transaction: Transaction, { registration, binding }: Stored): Report {
  const request = transaction.request!;
  const { contact } = binding;
  const spot = contactSpot(contact);
  const proof = undelivered(trace, transaction)?.fact ?? silenceAfter(trace, transaction);
  const source = formatEndpoint(binding.request.source);
  const { startLine } = request.sip;
  return {
    message: "lost",
    values: { method: transaction.method, aor: registration.aor, contact: formatEndpoint(request.destination), source },
    at: { message: request, ...(startLine.kind === "request" ? { range: startLine.requestUri.range } : {}) },
    related: [
      {
        message: binding.request,
        header: contact.header.name,
        range: spot?.range ?? contact.uriRange,
        label: "the private Contact as registered",
      },
      { message: binding.grant, label: "the 200 that stores it as it is" },
    ],
    evidence: [
      `The REGISTER came from ${source}, its Contact says ${spot?.text ?? contact.uri.text}.`,
      "The 200 neither replaces the Contact nor adds received=.",
      `The ${transaction.method} is sent to ${formatEndpoint(request.destination)}.`,
      ...(proof === undefined ? [] : [proof]),
    ],
    aor: registration.aor,
    registration: registration.index,
    severity: proof === undefined ? "warning" : "error",
    strength: proof === undefined ? "likely" : "proven",
    foldBy: spot?.text ?? "",
    explains: failedWith(trace, transaction),
    call: callOf(trace, transaction)?.index ?? null,
  };
}
