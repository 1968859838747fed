/** A registrar that stores the address a REGISTER came from instead of the one in its Contact. */
import { formatEndpoint } from "../../model/endpoint.js";
import { isMasked } from "../../model/masked.js";
import type { ByteRange } from "../../model/span.js";
import type { Binding } from "../../trace/binding.js";
import { defineRule, rfc } from "../rule.js";
import { contactSpot } from "./rewriting.js";

/** Contacts of one device that are compared; a second one may be listed otherwise than the first. */
const BINDINGS_LOOKED_AT = 8;

export default defineRule({
  id: "contact-rewritten-by-registrar",
  title: "Contact rewritten",
  severity: "info",
  kind: "practice",
  summary: "The registrar replaces the device's Contact by the address its packets come from.",
  why: "So calls reach a device behind a NAT although its Contact is private. The 200 then lists another Contact than the device sent, on purpose.",
  looksLike:
    "The 200 lists a Contact with the phone's public address, or adds `received=` to the one it sent. Calls arrive.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code == 200 && sip.Contact',
    steps: [
      "The new host and port equal the source of the REGISTER as the server sees it (`received` and `rport` in the Via of the 200).",
    ],
  },
  notWhen: ["The new address is neither the phone's nor the source of its packets: alg-rewritten-contact."],
  remedy:
    "Nothing to do: rewrite_contact (Asterisk), fix_nated_register() and fix_nated_contact() (Kamailio, OpenSIPS) are meant to do this.",
  sources: [rfc(3261, "10.3"), rfc(3581, "4")],
  fixes: { registrar: ["contactRewriting"] },
  messages: {
    replaced: "The registrar stores {after}, where the packet came from, instead of {before}.",
    received: "The registrar keeps the Contact {before} and remembers that it came from {after}.",
  },
  check(trace, report) {
    for (const registration of trace.registrations) {
      if (registration.hasPlainContacts) continue;
      const { aor, index, bindings } = registration;
      // Habits of a registrar do not change from refresh to refresh, so the first that shows it is told.
      for (const binding of bindings.slice(0, BINDINGS_LOOKED_AT)) {
        // Octet for octet the Contact that was sent: neither replaced nor `received`.
        const found = binding.isListedAsSent ? undefined : rewritingOf(binding);
        if (!found) continue;
        report({
          message: found.how,
          values: { before: found.before, after: found.after },
          at: { message: binding.grant, header: found.header, range: found.range },
          related: [
            {
              message: binding.request,
              header: binding.contact.header.name,
              range: binding.contact.uriRange,
              label: "the Contact as sent",
            },
          ],
          aor,
          registration: index,
          foldBy: found.how,
        });
        break;
      }
    }
  },
});

interface Found {
  readonly how: "replaced" | "received";
  readonly before: string;
  readonly after: string;
  readonly header: string;
  readonly range: ByteRange;
}

function rewritingOf({ contact, listed, request, grant }: Binding): Found | undefined {
  const was = contactSpot(contact);
  const is = listed && contactSpot(listed);
  if (!was || !listed || !is || isMasked(was.host) || isMasked(is.host)) return undefined;
  const header = listed.header.name;
  if (listed.received) {
    return { how: "received", before: was.text, after: listed.received.value, header, range: listed.received.range };
  }
  if (was.host === is.host && (contact.uri.port?.value ?? 5060) === (listed.uri.port?.value ?? 5060)) return undefined;
  const via = grant.sip.vias[0];
  const seen = {
    address: via?.received?.value ?? request.source.address,
    port: via?.rport?.value ?? request.source.port,
  };
  // Without rport the answer does not tell the port; the address is proof enough.
  if (is.host !== seen.address && is.text !== formatEndpoint(request.source)) return undefined;
  return { how: "replaced", before: was.text, after: is.text, header: is.header ?? header, range: is.range };
}
