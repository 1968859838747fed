/** An emergency call that does not tell from which of several devices it comes. */
import type { SipMessage } from "../../sip/message.js";
import { canonicalAor } from "../../sip/uri.js";
import type { Call } from "../../trace/call.js";
import type { Trace } from "../../trace/trace.js";
import { areDifferentDevices, type Series, sharedAors } from "../outbound/registering-devices.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { printable, whereIs } from "../wording.js";

/** Emergency numbers of North America, Europe and most of the world, Britain; and the service URN of RFC 5031. */
const EMERGENCY = /^(?:sips?:(?:911|112|999)(?:[;@]|$)|urn:service:sos(?:\.|$)|tel:(?:911|112|999)(?:;|$))/i;
/** Headers that carry or point to a location. */
const LOCATION_HEADERS = ["Geolocation", "P-Access-Network-Info"];

export default defineRule({
  id: "emergency-identity-missing",
  title: "Emergency location missing",
  severity: "warning",
  kind: "practice",
  summary: "An emergency call carries no location, and its identity is shared by several devices.",
  why: "The dispatcher sees one identity for devices in different places, so help may be sent to the wrong one.",
  looksLike:
    "An INVITE to 112, 911, 999 or `urn:service:sos` without Geolocation header and without a PIDF-LO body, from a number that several phones share.",
  confirm: {
    wireshark:
      'sip.Method == "INVITE" && (sip.r-uri.user == "112" || sip.r-uri.user == "911" || sip.r-uri.user == "999" || sip.r-uri contains "urn:service:sos")',
    steps: [
      "Look at the call where it leaves for the carrier: the edge may add Geolocation or a number of the site there.",
      "Ask the provider which address is on file for the calling number.",
    ],
  },
  notWhen: ["The AoR belongs to one device in one place: its registered address is then enough in most countries."],
  remedy:
    "Give each device an identity of its own for emergency calls, tied to its place, or let it or the edge add Geolocation with a PIDF-LO.",
  sources: [rfc(6442, "4.1"), rfc(6881, "6"), rfc(5031, "4.2")],
  fixes: {},
  messages: {
    shared: "The emergency call to {number} by {caller} carries no location, and {count} devices use this identity.",
  },
  check(trace, report) {
    const told = new Set<string>();
    for (const call of trace.calls) {
      if (!EMERGENCY.test(call.callee) || told.has(call.callId)) continue;
      told.add(call.callId);
      const found = judge(trace, call);
      if (found) report(found);
    }
  },
});

function judge(trace: Trace, call: Call): Report | undefined {
  const invites = call.transactions.filter(
    ({ method, request }) => method === "INVITE" && request && !request.sip.to?.tag,
  );
  // The edge may add what the device left out.
  if (invites.length === 0 || invites.some(({ request }) => hasLocation(request!.sip))) return undefined;
  const invite = invites.reduce((a, b) => (b.hops < a.hops ? b : a));
  const request = invite.request!;
  const { from } = request.sip;
  if (!from) return undefined;
  const caller = canonicalAor(from.uri);
  const devices = distinctDevices(sharedAors(trace).get(caller) ?? []);
  const [one, other] = devices;
  if (!one || !other) return undefined;
  return {
    message: "shared",
    values: { number: numberOf(call.callee), caller, count: devices.length },
    at: { message: request, header: from.header.name, range: from.range },
    related: devices.map((device) => ({
      message: device.request,
      header: device.contact.header.name,
      range: device.contact.uriRange,
      label: `a device of this identity: ${printable(device.title)}`,
    })),
    evidence: [
      `${whereIs(request)} has neither Geolocation nor a PIDF-LO body.`,
      ...devices.map(
        ({ title, request: register }) => `${whereIs(register)}: ${printable(title)} registers as ${caller}.`,
      ),
    ],
    aor: caller,
    strength: "proven",
    foldBy: call.callee,
    call: call.index,
  };
}

function hasLocation(sip: SipMessage): boolean {
  return LOCATION_HEADERS.some((name) => sip.header(name)) || /application\/pidf\+xml/i.test(sip.text);
}

function distinctDevices(series: readonly Series[]): Series[] {
  const devices: Series[] = [];
  for (const each of series) if (devices.every((known) => areDifferentDevices(known, each))) devices.push(each);
  return devices;
}

function numberOf(callee: string): string {
  return callee.startsWith("urn:") ? callee : (/^\w+:([^@;]+)/.exec(callee)?.[1] ?? callee);
}
