/** The registrar's state as tables for a person: clocks count down, and what changed is said in a word. */
import { formatEndpoint } from "../../model/endpoint.js";
import { formatDuration } from "../../model/instant.js";
import { addressWords, shortened } from "../../ladder/place-words.js";
import { countOf, whereIs } from "../../rules/wording.js";
import type { RegistrarView, StateEntry } from "../../../view/step.js";
import type { KnownBinding } from "./binding-table.js";
import type { Marked } from "./entry.js";
import type { KnownNonce } from "./nonce-book.js";
import type { RegistrarState } from "./registrar-state.js";
import type { RunningTimer, TimerKind } from "./running-timers.js";

/** Characters of a URI or nonce. */
const LONGEST_NAME = 100;

export function registrarView(aor: string, state: RegistrarState, atMicros: number): RegistrarView {
  const bindings = state.bindings.map((binding) => bindingEntry(binding, atMicros));
  const alive = bindings.filter(({ change }) => change !== "ended").length;
  const name = addressWords(aor);
  const summary =
    alive === 0
      ? `As far as the trace shows, the registrar knows no Contact of ${name}: nobody can call it.`
      : `The registrar knows ${countOf(alive, "Contact")} of ${name}.`;
  return {
    aor: name,
    summary,
    bindings,
    nonces: state.nonces.map((nonce) => nonceEntry(nonce, atMicros)),
    timers: state.timers.map((timer) => timerEntry(timer, atMicros)),
  };
}

type Facts = readonly (readonly [label: string, value: string | undefined])[];

function entry(key: string, name: string, marked: Marked, facts: Facts): StateEntry {
  const { change, changeWords } = marked;
  const told = facts.flatMap(([label, value]) =>
    value === undefined ? [] : [{ label, value: shortened(value, LONGEST_NAME) }],
  );
  return { key, name: shortened(name, LONGEST_NAME), facts: told, change, changeWords };
}

function bindingEntry(binding: KnownBinding, atMicros: number): StateEntry {
  const { contact, listed, flow, device, grant } = binding;
  const textOf = ({ uri }: { readonly uri: { readonly text: string } }) => uri.text;
  const rewritten = listed && textOf(listed) !== textOf(contact) ? textOf(listed) : undefined;
  const isUnlisted = listed === undefined && flow !== undefined;
  return entry(binding.key, textOf(contact), binding, [
    ["expires", expiryWords(binding, atMicros)],
    ["told by", whereIs(grant)],
    ["listed as", isUnlisted ? "not listed by the registrar" : rewritten],
    ["device", device || undefined],
    ["flow", flow && `${flow.transport.toUpperCase()} ${formatEndpoint(flow.nat?.mapped ?? flow.client)}`],
    ["q", (listed?.q ?? contact.q)?.value],
    ["instance", (listed?.instanceId ?? contact.instanceId)?.value],
    ["reg-id", (listed?.regId ?? contact.regId)?.value],
  ]);
}

function expiryWords({ seconds, expiresAtMicros }: KnownBinding, atMicros: number): string | undefined {
  if (seconds === undefined) return undefined;
  const left = expiresAtMicros - atMicros;
  if (Number.isNaN(left)) return `granted ${seconds} s`;
  const ends = left > 0 ? `in ${formatDuration(left)}` : `${formatDuration(-left)} ago`;
  return `${ends}, of ${seconds} s`;
}

function nonceEntry(nonce: KnownNonce, atMicros: number): StateEntry {
  const { value, realm, issued, uses, count } = nonce;
  const age = issued ? atMicros - issued.atMicros : NaN;
  return entry(value, value, nonce, [
    ["realm", realm],
    ["issued", issued && `${whereIs(issued)}${Number.isNaN(age) ? "" : `, ${formatDuration(age)} ago`}`],
    ["used", usesWords(uses, count)],
  ]);
}

function usesWords(uses: number, count: string | undefined): string {
  const times = uses === 0 ? "not yet" : uses === 1 ? "once" : `${uses} times`;
  return count === undefined ? times : `${times}, nc ${count}`;
}

const TIMER_NAMES: Readonly<Record<TimerKind, string>> = {
  "timer-f": "Timer F of the client",
  "retry-after": "Retry-After",
  pinhole: "Pinhole of the NAT",
};

function timerEntry(timer: RunningTimer, atMicros: number): StateEntry {
  const left = timer.endsAtMicros - atMicros;
  const isOver = timer.change === "ended" || Number.isNaN(left);
  return entry(timer.key, TIMER_NAMES[timer.kind], timer, [
    ["of", timer.about],
    ["ends", isOver ? undefined : `in ${formatDuration(left)}`],
  ]);
}
