/** Two devices that call themselves the same instance. */
import { defineRule, type Report, rfc } from "../rule.js";
import { printable, whereIs } from "../wording.js";
import { areDifferentDevices, returnsAfter, type Series, sharedAors } from "./registering-devices.js";

export default defineRule({
  id: "instance-id-duplicate",
  title: "Duplicate instance ID",
  severity: "error",
  kind: "cause",
  summary: "Two devices register one AoR with the same +sip.instance.",
  why: "The registrar takes them for one device that has moved, so each registration replaces the other's and only the last one rings.",
  looksLike:
    "Phones that were set up from one image or one copied configuration take each other's calls: of two only one rings, and it changes with each refresh.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Contact contains "+sip.instance"',
    steps: ["Compare the `+sip.instance` of the Contacts of both devices: it must be unique, like a serial number."],
  },
  notWhen: [
    "One device with a new address: it was moved, or its router was.",
    "One device with two flows: same instance, different `reg-id`, by design.",
  ],
  remedy: "Provision every device with an instance ID of its own; a cloned configuration or disk image copies it.",
  sources: [rfc(5626, "4.1"), rfc(5626, "6")],
  fixes: { device: ["instanceId"] },
  messages: {
    same: "{first} and {second} both register {aor} as instance {instance}: each replaces the other's binding.",
  },
  check(trace, report) {
    for (const [aor, series] of sharedAors(trace)) {
      for (const group of byFlow(series).values()) {
        const pair = findPair(group);
        if (pair) report(reportOf(aor, pair, group));
      }
    }
  },
});

/** Series of one instance and flow; flows of one instance with another reg-id are what Outbound is made for. */
function byFlow(series: readonly Series[]): Map<string, Series[]> {
  const groups = new Map<string, Series[]>();
  for (const each of series) {
    const instance = each.contact.instanceId?.value ?? "";
    if (instance === "") continue;
    const key = `${each.contact.regId?.value ?? ""} ${instance.toLowerCase()}`;
    const own = groups.get(key);
    if (own) own.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

type Pair = readonly [Series, Series];

function findPair(group: readonly Series[]): Pair | undefined {
  for (const [at, later] of group.entries()) {
    for (const earlier of group.slice(0, at)) {
      if (!areDifferentDevices(earlier, later)) continue;
      const isOtherProduct = earlier.product !== "" && later.product !== "" && earlier.product !== later.product;
      if (isOtherProduct || returnsAfter(earlier, later) || returnsAfter(later, earlier)) return [earlier, later];
    }
  }
  return undefined;
}

function reportOf(aor: string, [first, second]: Pair, group: readonly Series[]): Report {
  const instance = second.contact.instanceId!;
  return {
    message: "same",
    values: { first: first.title, second: second.title, aor, instance: instance.value },
    at: { message: second.request, header: second.contact.header.name, range: instance.range },
    related: [
      {
        message: first.request,
        header: first.contact.header.name,
        range: first.contact.instanceId!.range,
        label: "the same instance from another device",
      },
    ],
    evidence: [first, second].map(
      ({ request, title }) => `${whereIs(request)}: ${printable(title)} registers as ${printable(instance.value)}.`,
    ),
    aor,
    strength: first.product !== second.product ? "proven" : "likely",
    foldBy: instance.value,
    explains: group.flatMap(({ transactions }) =>
      transactions.filter(({ status }) => status >= 400 && status !== 401 && status !== 407).map(({ index }) => index),
    ),
    registration: second.registration.index,
  };
}
