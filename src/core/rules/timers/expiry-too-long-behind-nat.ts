/** A long binding over UDP behind a NAT that nothing keeps open. */
import { formatEndpoint } from "../../model/endpoint.js";
import { formatDuration } from "../../model/instant.js";
import { type EndangeredBinding, endangeredBindings } from "../nat/pauses.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { contactMark, grantedMark } from "./expiry-marks.js";

export default defineRule({
  id: "expiry-too-long-behind-nat",
  title: "Expiry too long",
  severity: "warning",
  kind: "practice",
  measures: "lengths",
  summary: "A device behind a NAT registers over UDP for more than 10 minutes, and nothing keeps its flow open.",
  why: "NATs forget a UDP flow after 30 to 120 s without packets. From then until the next refresh calls to the device are lost, and with a long expiry that is nearly always.",
  looksLike:
    "A remote phone with an expiry of an hour: it rings right after it has registered, and later only by luck.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code == 200',
    steps: ["Compare the granted expiry with the longest silence on the flow."],
  },
  notWhen: ["Keep-alives under 120 s pass on the flow: then the expiry may be long.", "TCP or TLS with keep-alives."],
  remedy:
    "Grant 300 to 600 s to devices behind a NAT and send keep-alives every 30 s, or use TCP, TLS or SIP Outbound.",
  sources: [rfc(5626, "4.4"), rfc(4787, "4.3"), rfc(3261, "10.2.4")],
  // A keep-alive repairs it on either side; the registrar's limit shortens the gap.
  fixes: { device: ["keepAlive"], registrar: ["expiry", "keepAlive"] },
  messages: {
    long: "The binding of {contact} is granted for {granted} s behind a NAT, and nothing passes between {mapped} and {server} for {silence}.",
  },
  check(trace, report, { natTimeoutSeconds }) {
    for (const endangered of endangeredBindings(trace, natTimeoutSeconds)) {
      if (endangered.isExpiryTooLong) report(reportOf(endangered));
    }
  },
});

function reportOf({ registration, binding, silence }: EndangeredBinding): Report {
  const { flow, contact, grantedSeconds } = binding;
  const pause = formatDuration(silence.toMicros - silence.fromMicros);
  const mapped = formatEndpoint(flow.nat?.mapped ?? flow.client);
  const local = formatEndpoint(flow.nat?.local ?? flow.client);
  return {
    message: "long",
    values: {
      contact: contact.uri.text,
      granted: grantedSeconds,
      mapped,
      server: formatEndpoint(flow.server),
      silence: pause,
    },
    at: grantedMark(binding),
    related: [{ ...contactMark(binding), label: "the Contact of this binding" }],
    evidence: [
      `The binding is granted for ${grantedSeconds} s.`,
      `No packet in either direction for ${pause}.`,
      `The device calls itself ${local}, the server sees ${mapped}.`,
    ],
    aor: registration.aor,
    registration: registration.index,
    flow: flow.index,
    foldBy: local,
    strength: "proven",
  };
}
