/** A UDP flow behind a NAT that stays silent longer than NATs remember. */
import { formatEndpoint } from "../../model/endpoint.js";
import { formatDuration } from "../../model/instant.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { type EndangeredBinding, endangeredBindings } from "./pauses.js";

export default defineRule({
  id: "keepalive-missing",
  title: "Keep-alive missing",
  severity: "warning",
  kind: "practice",
  measures: "lengths",
  summary: "Nothing keeps the flow of a registered device behind a NAT alive.",
  why: "NATs forget a UDP flow after 30 to 120 s without packets. From then on calls to the device are lost until it registers again; that this one still answered is luck.",
  looksLike:
    'Nothing yet: this device still answered. Elsewhere the same settings give "I am called only in the first minute after registering".',
  confirm: {
    wireshark: "udp.port == 5060",
    steps: [
      "In the ladder look at the stretches of silence on this flow, and compare them with the time the router keeps UDP flows.",
      "Linux router: `sysctl net.netfilter.nf_conntrack_udp_timeout_stream`.",
    ],
  },
  notWhen: [
    "The device is in the same network as the server: no NAT has to be kept open.",
    "Calls were lost already: nat-flow-expired tells of that.",
  ],
  remedy: "Send CRLF, STUN or OPTIONS every 30 to 60 s from either side, or use TCP, TLS or SIP Outbound.",
  sources: [rfc(5626, "4.4"), rfc(4787, "4.3"), rfc(3581, "4")],
  fixes: { device: ["keepAlive"], registrar: ["keepAlive"] },
  messages: {
    silent: "Nothing passes between {mapped} and {server} for {silence} while the binding of {contact} lives.",
  },
  check(trace, report, { natTimeoutSeconds }) {
    for (const endangered of endangeredBindings(trace, natTimeoutSeconds)) {
      if (!endangered.isExpiryTooLong) report(reportOf(endangered));
    }
  },
});

function reportOf({ registration, binding, silence: { fromMicros, toMicros } }: EndangeredBinding): Report {
  const { flow, contact, request, grant, grantedSeconds } = binding;
  const silence = formatDuration(toMicros - fromMicros);
  const { nat } = flow;
  const mapped = formatEndpoint(nat?.mapped ?? flow.client);
  return {
    message: "silent",
    values: { mapped, server: formatEndpoint(flow.server), silence, contact: contact.uri.text },
    at: { message: request, header: contact.header.name, range: contact.uriRange },
    related: [{ message: grant, label: `the binding is granted for ${grantedSeconds} s` }],
    evidence: [
      `No packet in either direction for ${silence}.`,
      `The device calls itself ${formatEndpoint(nat?.local ?? flow.client)}, the server sees ${mapped}.`,
      `The binding is granted for ${grantedSeconds} s.`,
    ],
    aor: registration.aor,
    registration: registration.index,
    flow: flow.index,
    foldBy: formatEndpoint(nat?.local ?? flow.client),
    strength: "proven",
  };
}
