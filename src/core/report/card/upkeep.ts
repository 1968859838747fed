/** What keeps the flow of a registration open, and how long it was silent while a binding lived. */
import { keepAlivesOf, type Rhythm } from "../../ladder/keep-alives.js";
import { seconds } from "../../model/instant.js";
import type { Binding } from "../../trace/binding.js";
import type { Silence } from "../../trace/flow.js";
import type { CardSubject } from "./subject.js";

export interface Upkeep {
  readonly rhythms: readonly Rhythm[];
  /** The shortest period; undefined without keep-alives. */
  readonly everyMicros: number | undefined;
  /** The longest silence over the NAT time-out in the life of a binding. */
  readonly silence: Silence | undefined;
  readonly silentMicros: number;
  /** So long a silence this flow is known to have survived. */
  readonly survivedMicros: number;
  /** How long the flow was watched after a binding was granted. */
  readonly watchedMicros: number;
  /** STUN messages to a server elsewhere keep the mapping of most NATs alive as well. */
  readonly hasStun: boolean;
}

const KNOWN = new WeakMap<CardSubject, Upkeep>();

export function upkeepOf(subject: CardSubject): Upkeep {
  let known = KNOWN.get(subject);
  if (!known) KNOWN.set(subject, (known = observe(subject)));
  return known;
}

function observe(subject: CardSubject): Upkeep {
  const { shelf, analysis, flow, trace, registration } = subject;
  const rhythms = shelf ? keepAlivesOf(shelf, analysis) : [];
  const { bindings } = registration;
  const leastMicros = seconds(analysis.natTimeoutSeconds);
  let silence: Silence | undefined;
  let silentMicros = 0;
  for (const each of trace.isTimed ? flow.silences(leastMicros) : []) {
    const binding = bindingAt(bindings, each.fromMicros);
    if (!binding || isRestart(subject, each, binding)) continue;
    const length = Math.min(each.toMicros, binding.endMicros) - each.fromMicros;
    if (length <= Math.max(silentMicros, leastMicros)) continue;
    silence = each;
    silentMicros = length;
  }
  return {
    rhythms,
    everyMicros: rhythms.length === 0 ? undefined : Math.min(...rhythms.map(({ everyMicros }) => everyMicros)),
    silence,
    silentMicros,
    survivedMicros: flow.longestSurvivedMicros,
    watchedMicros: watched(subject),
    hasStun: trace.usesStun(flow.client.address),
  };
}

/** The binding that was alive at an instant: they stand in the order of their grants. */
function bindingAt(bindings: readonly Binding[], micros: number): Binding | undefined {
  let low = 0;
  let high = bindings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bindings[middle]!.atMicros <= micros) low = middle + 1;
    else high = middle;
  }
  const binding = bindings[low - 1];
  return binding && binding.endMicros > micros ? binding : undefined;
}

/** A new Call-ID is a restart: the device was off, not silent. */
function isRestart({ trace }: CardSubject, { after }: Silence, { transaction }: Binding): boolean {
  if (after.message === null) return false;
  const { keys } = trace;
  const isRegister = keys.isRegister(after.message) && keys.isRequest(after.message);
  return isRegister && keys.callIdNumber(after.message) !== transaction.callIdNumber;
}

/** From the first grant to the last packet of the device. */
function watched({ registration, trace, shelf }: CardSubject): number {
  const from = registration.bindings[0]?.atMicros ?? NaN;
  const to = shelf?.transactions.at(-1)?.endMicros ?? NaN;
  return trace.isTimed && to > from ? to - from : 0;
}
