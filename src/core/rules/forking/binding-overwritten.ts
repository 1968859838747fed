/** Two devices of one AoR that push each other's binding out of the registrar. */
import { isMasked } from "../../model/masked.js";
import type { Contact } from "../../sip/contact.js";
import { sameUri } from "../../sip/uri.js";
import type { Binding } from "../../trace/binding.js";
import type { Trace } from "../../trace/trace.js";
import { requestsTo } from "../outbound/lookups.js";
import { areDifferentDevices, returnsAfter, type Series, sharedAors } from "../outbound/registering-devices.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, printable, whereIs } from "../wording.js";

/** A registers, B pushes it out, A pushes B out: less may be a move from one device to another. */
const LEAST_TURNS = 3;

export default defineRule({
  id: "binding-overwritten",
  title: "Bindings overwrite each other",
  severity: "error",
  kind: "cause",
  measures: "lengths",
  summary: "Two devices register one AoR in turns, and each registration removes the other's binding.",
  why: "Only the device that registered last is called; which one that is changes all the time.",
  looksLike:
    'Two phones share an extension and only one of them rings: the one that registered last. Each refresh of one makes the other unreachable, although both show "registered".',
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code == 200',
    steps: [
      "Compare the Contacts in the 200s to the two devices: each lists its own only.",
      "Asterisk: `max_contacts` and `remove_existing` of the aor (`pjsip show aor NAME`); FreeSWITCH: `multiple-registrations` of the profile; Kamailio: `max_contacts` of the registrar module.",
    ],
  },
  notWhen: [
    "It is one device that came back from another port or address: nat-flow-expired, stale-binding.",
    "Both devices carry the same instance id, so the registrar must replace one by the other: instance-id-duplicate.",
  ],
  remedy: "Let the registrar keep several contacts for the AoR, or give each device an extension of its own.",
  sources: [rfc(3261, "10.3"), rfc(3261, "10.2.4")],
  fixes: { registrar: ["contacts"] },
  messages: {
    turns:
      "{first} and {second} take turns: each 200 to one of them lists {aor} without the other's binding, {times} so far.",
  },
  check(trace, report) {
    for (const [aor, series] of sharedAors(trace)) {
      const found = findTurns(trace, aor, series);
      if (found) report(found);
    }
  },
});

interface Turn {
  readonly series: Series;
  readonly binding: Binding;
  /** The other's live binding that this grant no longer lists. */
  readonly pushedOut: Binding;
}

function findTurns(trace: Trace, aor: string, series: readonly Series[]): Report | undefined {
  if (!trace.isTimed) return undefined;
  const grants = series
    .flatMap((each) => grantsOf(each).map((binding) => ({ series: each, binding })))
    .sort((a, b) => a.binding.grant.index - b.binding.grant.index);
  const turns: Turn[] = [];
  grants.forEach((grant, at) => {
    const previous = grants[at - 1];
    if (!previous || !takeTurns(previous.series, grant.series)) return;
    if (pushesOut(grant.binding, previous.binding)) turns.push({ ...grant, pushedOut: previous.binding });
  });
  const [first, second] = turns;
  if (!first || !second || turns.length < LEAST_TURNS - 1) return undefined;
  if (isCalledTogether(trace, turns)) return undefined;
  const other = series.find((each) =>
    each.transactions.some(({ index }) => index === first.pushedOut.transaction.index),
  );
  return {
    message: "turns",
    values: {
      first: other?.title ?? "one device",
      second: first.series.title,
      aor,
      times: countOf(turns.length, "time"),
    },
    at: markOf(first.binding),
    related: [
      { message: first.pushedOut.grant, label: "the other device's binding, granted" },
      ...turns.slice(1, 8).map(({ binding }) => ({ ...markOf(binding), label: "the next turn" })),
    ],
    evidence: turns
      .slice(0, 4)
      .map(
        ({ binding, pushedOut }) =>
          `${whereIs(binding.grant)} lists ${countOf(binding.grant.sip.contacts.length, "binding")}, not ${printable(pushedOut.contact.uri.text)}, which ${whereIs(pushedOut.grant)} granted for ${pushedOut.grantedSeconds} s.`,
      ),
    aor,
    strength: "likely",
    foldBy: "turns",
    registration: first.series.registration.index,
  };
}

/** Two devices, and not one that moves: that would not come back in its old Call-ID, or keeps its instance. */
function takeTurns(a: Series, b: Series): boolean {
  if (a === b || !areDifferentDevices(a, b)) return false;
  const instance = a.contact.instanceId?.value;
  if (instance !== undefined && instance === b.contact.instanceId?.value) return false;
  return a.product !== b.product || returnsAfter(a, b) || returnsAfter(b, a);
}

function grantsOf({ registration, transactions }: Series): Binding[] {
  const own = new Set(transactions.map(({ index }) => index));
  return registration.bindings.filter(({ transaction }) => own.has(transaction.index));
}

function pushesOut({ grant, atMicros, contact }: Binding, earlier: Binding): boolean {
  // A 200 without any Contact lists nothing, so it proves nothing.
  if (grant.sip.contacts.length === 0 || earlier.expiresAtMicros <= atMicros || earlier.endedBy === "removal")
    return false;
  if (earlier.transaction.server.address !== grant.source.address || sameUri(contact.uri, earlier.contact.uri))
    return false;
  // A Contact that was blotted out may be any of those listed.
  const isBlotted = ({ uri }: Contact) =>
    [uri.text, uri.host?.value, uri.user?.value].some((text) => text !== undefined && isMasked(text));
  if ([earlier.contact, ...grant.sip.contacts].some(isBlotted)) return false;
  const stored = [earlier.contact.uri, ...(earlier.listed ? [earlier.listed.uri] : [])];
  return !grant.sip.contacts.some(({ uri }) => stored.some((candidate) => sameUri(candidate, uri)));
}

/** Some registrars list the asking device alone; a request to a device that seemed pushed out shows that it was not. */
function isCalledTogether(trace: Trace, turns: readonly Turn[]): boolean {
  return turns.some(({ binding, pushedOut }) => {
    const { client } = pushedOut.flow;
    const until = Math.min(pushedOut.endMicros, pushedOut.expiresAtMicros);
    return requestsTo(trace, client).some(
      ({ method, startMicros, request }) =>
        method === "INVITE" && startMicros > binding.atMicros && startMicros < until && !request?.sip.to?.tag,
    );
  });
}

function markOf({ grant }: Binding) {
  const contact = grant.sip.contacts[0];
  return contact ? { message: grant, header: contact.header.name, range: contact.range } : { message: grant };
}
