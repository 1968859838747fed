/** A client that comes back before the time its registrar asked for. */
import { formatDuration, seconds } from "../../model/instant.js";
import { type DigestStep, troubledSeries } from "../authentication/digest-answers.js";
import { defineRule, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { retryAfterOf } from "./retry-after.js";

/** Refusals that ask for another request rather than for the same one later. */
const CORRECTABLE: ReadonlySet<number> = new Set([401, 407, 420, 421, 423, 439, 494]);
/** Clients count in whole seconds, from when they got the answer. */
const TOLERANCE_MICROS = seconds(1);

export default defineRule({
  id: "retry-after-ignored",
  title: "Retry-After ignored",
  severity: "warning",
  kind: "practice",
  measures: "lengths",
  summary: "After a refusal with Retry-After the client comes back sooner.",
  why: "The server asked for relief; clients that do not give it keep it overloaded.",
  looksLike: "503 with Retry-After, and the phone is back at once.",
  confirm: {
    wireshark: 'sip.Retry-After || sip.Method == "REGISTER"',
    steps: ["Measure from the refusal to the next REGISTER of the same phone to the same server."],
  },
  notWhen: ["The phone turns to another server: Retry-After speaks for the one that sent it."],
  remedy: "Update the device or set its retry interval to the server's Retry-After or more.",
  sources: [rfc(3261, "20.33"), rfc(3261, "21.5.4"), rfc(5626, "4.5")],
  fixes: { device: ["retry"] },
  messages: {
    sooner: "The registrar asked to come back after {asked} s, and the client is back after {pause}.",
  },
  check(trace, report, context) {
    for (const { registration, steps, aor } of troubledSeries(trace, context)) {
      if (!registration) continue;
      steps.forEach(({ transaction, status }, index) => {
        const { final, server } = transaction;
        if (status < 400 || CORRECTABLE.has(status) || !final) return;
        const next = steps.slice(index + 1).find(isAt(server.address))?.transaction;
        const asked = next?.request && retryAfterOf(final.sip);
        if (!next?.request || !asked) return;
        const pause = next.request.atMicros - final.atMicros;
        if (!(pause > 0 && pause < seconds(asked.seconds) - TOLERANCE_MICROS)) return;
        report({
          message: "sooner",
          values: { asked: asked.seconds, pause: formatDuration(pause) },
          at: { message: next.request },
          related: [
            {
              message: final,
              header: asked.field.name,
              range: asked.field.valueRange,
              label: "what the registrar asked",
            },
          ],
          evidence: [
            `${whereIs(final)} answers ${statusOf(final)} with Retry-After: ${asked.seconds}.`,
            `The next REGISTER to this server, ${whereIs(next.request)}, follows ${formatDuration(pause)} later.`,
          ],
          aor,
          strength: "proven",
          foldBy: server.address,
          explains: [transaction.index],
          registration: registration.index,
        });
      });
    }
  },
});

/** Another server may be asked at once: Retry-After speaks for the one that sent it. */
function isAt(address: string): (step: DigestStep) => boolean {
  return ({ transaction }) => transaction.server.address === address;
}
