/** An expiry that makes devices register several times a minute although no NAT asks for it. */
import { translationOf } from "../nat/translation.js";
import { defineRule, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { contactMark, grantedMark } from "./expiry-marks.js";

const SHORT_SECONDS = 60;

export default defineRule({
  id: "expiry-too-short",
  title: "Expiry too short",
  severity: "info",
  kind: "practice",
  summary: "A binding is granted for less than a minute although nothing shows a NAT.",
  why: "Each device then registers more than once a minute, and a short outage of the registrar takes all of them off line.",
  looksLike: "REGISTER every half minute from every phone in the house: most of the trace is nothing else.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code == 200',
    steps: ["Multiply: phones × 2 requests (challenge) ÷ expiry is the registrar's load per second."],
  },
  notWhen: ["The registrar keeps NATs open this way on purpose, for devices behind one."],
  remedy: "Grant 600 s to remote devices and 1200 s or more in a LAN; keep NATs open by keep-alives, not by REGISTER.",
  sources: [rfc(3261, "10.2"), rfc(5626, "4.4")],
  fixes: { device: ["expiry"], registrar: ["expiry"] },
  messages: { short: "The binding is granted for {granted} s, and no NAT is seen that would need so short an expiry." },
  check(trace, report) {
    for (const registration of trace.registrations) {
      const { aor, index, plainGrants } = registration;
      if (plainGrants && plainGrants.leastSeconds >= SHORT_SECONDS) continue;
      const binding = registration.bindings.find(
        ({ grantedSeconds, flow }) => grantedSeconds > 0 && grantedSeconds < SHORT_SECONDS && !translationOf(flow),
      );
      if (!binding) continue;
      report({
        message: "short",
        values: { granted: binding.grantedSeconds },
        at: grantedMark(binding),
        related: [{ ...contactMark(binding), label: "the Contact of this binding" }],
        evidence: [`${whereIs(binding.grant)} grants ${binding.grantedSeconds} s.`],
        aor,
        registration: index,
        foldBy: "expiry",
      });
    }
  },
});
