/** A registrar that grants another expiry than the device asked for. */
import { defineRule, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { askedMark, grantedMark } from "./expiry-marks.js";

/** Some registrars count down from the moment they read the request and list a second less. */
const ROUNDING_SECONDS = 1;

export default defineRule({
  id: "expires-changed-by-registrar",
  title: "Expiry changed",
  severity: "info",
  kind: "practice",
  summary: "The registrar grants another expiry than the device asked for.",
  why: "It may (RFC 3261 §10.3). The device must then refresh by what was granted; one that goes by its own wish lets the binding lapse.",
  looksLike: "The REGISTER asks for 3600, the 200 says 300 (or the other way round).",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && (sip.Expires || sip.Contact contains "expires")',
    steps: [
      "The granted time stands in the `expires` parameter of the device's own Contact in the 200, else in Expires.",
    ],
  },
  notWhen: [
    "The device refreshes by the granted time: then all is well.",
    "The registrar refuses with 423 instead of changing it: interval-too-brief.",
  ],
  remedy: "Nothing is wrong by itself. To agree, set the device's expiry to one that the registrar grants.",
  sources: [rfc(3261, "10.2.4"), rfc(3261, "10.3")],
  fixes: { device: ["expiry"], registrar: ["expiry"] },
  messages: { changed: "The device asks for {asked} s, the registrar grants {granted} s." },
  check(trace, report) {
    for (const registration of trace.registrations) {
      const { aor, index, plainGrants } = registration;
      if (plainGrants && plainGrants.mostChangedSeconds <= ROUNDING_SECONDS) continue;
      // A registrar's limits do not change from refresh to refresh, so the first that shows them is told.
      const binding = registration.bindings.find(
        ({ askedSeconds, grantedSeconds }) =>
          askedSeconds !== undefined && Math.abs(askedSeconds - grantedSeconds) > ROUNDING_SECONDS,
      );
      if (!binding) continue;
      const asked = binding.askedSeconds ?? 0;
      const granted = binding.grantedSeconds;
      report({
        message: "changed",
        values: { asked, granted },
        at: grantedMark(binding),
        related: [{ ...askedMark(binding), label: `asked for: ${asked} s` }],
        evidence: [
          `${whereIs(binding.request)} asks for ${asked} s.`,
          `${whereIs(binding.grant)} grants ${granted} s.`,
        ],
        aor,
        registration: index,
        foldBy: "expiry",
      });
    }
  },
});
