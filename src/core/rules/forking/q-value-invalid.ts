/** A Contact whose q-value is no number from 0 to 1. */
import type { Contact } from "../../sip/contact.js";
import { aorOfRequest } from "../message/message-context.js";
import { defineRule, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import type { Transaction } from "../../trace/transaction.js";

/** RFC 3261 §25.1: `qvalue`. */
const Q_VALUE = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;
/** As the trace counts Vias. */
const MOST_HOPS = 256;
/** What registrars answer to a Contact that they cannot parse. */
const FORM_REFUSALS: ReadonlySet<number> = new Set([400, 500]);

export default defineRule({
  id: "q-value-invalid",
  title: "Invalid q-value",
  severity: "warning",
  kind: "practice",
  summary: "A Contact has a q-value outside 0 to 1, or with more than three decimals.",
  why: "Registrars refuse such a Contact, or read its preference as they like: RFC 3261 rings the higher q first, some PBXs the lower.",
  looksLike:
    "The Contact of a REGISTER says something like `q=1.5` or `q=0.1234`. Devices ring in an order nobody meant, or the registrar refuses with 400.",
  confirm: {
    wireshark: 'sip.Method == "REGISTER" && sip.Contact contains "q="',
    steps: [
      "Compare the `q` of the REGISTER with that of the Contact in the 200: what the registrar made of it is what it uses.",
    ],
  },
  notWhen: ["`q=1`, `q=0.5` and `q=1.000` are all right."],
  remedy: "Give each device a q from 0 to 1 with at most three decimals; the higher q is preferred.",
  sources: [rfc(3261, "20.10"), rfc(3261, "25.1"), rfc(3261, "16.6")],
  fixes: { device: ["preference"], registrar: ["preference"] },
  messages: {
    refused:
      "The Contact of {aor} has q={q}, which is no number from 0 to 1 with up to three decimals; the registrar answers {status}.",
    accepted: "The Contact of {aor} has q={q}, which is no number from 0 to 1 with up to three decimals.",
  },
  check(trace, report) {
    const seen = new Set<number>();
    for (const transaction of trace.transactions) {
      if (!transaction.isRegister) continue;
      const { request, final, status } = transaction;
      const isRefused = FORM_REFUSALS.has(status);
      // Of requests that pass one of each Call-ID and hop is read: refreshes repeat the Contact.
      const key = transaction.callIdNumber * MOST_HOPS + transaction.hops;
      // A challenge says nothing of the Contact.
      const isAccepted = status >= 200 && status < 300 && !seen.has(key);
      if (!request || (!isRefused && !isAccepted)) continue;
      seen.add(key);
      const found = invalidQ(transaction);
      if (!found?.q) continue;
      const aor = aorOfRequest(request.sip);
      report({
        message: isRefused ? "refused" : "accepted",
        values: { aor: aor ?? "the device", q: found.q.value, status: final ? statusOf(final) : "" },
        at: { message: request, header: found.header.name, range: found.q.range },
        related: isRefused && final ? [{ message: final, label: "the refusal" }] : [],
        evidence: [
          `${whereIs(request)} says q=${found.q.value}; RFC 3261 §25.1 allows 0 to 1 with at most three decimals.`,
          ...(isRefused && final ? [`${whereIs(final)} answers ${statusOf(final)}.`] : []),
        ],
        aor,
        severity: isRefused ? "error" : "warning",
        strength: isRefused ? "likely" : "proven",
        foldBy: found.q.value,
        explains: isRefused ? [transaction.index] : [],
      });
    }
  },
});

function invalidQ({ request, requestRow, keys }: Transaction): Contact | undefined {
  if (keys.contactText(requestRow)?.toLowerCase().includes(";q=") === false) return undefined;
  return request?.sip.contacts.find(({ q }) => q !== undefined && !Q_VALUE.test(q.value.trim()));
}
