/** A UDP flow behind a NAT that stays silent longer than NATs remember. */
import { formatEndpoint, sameEndpoint } from "../../model/endpoint.js";
import { formatDuration, seconds } from "../../model/instant.js";
import type { Binding } from "../../trace/binding.js";
import type { Flow, Silence } from "../../trace/flow.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { lostFlows } from "./lost-flows.js";
import { KEEP_ALIVE_FIXES } from "./nat-fixes.js";
import { translationOf } from "./translation.js";

/** Bindings longer than this without a keep-alive in this time are `expiry-too-long-behind-nat`, which says more. */
const LONG_EXPIRY_SECONDS = 600;
const LONG_EXPIRY_SILENCE_MICROS = seconds(120);

export default defineRule({
  id: "keepalive-missing",
  title: "Keep-alive missing",
  severity: "warning",
  kind: "practice",
  summary: "Nothing keeps the flow of a registered device behind a NAT alive.",
  why: "NATs forget a UDP flow after 30 to 120 s without packets. From then on calls to the device are lost until it registers again; that this one still answered is luck.",
  remedy: "Send CRLF, STUN or OPTIONS every 30 to 60 s from either side, or use TCP, TLS or SIP Outbound.",
  sources: [rfc(5626, "4.4"), rfc(4787, "4.3"), rfc(3581, "4")],
  fixes: KEEP_ALIVE_FIXES,
  messages: {
    silent: "Nothing passes between {mapped} and {server} for {silence} while the binding of {contact} lives.",
  },
  check(trace, report, { natTimeoutSeconds }) {
    if (!trace.isTimed) return;
    const minMicros = seconds(natTimeoutSeconds);
    const lost = new Set(lostFlows(trace, natTimeoutSeconds).map(({ registration }) => registration.index));
    const pausesOf = new Map<Flow, Pauses>();
    for (const registration of trace.registrations) {
      if (lost.has(registration.index)) continue;
      for (const binding of registration.bindings) {
        const { flow } = binding;
        if (flow.transport !== "udp" || !translationOf(flow)) continue;
        const pauses = pausesOf.get(flow) ?? {
          silences: flow.silences(minMicros),
          survivedMicros: flow.longestSurvivedMicros,
        };
        pausesOf.set(flow, pauses);
        if (saysExpiryTooLong(binding, pauses)) continue;
        const silence = pauses.silences.find((candidate) => endangers(trace, binding, candidate, pauses, minMicros));
        if (silence) report(reportOf(registration, binding, silence));
      }
    }
  },
});

/** What a flow tells of its NAT, looked up once for its many bindings. */
interface Pauses {
  readonly silences: readonly Silence[];
  readonly survivedMicros: number;
}

function saysExpiryTooLong({ grantedSeconds }: Binding, { silences }: Pauses): boolean {
  if (grantedSeconds <= LONG_EXPIRY_SECONDS) return false;
  return silences.some(({ fromMicros, toMicros }) => toMicros - fromMicros >= LONG_EXPIRY_SILENCE_MICROS);
}

/** Whether a silence falls into the life of a binding, and this NAT is not known to remember so long. */
function endangers(trace: Trace, binding: Binding, silence: Silence, pauses: Pauses, minMicros: number): boolean {
  const { fromMicros, toMicros, after } = silence;
  if (fromMicros < binding.atMicros || Math.min(toMicros, binding.endMicros) - fromMicros <= minMicros) return false;
  if (toMicros - fromMicros <= pauses.survivedMicros) return false;
  // A new Call-ID is a restart: the device was off, not silent.
  const next = after.message === null ? undefined : trace.messages.at(after.message).sip;
  const isRegister = next?.isRequest === true && next.method === "REGISTER";
  if (isRegister && next.callId?.value !== binding.transaction.callId) return false;
  return !hasStun(trace, binding.flow, fromMicros, toMicros);
}

/** A STUN server at another address keeps the mapping of most NATs alive as well. */
function hasStun(trace: Trace, { client }: Flow, fromMicros: number, toMicros: number): boolean {
  if (!trace.usesStun(client.address)) return false;
  return trace.signals.some(
    (signal) =>
      fromMicros < signal.atMicros &&
      signal.atMicros < toMicros &&
      (signal.kind === "stun-mapping" || signal.kind === "keep-alive") &&
      (sameEndpoint(signal.source, client) || sameEndpoint(signal.destination, client)),
  );
}

function reportOf(registration: Registration, binding: Binding, { fromMicros, toMicros }: Silence): Report {
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
