/** Judges challenges and credentials (RFC 3261 §22, §25.1). What they say is the rules' business. */
import { parseCredentials } from "../digest.js";
import type { SipMessage } from "../message.js";
import { type FaultList, shown } from "./fault.js";
import { judgeQuotes } from "./judge-address.js";
import { isSound, SOUND_AUTHENTICATION } from "./sound-forms.js";

const AUTHENTICATION = new Set(["Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate"]);

export function judgeAuthentication(message: SipMessage, faults: FaultList): void {
  for (const field of message.fields) {
    if (!AUTHENTICATION.has(field.canonical)) continue;
    if (isSound(SOUND_AUTHENTICATION, message, field.valueRange)) continue;
    const { start, end } = field.valueRange;
    if (judgeQuotes(message.text, field, field.valueRange, faults)) continue;
    if (end > start && parseCredentials(message.text, field).length === 0) {
      const explanation = `${field.canonical} ${shown(field.value)} does not begin with a scheme such as Digest.`;
      faults.refuse("malformed", field.name, field.valueRange, "RFC 3261 §25.1", explanation);
    }
  }
}
