/** A device that asks for a GRUU and gets none. */
import { isMasked } from "../../model/masked.js";
import { aorOfRequest } from "../message/message-context.js";
import { defineRule, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { firstGrants, hasToken, isRegistered, mayHaveParam } from "./register-extensions.js";

export default defineRule({
  id: "gruu-not-granted",
  title: "No GRUU granted",
  severity: "info",
  kind: "practice",
  summary: "The device supports GRUU and names its instance, but the registrar grants it no globally routable URI.",
  why: "Calls can be transferred to this device only through its AoR, which may ring other devices instead.",
  looksLike: "Nothing is broken. Transfers or call pick-up with several devices may ring the wrong one.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && (sip.Supported contains "gruu" || sip.Contact contains "gruu")',
    steps: ["Look in the Contact of the 200 for `pub-gruu` and `temp-gruu`."],
  },
  notWhen: ["The device has no `+sip.instance`: then none can be granted."],
  remedy: "Enable GRUU on the registrar if transfers must reach this very device; else nothing has to be done.",
  sources: [rfc(5627, "4.2"), rfc(5627, "5.2")],
  fixes: { registrar: ["gruu"] },
  messages: {
    none: "{aor} asks for a GRUU; the 200 has neither pub-gruu nor temp-gruu.",
  },
  check(trace, report) {
    for (const transaction of firstGrants(trace)) {
      if (!mayHaveParam(transaction, "+sip.instance")) continue;
      const request = transaction.request!;
      const final = transaction.final!;
      const contact = request.sip.contacts.find(({ instanceId }) => instanceId !== undefined);
      if (!contact || !isRegistered(contact, request.sip) || !hasToken(request.sip, "Supported", "gruu")) continue;
      // The 200's Contact was blotted out, and its parameters with it.
      if (final.sip.contacts.some(({ header }) => isMasked(header.value))) continue;
      const isGranted = final.sip.contacts.some((entry) => entry.param("pub-gruu") ?? entry.param("temp-gruu"));
      // A proxy on the way may show the same exchange again; the device's own hop tells.
      if (isGranted || transaction.hops > 1) continue;
      const aor = aorOfRequest(request.sip);
      report({
        message: "none",
        values: { aor: aor ?? "the device" },
        at: { message: final },
        related: [
          { message: request, header: contact.header.name, range: contact.instanceId!.range, label: "the instance" },
        ],
        evidence: [
          `${whereIs(request)} says Supported: gruu and has a +sip.instance.`,
          `${whereIs(final)} grants the binding without pub-gruu and temp-gruu.`,
        ],
        aor,
        strength: "proven",
        foldBy: "gruu",
      });
    }
  },
});
