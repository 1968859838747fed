/** What a call's row tells beyond its outcome: how long it rang, where it forked, and the binding that led to the device. */
import { formatDuration } from "../model/instant.js";
import { type Fork, forks, isAnswered } from "../rules/forking/forks.js";
import { Owners } from "../rules/nat/owners.js";
import { type Call, openingInvites } from "../trace/call.js";
import type { Trace } from "../trace/trace.js";
import { addressWords, counted } from "./place-words.js";

/** What all rows of a trace share. */
interface Known {
  readonly owners: Owners;
  readonly forks: ReadonlyMap<number, Fork>;
}

const knownOf = new WeakMap<Trace, Known>();

/** `rang 6 s · 3 branches, 2 cancelled · by the binding of 2001@pbx.example.com`; empty where nothing of it is seen. */
export function callWords(call: Call, trace: Trace): string {
  const known = knownOf.get(trace) ?? {
    owners: new Owners(trace),
    forks: new Map(forks(trace).map((fork) => [fork.call.index, fork])),
  };
  knownOf.set(trace, known);
  return [ringWords(call, trace), forkWords(known.forks.get(call.index)), bindingWords(call, known.owners)]
    .filter(Boolean)
    .join(" · ");
}

/** From the first response that says that it rings or goes on to the final one, at the hop where that took longest. */
function ringWords(call: Call, trace: Trace): string {
  let longest = 0;
  for (const { final, keys, responseRows } of openingInvites(call)) {
    if (!final) continue;
    const ringing = responseRows.find((row) => keys.status(row) > 100 && keys.status(row) < 200);
    const rang = ringing === undefined ? NaN : final.atMicros - trace.messages.atMicros(ringing);
    if (rang > longest) longest = rang;
  }
  return longest > 0 ? `rang ${formatDuration(longest)}` : "";
}

function forkWords(fork: Fork | undefined): string {
  if (!fork) return "";
  const cancelled = fork.branches.filter((branch) => branch.cancel && !isAnswered(branch)).length;
  return `${fork.branches.length} branches${cancelled > 0 ? `, ${cancelled} cancelled` : ""}`;
}

/** Whose bindings the INVITE followed. */
function bindingWords(call: Call, owners: Owners): string {
  const aors = new Set<string>();
  for (const { request } of openingInvites(call)) {
    const bound = request && owners.led(request);
    if (bound) aors.add(bound.registration.aor);
  }
  const [aor] = aors;
  if (aor === undefined) return "";
  return aors.size > 1 ? `by ${counted(aors.size, "binding")}` : `by the binding of ${addressWords(aor)}`;
}
