/** A NAT that gives one local port another mapping for every destination. */
import { type Endpoint, formatEndpoint } from "../../model/endpoint.js";
import { formatDuration, seconds } from "../../model/instant.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import { type AnyMark, defineRule, type Report, rfc } from "../rule.js";
import { Owners } from "./owners.js";
import { isFromElsewhere, isOtherPort, type SipView, sipViewOf, type StunView, StunViews } from "./stun-views.js";

/** No NAT forgets a flow in this time (RFC 4787 §4.3 asks for minutes), so two mappings within it stand side by side. */
const AT_ONCE_MICROS = seconds(20);
/** REGISTERs of one device that are looked at; its NAT does not change from one to the next. */
const REGISTERS_LOOKED_AT = 64;

export default defineRule({
  id: "symmetric-nat",
  title: "Symmetric NAT",
  severity: "warning",
  kind: "cause",
  measures: "lengths",
  summary: "The NAT gives one local port different public ports for different destinations.",
  why: "What a STUN server says then holds towards that server alone: a Contact or media address taken from STUN leads nowhere.",
  looksLike:
    "STUN is on, and yet calls or audio fail behind this router and work behind others. The STUN servers, or STUN server and registrar, see different ports for one local port.",
  confirm: {
    wireshark: "stun.att.port-xord || classicstun || sip.Via.rport",
    steps: ["Compare the mapped ports that two servers report for the same local port within the same minute."],
  },
  notWhen: ["The port changed after a long silence: the old mapping had expired (nat-flow-expired)."],
  remedy:
    "Do not use STUN behind this NAT. Let the server answer to the packet's source (rport, Contact rewriting, Outbound) and relay media through TURN or an SBC, or set the NAT to keep ports.",
  sources: [rfc(4787, "4.1"), rfc(8489, "2"), rfc(5626, "1")],
  fixes: { device: ["stun"], registrar: ["contactRewriting"] },
  messages: {
    stun: "{local} is {first} to {firstServer} and {second} to {secondServer} at the same time.",
  },
  check(trace, report) {
    if (!trace.isTimed) return;
    const views = new StunViews(trace);
    if (views.isEmpty) return;
    const owners = new Owners(trace);
    const told = new Set<string>();
    for (const registration of trace.registrations) {
      const found = towardsRegistrar(views, registration);
      if (!found || told.has(found.local)) continue;
      told.add(found.local);
      report(reportOf(found, registration));
    }
    for (const [local, own] of views.locals) {
      if (told.has(local)) continue;
      const pair = betweenServers(own);
      if (pair) report(reportOf({ local, ...pair }, owners.at(endpointOf(trace, pair.first))));
    }
  },
});

interface Found {
  readonly local: string;
  readonly first: StunView;
  readonly second: StunView | SipView;
}

function towardsRegistrar(views: StunViews, { transactions }: Registration): Found | undefined {
  for (const transaction of transactions.slice(0, REGISTERS_LOOKED_AT)) {
    const own = views.of(transaction.client);
    if (own.length === 0) continue;
    const seen = sipViewOf(transaction);
    // A registrar on the same side of the NAT sees the local address; that is another network, not another mapping.
    const first = seen && own.find((view) => isSideBySide(view, seen));
    if (first) return { local: formatEndpoint(transaction.client), first, second: seen };
  }
  return undefined;
}

/** In time order, so the neighbours within the window are enough. */
function betweenServers(views: readonly StunView[]): Omit<Found, "local"> | undefined {
  for (let index = 1; index < views.length; index++) {
    const second = views[index]!;
    for (let earlier = index - 1; earlier >= 0 && index - earlier <= 8; earlier--) {
      const first = views[earlier]!;
      if (second.atMicros - first.atMicros > AT_ONCE_MICROS) break;
      if (isSideBySide(first, second)) return { first, second };
    }
  }
  return undefined;
}

function isSideBySide(a: StunView, b: StunView | SipView): boolean {
  return isFromElsewhere(a, b) && isOtherPort(a, b) && Math.abs(a.atMicros - b.atMicros) <= AT_ONCE_MICROS;
}

function endpointOf(trace: Trace, { signal }: StunView): Endpoint {
  return trace.signals[signal]!.destination;
}

function reportOf({ local, first, second }: Found, owner: Registration | undefined): Report {
  const values = {
    local,
    first: formatEndpoint(first.mapped),
    firstServer: formatEndpoint(first.server),
    second: formatEndpoint(second.mapped),
    secondServer: formatEndpoint(second.server),
  };
  return {
    message: "stun",
    values,
    at: markOf(second),
    related: [{ ...markOf(first), label: `the other mapping: ${values.first}` }],
    evidence: [
      `The STUN server ${values.firstServer} sees ${local} as ${values.first}.`,
      `${second.kind === "stun" ? "The STUN server" : "The SIP server"} ${values.secondServer} sees it as ${values.second}.`,
      `Between the two lie ${formatDuration(Math.abs(second.atMicros - first.atMicros))}, in which no NAT forgets a flow.`,
    ],
    aor: owner?.aor ?? null,
    registration: owner?.index ?? null,
    strength: "proven",
    foldBy: local,
  };
}

function markOf(view: StunView | SipView): AnyMark {
  if (view.kind === "stun") return { signal: view.signal };
  const via = view.message.sip.vias[0];
  return via?.rport
    ? { message: view.message, header: via.header.name, range: via.rport.range }
    : { message: view.message };
}
