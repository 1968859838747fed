/** A registrar that refuses the expiry asked for as too short. */
import type { SipMessage } from "../../sip/message.js";
import type { Message } from "../../trace/message.js";
import { isRemovalRequest } from "../../trace/registrations.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { defineRule, type Mark, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { troubledSeries } from "../authentication/digest-answers.js";

/** Among so many requests the next one for a binding is looked for; between stand only de-registrations. */
const NEXT_STEPS = 8;

export default defineRule({
  id: "interval-too-brief",
  title: "Expiry too brief",
  severity: "error",
  kind: "cause",
  measures: "lengths",
  summary: "The registrar refuses the expiry asked for with 423, because it is below its minimum.",
  why: "The client must ask again for at least Min-Expires; one that does not stays unregistered.",
  looksLike:
    "REGISTER, 423 Interval Too Brief with Min-Expires. A good device asks again with that value at once; one that does not stays unregistered.",
  confirm: {
    wireshark: "sip.Status-Code == 423 || sip.Min-Expires",
    steps: ["Compare Expires of the request with Min-Expires of the answer, then look at the next REGISTER."],
  },
  notWhen: ["The registrar shortens the time in a 200: expires-changed-by-registrar."],
  remedy:
    "Set the device's registration expiry to the registrar's Min-Expires or more, or lower the registrar's minimum.",
  sources: [rfc(3261, "10.2.8"), rfc(3261, "10.3"), rfc(3261, "21.4.17")],
  fixes: { device: ["expiry"], registrar: ["expiry"] },
  messages: {
    again: "Expires {asked} is below the registrar's Min-Expires {least}, and the client asks for too little again.",
    givenUp: "Expires {asked} is below the registrar's Min-Expires {least}, and the client gives up.",
    corrected: "Expires {asked} is below the registrar's Min-Expires {least}; the client asks for enough then.",
    open: "Expires {asked} is below the registrar's Min-Expires {least}.",
  },
  check(trace, report, context) {
    for (const { registration, steps, aor } of troubledSeries(trace, context)) {
      if (!registration) continue;
      let hasFailed = false;
      steps.forEach(({ transaction, status }, index) => {
        const { final, request } = transaction;
        if (status !== 423 || !final || !request) return;
        const next = steps
          .slice(index + 1, index + 1 + NEXT_STEPS)
          .map((step) => step.transaction)
          .find(asksForBinding);
        const outcome = outcomeOf(trace, transaction, final.sip, next);
        // The last of several refusals needs no proof of its own.
        const isBroken = outcome === "again" || outcome === "givenUp" || (outcome === "open" && hasFailed);
        hasFailed ||= isBroken;
        const asked = askedSeconds(request.sip);
        const least = final.sip.minExpires;
        report({
          message: outcome,
          values: { asked: asked ?? "(none)", least: least ?? "(not stated)" },
          at: expiryMark(request),
          related: [
            minimumMark(final),
            ...(next?.request ? [{ ...expiryMark(next.request), label: "what the client asks for next" }] : []),
          ],
          evidence: [
            `${whereIs(request)} asks for ${asked ?? "no stated"} seconds.`,
            `${whereIs(final)} answers ${statusOf(final)}${least === undefined ? " without Min-Expires" : ` with Min-Expires ${least}`}.`,
            ...(next?.request
              ? [`${whereIs(next.request)} asks for ${askedSeconds(next.request.sip) ?? "no stated"} seconds.`]
              : []),
          ],
          aor,
          ...(isBroken ? {} : { severity: "info" as const }),
          strength: "proven",
          foldBy: "423",
          explains: isBroken ? [transaction.index] : [],
          registration: registration.index,
        });
      });
    }
  },
});

type Outcome = "again" | "givenUp" | "corrected" | "open";

function outcomeOf(
  trace: Trace,
  transaction: Transaction,
  refusal: SipMessage,
  next: Transaction | undefined,
): Outcome {
  if (!next) {
    const end = transaction.endMicros;
    return trace.covers(end, end + TIMER_F_MICROS) ? "givenUp" : "open";
  }
  if (next.status === 423) return "again";
  if (next.status >= 200 && next.status < 300) return "corrected";
  const asked = next.request ? askedSeconds(next.request.sip) : undefined;
  // A request without expiry leaves the choice to the registrar (RFC 3261 §10.2.1.1).
  return asked !== undefined && asked < (refusal.minExpires ?? 0) ? "again" : "corrected";
}

function asksForBinding({ request }: Transaction): boolean {
  return request !== undefined && request.sip.contacts.length > 0 && !isRemovalRequest(request.sip);
}

/** The shortest expiry that the request asks for, as Contact parameter or Expires header (RFC 3261 §10.2.1.1). */
function askedSeconds(sip: SipMessage): number | undefined {
  const ofContacts = sip.contacts.flatMap(({ expiresSeconds }) => expiresSeconds ?? sip.expiresSeconds ?? []);
  return ofContacts.length > 0 ? ofContacts.reduce((a, b) => Math.min(a, b)) : sip.expiresSeconds;
}

function expiryMark(message: Message): Mark {
  const { sip } = message;
  const contact = sip.contacts.find(({ expires }) => expires !== undefined);
  if (contact?.expires) return { message, header: contact.header.name, range: contact.expires.range };
  const field = sip.header("Expires");
  return field ? { message, header: field.name, range: field.valueRange } : { message };
}

function minimumMark(message: Message) {
  const field = message.sip.header("Min-Expires");
  const label = "the registrar's minimum";
  return field ? { message, header: field.name, range: field.valueRange, label } : { message, label: "the refusal" };
}
