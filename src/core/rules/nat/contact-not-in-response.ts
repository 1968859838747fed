/** A 200 to a REGISTER that lists bindings, but not the one just asked for. */
import { formatEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import type { Contact } from "../../sip/contact.js";
import { portOf, sameUri } from "../../sip/uri.js";
import type { Binding } from "../../trace/binding.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, printable, whereIs } from "../wording.js";

/** Contacts of other devices that are named; more would bury the fact. */
const LISTED_SHOWN = 3;
/** Grants of a device whose only entry is in other words; a registrar's habits do not change from one to the next. */
const GUESSES_LOOKED_AT = 8;
/** A second of rounding on either side; what passed between two grants must be clearly more. */
const ROUNDING_SECONDS = 2;
const OLDER_BY_MICROS = seconds(10);

export default defineRule({
  id: "contact-not-in-response",
  title: "Contact not listed",
  severity: "warning",
  kind: "cause",
  summary: "The 200 to a REGISTER lists bindings, and none of them stands for the Contact just registered.",
  why: "The 200 lists every binding of the AoR. What is not in it was not stored: the device believes to be registered, and no call reaches it.",
  looksLike:
    'The phone shows "registered", and calls go to voicemail at once. The 200 lists Contacts, but not the one of this phone.',
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && (sip.Method || sip.Status-Code == 200)',
    steps: [
      "Compare the Contact of the REGISTER with every Contact of its 200.",
      "Ask the registrar for its contacts of this user: Asterisk `pjsip show aor NAME`, Kamailio `kamcmd ul.lookup location AOR`.",
    ],
  },
  notWhen: [
    "The registrar stores the packet's source instead of the Contact: contact-rewritten-by-registrar.",
    "The REGISTER removes the binding, or only asks for the list.",
  ],
  remedy:
    "Look on the registrar for a limit of Contacts per AoR that drops the new one silently, and for old bindings of this AoR that should be gone.",
  sources: [rfc(3261, "10.2.4"), rfc(3261, "10.3")],
  fixes: { registrar: ["contacts"] },
  messages: {
    missing: "The 200 lists {count}, but not {contact}, which was just registered.",
  },
  check(trace, report) {
    for (const registration of trace.registrations) {
      if (registration.hasPlainContacts) continue;
      const { aor, index, bindings } = registration;
      bindings.forEach((binding, at) => {
        if (binding.isListedAsSent || (binding.isListed && at >= GUESSES_LOOKED_AT)) return;
        const { contacts } = binding.grant.sip;
        if (contacts.length === 0 || contacts.some((entry) => mayStandFor(entry, binding))) return;
        // With one entry alone nobody but the registrar knows whose it is: it may stand for this Contact in other words.
        const isProved = contacts.every((entry) => isOlder(entry, binding, bindings[at - 1]));
        if (!isProved && (binding.isListed || contacts.length === 1 || seemsFresh(contacts))) return;
        report({ ...reportOf(binding, contacts), aor, registration: index });
      });
    }
  },
});

/**
 * Whether an entry was there before and was not refreshed: the 200 before lists it too, and both put its end to the same
 * instant. Then it is not what this REGISTER asked for.
 */
function isOlder(entry: Contact, { grant }: Binding, before: Binding | undefined): boolean {
  const earlier = before?.grant.sip.contacts.find(({ uri }) => sameUri(uri, entry.uri));
  if (!before || earlier?.expiresSeconds === undefined || entry.expiresSeconds === undefined) return false;
  const passed = grant.atMicros - before.grant.atMicros;
  const expected = earlier.expiresSeconds - passed / seconds(1);
  return passed >= OLDER_BY_MICROS && Math.abs(expected - entry.expiresSeconds) <= ROUNDING_SECONDS;
}

/** A registrar grants whole minutes, and what it granted just now has the most time left; what is left of others is odd. */
function seemsFresh(contacts: readonly Contact[]): boolean {
  const most = contacts.reduce((longest, { expiresSeconds }) => Math.max(longest, expiresSeconds ?? 0), 0);
  return most % 60 === 0;
}

/** Registrars, SBCs and ALGs put other addresses into what they list; an entry as fresh as the grant may be such a one. */
function mayStandFor(entry: Contact, { contact, request, grant, askedSeconds }: Binding): boolean {
  const host = entry.uri.host?.value;
  if (entry.isStar || host === undefined) return true;
  if (host === contact.uri.host?.value && portOf(entry.uri) === portOf(contact.uri)) return true;
  const via = grant.sip.vias[0];
  if (host === request.source.address || host === via?.received?.value || host === via?.host?.value) {
    // Devices behind one NAT share its address; then only the port tells them apart.
    const seen = via?.rport?.value ?? request.source.port;
    if (portOf(entry.uri) === seen || entry.uri.user?.value === contact.uri.user?.value) return true;
  }
  if (host === request.destination.address) return true;
  const fresh = entry.expiresSeconds ?? grant.sip.expiresSeconds;
  return (
    fresh === undefined || fresh === grant.sip.expiresSeconds || (askedSeconds !== undefined && fresh >= askedSeconds)
  );
}

function reportOf(binding: Binding, listed: readonly Contact[]): Report {
  const { contact, request, grant } = binding;
  const shown = listed.slice(0, LISTED_SHOWN).map(({ uri, expiresSeconds }) => {
    return printable(expiresSeconds === undefined ? uri.text : `${uri.text} for another ${expiresSeconds} s`);
  });
  const first = listed[0];
  return {
    message: "missing",
    values: { count: countOf(listed.length, "binding"), contact: contact.uri.text },
    at: { message: request, header: contact.header.name, range: contact.uriRange },
    related: [
      {
        message: grant,
        ...(first ? { header: first.header.name, range: first.range } : {}),
        label: "what the registrar lists",
      },
    ],
    evidence: [
      `${whereIs(request)} registers ${contact.uri.text}.`,
      `${whereIs(grant)} lists ${shown.join(", ")}${listed.length > LISTED_SHOWN ? " and more" : ""}.`,
      `None of them has the device's address, its port in front of a NAT (${formatEndpoint(request.source)}), or its instance.`,
    ],
    strength: "likely",
    foldBy: "missing",
    explains: [],
  };
}
