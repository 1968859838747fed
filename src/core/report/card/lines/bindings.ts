/** How many bindings the registrar lists for the address-of-record. */
import { isSiteAddress } from "../../../model/address.js";
import { rfc } from "../../../rules/rule.js";
import type { Contact } from "../../../sip/contact.js";
import { type CardLine, notCovered, PRACTICE } from "../card-line.js";

const GOOD = "1 to 4 devices on an address";
const MANY = 4;
const TOO_MANY = 10;

export const bindingsLine: CardLine = {
  id: "bindings",
  label: "Bindings",
  sources: [PRACTICE, rfc(3261, "10.3")],
  rules: ["too-many-contacts", "stale-binding", "binding-overwritten", "instance-id-duplicate"],
  judge({ accepted }) {
    if (!accepted) return notCovered(GOOD, "No 200 in this trace lists bindings.");
    const { final } = accepted;
    const listed = final.sip.contacts.filter(({ expiresSeconds }) => expiresSeconds !== 0);
    const [first] = listed;
    if (!first) {
      const reason =
        "The 200 lists no Contact, although it should list all current ones; the device cannot see what is stored.";
      return {
        seen: "none listed",
        good: GOOD,
        verdict: "fair",
        reason,
        places: [{ message: final, label: "the 200" }],
      };
    }
    const twins = twinsIn(listed);
    const count = listed.length;
    const common = {
      seen: [`${count}`, twins > 1 ? `${twins} of one host` : ""].filter(Boolean).join(", "),
      good: GOOD,
      places: [{ message: final, header: first.header.name, range: first.header.valueRange, label: "the bindings" }],
    };
    if (count > TOO_MANY)
      return {
        ...common,
        verdict: "poor",
        reason: "Every call rings as many devices, and the 200 grows too large for UDP.",
      };
    if (count > MANY) return { ...common, verdict: "fair", reason: "Every call rings as many devices." };
    if (twins > 1)
      return {
        ...common,
        verdict: "fair",
        reason: "Contacts of one host on several ports may be left from before a restart.",
      };
    return { ...common, verdict: "good", reason: "A call rings the devices of a person." };
  },
};

/** The most Contacts of one user at one private host, or of one instance that does not tell its flows apart. */
function twinsIn(contacts: readonly Contact[]): number {
  const counts = new Map<string, number>();
  for (const { uri, instanceId, regId } of contacts) {
    const host = uri.host?.value ?? "";
    if (!instanceId && !isSiteAddress(host)) continue;
    const key = instanceId ? `${instanceId.value} ${regId?.value ?? ""}` : `${uri.user?.value ?? ""}@${host}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
