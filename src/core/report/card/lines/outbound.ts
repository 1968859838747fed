/** Whether the device registers its flow by SIP Outbound, so that calls come back on it (RFC 5626). */
import { hasToken } from "../../../rules/outbound/register-extensions.js";
import { rfc } from "../../../rules/rule.js";
import { findParam } from "../../../sip/params.js";
import type { SipMessage } from "../../../sip/message.js";
import { type CardLine, notCovered } from "../card-line.js";
import { isRemote } from "../reach.js";

const GOOD = "reg-id and +sip.instance, Require: outbound back";

export const outboundLine: CardLine = {
  id: "outbound",
  label: "Outbound",
  sources: [rfc(5626, "4.2.1"), rfc(5626, "6")],
  rules: ["outbound-incomplete", "extension-rejected", "flow-failed", "instance-id-duplicate"],
  judge({ request, accepted, reach }) {
    const contact = request.sip.contacts[0];
    const good = isRemote(reach) ? GOOD : "not needed in a LAN";
    const isAsked = contact?.regId !== undefined && (contact.instanceId?.value ?? "") !== "";
    const isDone = accepted !== undefined && hasToken(accepted.final.sip, "Require", "outbound");
    const common = {
      seen: partsOf(request.sip, accepted?.final.sip),
      good,
      places: [
        {
          message: request,
          ...(contact ? { header: contact.header.name, range: contact.range } : {}),
          label: "its Contact",
        },
        ...(isDone ? [{ message: accepted.final, label: "the 200" }] : []),
      ],
    };
    if (isAsked && isDone)
      return { ...common, verdict: "good", reason: "Calls come back on the flow that the device opened." };
    if (isAsked && !accepted)
      return notCovered(good, "No 200 in this trace says whether the registrar does it.", common.seen);
    if (isAsked)
      return {
        ...common,
        verdict: "fair",
        reason: "The registrar does not do it: calls go to the Contact, not to the flow.",
      };
    if (isRemote(reach))
      return {
        ...common,
        verdict: "fair",
        reason: "Calls go to the Contact as stored, and a lost flow is noticed late.",
      };
    if (reach.kind === "unknown")
      return { ...common, verdict: "unknown", reason: "The trace does not tell whether a NAT would need it." };
    return { ...common, verdict: "good", reason: "Without a NAT calls reach the Contact directly." };
  },
};

function partsOf(request: SipMessage, final: SipMessage | undefined): string {
  const contact = request.contacts[0];
  const paths = request.addresses("Path");
  const parts = [
    contact?.instanceId ? "+sip.instance" : "",
    contact?.regId ? `reg-id ${contact.regId.value}` : "",
    hasToken(request, "Supported", "outbound") ? "Supported: outbound" : "",
    paths.length > 0 ? (paths.some(({ uri }) => findParam(uri.params, "ob")) ? "Path with ;ob" : "Path") : "",
    final && hasToken(final, "Require", "outbound") ? "Require: outbound" : "",
  ].filter(Boolean);
  return parts.length === 0 ? "not used" : parts.join(", ");
}
