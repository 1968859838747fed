/** `Contact: *` that does not remove all bindings, the one thing it may be used for. */
import type { SipMessage } from "../../sip/message.js";
import type { Transaction } from "../../trace/transaction.js";
import { defineRule, type Mark, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";

export default defineRule({
  id: "wildcard-contact-invalid",
  title: "Invalid wildcard Contact",
  severity: "error",
  kind: "cause",
  summary: "A REGISTER says Contact: * with an expiry other than 0, or beside other Contacts.",
  why: "The wildcard means all bindings and may only remove them: alone, and with Expires: 0. Registrars refuse anything else with 400.",
  looksLike: "REGISTER with `Contact: *`, and 400 as the answer; mostly right after the phone starts.",
  confirm: {
    wireshark: 'sip.Method == "REGISTER" && sip.Contact == "*"',
    steps: ["`Contact: *` needs `Expires: 0` in the header of the same request, and no other Contact."],
  },
  notWhen: ["`Contact: *` with `Expires: 0` alone is the proper way to clear all bindings."],
  remedy:
    "Send Contact: * alone and with Expires: 0 to clear all bindings, and register the new Contact in a request of its own; update the device's firmware.",
  sources: [rfc(3261, "10.2.2"), rfc(3261, "10.3")],
  fixes: {},
  messages: {
    expiry: "Contact: * goes with an expiry of {expiry}; only 0 is allowed with it.",
    noExpiry: "Contact: * goes without an expiry; it needs Expires: 0.",
    beside: "Contact: * stands beside {other}; it must be the only Contact.",
  },
  check(trace, report) {
    for (const registration of trace.registrations) {
      if (registration.hasPlainContacts) continue;
      const { aor, index, transactions } = registration;
      const doubtful = transactions.filter((transaction) => !isHealthy(transaction));
      if (doubtful.length === 0) continue;
      const granting = new Set(registration.bindings.map(({ transaction }) => transaction.index));
      for (const transaction of doubtful) {
        if (granting.has(transaction.index)) continue;
        const { request, final } = transaction;
        const fault = request && faultOf(request.sip);
        if (!request || !fault) continue;
        report({
          message: fault.message,
          values: fault.values,
          at: { message: request, ...fault.mark },
          ...(final ? { related: [{ message: final, label: `the registrar answers ${statusOf(final)}` }] } : {}),
          evidence: [
            `${whereIs(request)} says Contact: *.`,
            ...(final ? [`${whereIs(final)} answers ${statusOf(final)}.`] : []),
          ],
          aor,
          registration: index,
          foldBy: fault.message,
          explains: final && transaction.status < 300 ? [] : [transaction.index],
        });
      }
    }
  },
});

/**
 * The first round without credentials, which the registrar challenges before it looks at the Contact; and a request with a
 * plain address as its one Contact, which `*` is not.
 */
function isHealthy({ status, hasCredentials, keys, requestRow }: Transaction): boolean {
  return ((status === 401 || status === 407) && !hasCredentials) || (requestRow >= 0 && keys.hasOneContact(requestRow));
}

interface Fault {
  readonly message: "expiry" | "noExpiry" | "beside";
  readonly values: Readonly<Record<string, string>>;
  readonly mark: Omit<Mark, "message">;
}

function faultOf(sip: SipMessage): Fault | undefined {
  const star = sip.contacts.find(({ isStar }) => isStar);
  if (!star) return undefined;
  const onStar = { header: star.header.name, range: star.range };
  const other = sip.contacts.find(({ isStar }) => !isStar);
  if (other) return { message: "beside", values: { other: other.uri.text }, mark: onStar };
  const expirySeconds = star.expiresSeconds ?? sip.expiresSeconds;
  if (expirySeconds === 0) return undefined;
  if (expirySeconds === undefined) return { message: "noExpiry", values: {}, mark: onStar };
  const field = sip.header("Expires");
  const mark = star.expires
    ? { header: star.header.name, range: star.expires.range }
    : field
      ? { header: field.name, range: field.valueRange }
      : onStar;
  return { message: "expiry", values: { expiry: `${expirySeconds} s` }, mark };
}
