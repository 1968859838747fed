/** A NAT between a device and its server. */
import { formatEndpoint } from "../../model/endpoint.js";
import { defineRule, type Mark, rfc } from "../rule.js";
import { translationOf } from "./translation.js";

export default defineRule({
  id: "nat-detected",
  title: "Behind a NAT",
  severity: "info",
  kind: "practice",
  summary: "A NAT translates the device's address.",
  why: "The address that the device writes into its messages is not the one that its server sees. Calls reach it only through the NAT, and only while the NAT remembers the flow.",
  looksLike:
    "The Via of the answer has `received=` and `rport=` with another address than the phone wrote, or the packet's source is not the Contact.",
  confirm: {
    wireshark: "sip.Via.received || sip.Via.rport",
    steps: ["Compare `sip.Via.sent-by.address` with the IP source of the same packet."],
  },
  notWhen: [
    "A proxy adds `received` to its own neighbour's Via: look at the lowest Via only.",
    "Over TCP and TLS another source port is normal: it is the connection's.",
  ],
  remedy:
    "Nothing is wrong by itself. Let the server answer and call by the packet's source (rport), and keep the flow alive every 30 s.",
  sources: [rfc(3581, "4"), rfc(3261, "18.2.1"), rfc(4787, "4")],
  fixes: {},
  messages: {
    seen: "{local} is behind a NAT: the server sees {mapped}.",
  },
  check(trace, report) {
    const aorOf = new Map<number, { readonly aor: string; readonly index: number }>();
    for (const registration of trace.registrations) {
      const { aor, index, transactions } = registration;
      const request = transactions[0]?.request;
      const first = request && trace.flowOf(request);
      // Of a device that keeps to one flow without a NAT nobody asks.
      if (registration.isSteady && first && !translationOf(first)) continue;
      for (const { flow } of registration.bindings) aorOf.set(flow.index, { aor, index });
      if (first && !aorOf.has(first.index)) aorOf.set(first.index, { aor, index });
    }
    for (const flow of trace.flows) {
      const nat = translationOf(flow);
      if (!nat) continue;
      const owner = aorOf.get(flow.index);
      const values = { local: formatEndpoint(nat.local), mapped: formatEndpoint(nat.mapped) };
      report({
        message: "seen",
        values,
        at: natMark(trace.messages.at(nat.message)),
        evidence: [`The device names ${values.local}, its packets come from ${values.mapped}.`],
        aor: owner?.aor ?? null,
        registration: owner?.index ?? null,
        flow: flow.index,
        foldBy: values.local,
      });
    }
  },
});

/** What tells: `received` or `rport` of an answer, the Via of a request. */
function natMark(message: Mark["message"]): Mark {
  const via = message.sip.vias[0];
  if (!via) return { message };
  const told = message.sip.isResponse ? (via.received ?? via.rport) : undefined;
  return { message, header: via.header.name, range: told?.range ?? via.sentBy };
}
