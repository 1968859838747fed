/** More bindings for one AoR than people answer phones. */
import type { Message } from "../../trace/message.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, rfc } from "../rule.js";
import { whereIs } from "../wording.js";

const MANY = 4;
const TOO_MANY = 10;
/** A 200 with five Contacts is longer than this: each of them takes twenty octets, and its other headers hundreds. */
const LEAST_OCTETS = 300;

export default defineRule({
  id: "too-many-contacts",
  title: "Too many contacts",
  severity: "warning",
  kind: "practice",
  summary: "The registrar lists more bindings for one AoR than a person has devices.",
  why: "Every call is forked to all of them: it costs messages, rings dead contacts, and large responses are fragmented over UDP.",
  looksLike:
    "The 200 to a REGISTER is long: it lists ten or more Contacts. Calls to that user are slow to set up, or the 200 is fragmented and lost.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code == 200',
    steps: [
      "Ask the registrar for the contacts of that user and ask the user for the devices: what nobody can name is old.",
    ],
  },
  notWhen: ["A hunt group that is built on one AoR on purpose; a ring group would serve better."],
  remedy: "Keep two to four devices an AoR; limit the contacts on the registrar, and use a ring group for a team.",
  sources: [rfc(3261, "10.3"), rfc(3261, "16.7"), rfc(5393, "3")],
  fixes: { registrar: ["contacts"] },
  messages: {
    many: "{aor} has {count} bindings: each call to it rings as many devices.",
  },
  check(trace, report) {
    const byAor = new Map<
      string,
      { readonly grant: Message; readonly registration: Registration; readonly count: number }[]
    >();
    for (const registration of trace.registrations) {
      const grant = registration.hasPlainContacts ? undefined : longestGrant(trace, registration);
      if (!grant || trace.keys.hasOneContact(grant.index)) continue;
      const count = grant.sip.contacts.filter(({ expiresSeconds }) => expiresSeconds !== 0).length;
      if (count <= MANY) continue;
      byAor.set(registration.aor, [...(byAor.get(registration.aor) ?? []), { grant, registration, count }]);
    }
    for (const [aor, grants] of byAor) {
      const isTooMany = grants.some(({ count }) => count > TOO_MANY);
      const { grant, registration, count } = grants.find((each) => !isTooMany || each.count > TOO_MANY)!;
      const most = grants.reduce((a, b) => (b.count > a.count ? b : a));
      const header = grant.sip.contacts[0]!.header;
      report({
        message: "many",
        values: { aor, count: most.count },
        at: { message: grant, header: header.name, range: header.valueRange },
        related: most.grant === grant ? [] : [{ message: most.grant, label: `${most.count} bindings` }],
        evidence: [
          `${whereIs(grant)} lists ${count} Contacts${most.grant === grant ? "" : `, ${whereIs(most.grant)} ${most.count}`}.`,
        ],
        aor,
        severity: isTooMany ? "warning" : "info",
        strength: "proven",
        foldBy: "contacts",
        registration: registration.index,
      });
    }
  },
});

/** The longest 200 of a registration lists the most bindings, as far as it matters; one is read instead of all. */
function longestGrant(trace: Trace, { transactions }: Registration): Message | undefined {
  let longest = -1;
  let octets = LEAST_OCTETS;
  for (const { status, finalRow } of transactions) {
    if (status < 200 || status >= 300) continue;
    const own = trace.messages.octetCount(finalRow);
    if (own <= octets) continue;
    octets = own;
    longest = finalRow;
  }
  return longest < 0 ? undefined : trace.messages.at(longest);
}
