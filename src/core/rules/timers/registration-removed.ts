/** A device that removes its own registration. */
import type { SipMessage } from "../../sip/message.js";
import { isRemovalRequest } from "../../trace/registrations.js";
import { defineRule, type Mark, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { expiryMark } from "./expiry-marks.js";

export default defineRule({
  id: "registration-removed",
  title: "Registration removed",
  severity: "info",
  kind: "practice",
  summary: "The device removes its binding with expiry 0 or Contact *.",
  why: "From then on no call reaches this Contact. Phones do this when they are switched off, or at boot to clear what an earlier life left.",
  looksLike: "A REGISTER with `Expires: 0`, `;expires=0` or `Contact: *`, and a 200 without this Contact.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && (sip.Expires == 0 || sip.Contact contains "expires=0")',
    steps: ["What follows? A new REGISTER within seconds is a restart; silence is a phone that was switched off."],
  },
  notWhen: ["A registration that ran out without a word: binding-expired."],
  remedy: "Nothing is wrong if the device was switched off or reconfigured; else look there for why it signs off.",
  sources: [rfc(3261, "10.2.2")],
  fixes: {},
  messages: {
    removed: "The device removes its binding {contact} (expiry 0).",
    all: "The device removes all bindings of {aor} (Contact: *).",
  },
  check(trace, report) {
    for (const registration of trace.registrations) {
      const { aor, index, transactions, plainGrants } = registration;
      if (plainGrants && !plainGrants.hasRemoval) continue;
      const granting = new Set(registration.bindings.map(({ transaction }) => transaction.index));
      for (const transaction of transactions) {
        // What granted a binding did not remove it; only the others need a look.
        if (transaction.status < 200 || transaction.status >= 300 || granting.has(transaction.index)) continue;
        const { request, final } = transaction;
        if (!request || !final || !isRemovalRequest(request.sip)) continue;
        const isAll = request.sip.contacts.some(({ isStar }) => isStar);
        report({
          message: isAll ? "all" : "removed",
          values: { aor, contact: request.sip.contacts[0]?.uri.text ?? "" },
          at: removalMark(request, request.sip),
          evidence: [`${whereIs(request)} asks for the removal, ${whereIs(final)} answers ${statusOf(final)}.`],
          aor,
          registration: index,
          foldBy: "removal",
        });
      }
    }
  },
});

function removalMark(message: Mark["message"], { contacts }: SipMessage): Mark {
  const contact = contacts[0];
  return contact?.isStar
    ? { message, header: contact.header.name, range: contact.range }
    : expiryMark(message, contact);
}
