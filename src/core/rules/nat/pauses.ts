/** Pauses on UDP flows behind a NAT that endanger the bindings reached over them. */
import { sameEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import { isMasked } from "../../model/masked.js";
import type { Binding } from "../../trace/binding.js";
import type { Flow, Silence } from "../../trace/flow.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import { lostFlows } from "./lost-flows.js";
import { translationOf } from "./translation.js";

/** A binding longer than this needs keep-alives: its refreshes alone come too seldom for any NAT. */
const LONG_EXPIRY_SECONDS = 600;
/** No NAT is to be counted on for longer (RFC 4787 §4.3 asks for two minutes at least). */
const LONG_SILENCE_MICROS = seconds(120);

export interface EndangeredBinding {
  readonly registration: Registration;
  readonly binding: Binding;
  readonly silence: Silence;
  /** The expiry is so long that it, and not a missing keep-alive alone, is what to change. */
  readonly isExpiryTooLong: boolean;
}

/** What a flow tells of its NAT, looked up once for its many bindings. */
interface Pauses {
  readonly silences: readonly Silence[];
  readonly survivedMicros: number;
}

/** Bindings during whose life their flow was silent; none of a device whose flow was lost, where more is known. */
export function* endangeredBindings(trace: Trace, natTimeoutSeconds: number): Generator<EndangeredBinding> {
  if (!trace.isTimed) return;
  const minMicros = seconds(natTimeoutSeconds);
  const lost = new Set(lostFlows(trace, natTimeoutSeconds).map(({ registration }) => registration.index));
  const pausesOf = new Map<Flow, Pauses>();
  for (const registration of trace.registrations) {
    if (lost.has(registration.index) || (registration.isSteady && !isTranslated(trace, registration))) continue;
    for (const binding of registration.bindings) {
      const { flow } = binding;
      if (flow.transport !== "udp" || !translationOf(flow)) continue;
      let pauses = pausesOf.get(flow);
      if (!pauses) {
        pauses = { silences: flow.silences(minMicros), survivedMicros: flow.longestSurvivedMicros };
        pausesOf.set(flow, pauses);
      }
      const found = worstSilence(trace, binding, pauses, minMicros);
      if (found) yield { registration, binding, ...found };
    }
  }
}

/** Of a device that keeps to one flow: whether it is worth making its bindings. */
function isTranslated(trace: Trace, { transactions: [first] }: Registration): boolean {
  const flow = first?.request && trace.flowOf(first.request);
  return flow?.transport === "udp" && translationOf(flow) !== undefined;
}

/** Of the silences in the life of a binding the first that makes its expiry too long, else the first. */
function worstSilence(trace: Trace, binding: Binding, pauses: Pauses, minMicros: number) {
  const { silences } = pauses;
  const isLong = binding.grantedSeconds > LONG_EXPIRY_SECONDS;
  let first: Silence | undefined;
  for (let at = firstAfter(silences, binding.atMicros); at < silences.length; at++) {
    const silence = silences[at]!;
    if (silence.fromMicros >= binding.endMicros) break;
    if (!endangers(trace, binding, silence, pauses, minMicros)) continue;
    if (!isLong) return { silence, isExpiryTooLong: false };
    if (silence.toMicros - silence.fromMicros >= LONG_SILENCE_MICROS) return { silence, isExpiryTooLong: true };
    first ??= silence;
  }
  return first && { silence: first, isExpiryTooLong: false };
}

/** Index of the first silence that begins at an instant or later. */
function firstAfter(silences: readonly Silence[], atMicros: number): number {
  let low = 0;
  let high = silences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (silences[middle]!.fromMicros < atMicros) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a silence falls into the life of a binding, and this NAT is not known to remember so long. */
function endangers(trace: Trace, binding: Binding, silence: Silence, pauses: Pauses, minMicros: number): boolean {
  const { fromMicros, toMicros, after } = silence;
  if (Math.min(toMicros, binding.endMicros) - fromMicros <= minMicros) return false;
  if (toMicros - fromMicros <= pauses.survivedMicros) return false;
  // A new Call-ID is a restart: the device was off, not silent.
  const next = after.message === null ? undefined : trace.messages.at(after.message).sip;
  const isRegister = next?.isRequest === true && next.method === "REGISTER";
  const { callId } = binding.transaction;
  if (isRegister && (next.callId?.value !== callId || isMasked(callId))) return false;
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
