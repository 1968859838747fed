/** Whether responses are asked to come back the way the request went (RFC 3581). */
import { formatEndpoint, isStream } from "../../../model/endpoint.js";
import { rfc } from "../../../rules/rule.js";
import type { Via } from "../../../sip/via.js";
import { type CardLine, notCovered, OTHER_HOP } from "../card-line.js";

const GOOD = "rport in every request over UDP";

export const rportLine: CardLine = {
  id: "rport",
  label: "rport",
  sources: [rfc(3581, "3"), rfc(3581, "4")],
  rules: ["response-misrouted"],
  judge({ request, transaction, flow, reach, isOwnHop }) {
    if (isStream(flow.transport))
      return { seen: "not needed", good: GOOD, verdict: "good", reason: "Responses come back on the connection." };
    if (!isOwnHop) return notCovered(GOOD, OTHER_HOP);
    const via = request.sip.topVia;
    const asked = via?.rport;
    const answer = (transaction.final ?? transaction.responses[0])?.sip.topVia;
    const places = [
      {
        message: request,
        header: "Via",
        range: asked?.range ?? via?.range ?? request.sip.startLine.range,
        label: "its Via",
      },
    ];
    if (!asked) {
      const common = { seen: "not asked for", good: GOOD, places };
      if (reach.kind === "nat")
        return {
          ...common,
          verdict: "poor",
          reason: "Responses go to the port in the Via, which the NAT did not open.",
        };
      return { ...common, verdict: "fair", reason: "It works as long as no NAT stands between." };
    }
    const told = toldWords(answer);
    const common = { seen: ["asked for", told && `answered ${told}`].filter(Boolean).join(", "), good: GOOD, places };
    if (answer && answer.rport?.value === undefined)
      return {
        ...common,
        verdict: "fair",
        reason: "The server does not fill it in, so the device does not learn its port.",
      };
    return {
      ...common,
      verdict: "good",
      reason: "Responses come back through a NAT, and the device can see itself from outside.",
    };
  },
};

/** What the server saw: `192.0.2.1:5060`, or the port alone where the address is as the Via says (RFC 3581 §4). */
function toldWords(answer: Via | undefined): string {
  const port = answer?.rport?.value;
  if (port === undefined) return "";
  const address = answer?.received?.value;
  return address === undefined ? `port ${port}` : formatEndpoint({ address, port });
}
