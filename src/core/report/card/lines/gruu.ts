/** Whether the device has a URI by which this very device is called (RFC 5627). */
import { hasToken } from "../../../rules/outbound/register-extensions.js";
import { rfc } from "../../../rules/rule.js";
import { type CardLine, notCovered } from "../card-line.js";

const GOOD = "pub-gruu where calls are transferred";

export const gruuLine: CardLine = {
  id: "gruu",
  label: "GRUU",
  sources: [rfc(5627, "4.2"), rfc(5627, "5.3")],
  rules: [],
  judge({ request, accepted }) {
    const isAsked =
      hasToken(request.sip, "Supported", "gruu") && request.sip.contacts.some(({ instanceId }) => instanceId);
    if (!accepted) return notCovered(GOOD, "No 200 in this trace grants one.", isAsked ? "asked for" : "not asked for");
    const { final } = accepted;
    const own = final.sip.contacts.find((contact) => contact.param("pub-gruu") ?? contact.param("temp-gruu"));
    if (own) {
      const kinds = ["pub-gruu", "temp-gruu"].filter((name) => own.param(name)).join(" and ");
      const places = [{ message: final, header: own.header.name, range: own.range, label: "the grant" }];
      return {
        seen: `${kinds} granted`,
        good: GOOD,
        verdict: "good",
        reason: "A transfer reaches this very device.",
        places,
      };
    }
    const several = final.sip.contacts.length > 1;
    const seen = isAsked ? "asked for, not granted" : "not asked for";
    const places = [{ message: final, label: "the 200" }];
    if (isAsked || several)
      return {
        seen,
        good: GOOD,
        verdict: "fair",
        reason: "A transfer to this device may ring another one of its address.",
        places,
      };
    return {
      seen,
      good: GOOD,
      verdict: "good",
      reason: "With one device on the address nothing else could ring.",
      places,
    };
  },
};
