/** Judges Via (RFC 3261 §20.42, §25.1). */
import { COMMA } from "../../model/ascii.js";
import { skipWhiteSpace, splitList } from "../lexical.js";
import type { SipMessage } from "../message.js";
import { MAGIC_COOKIE, Via } from "../via.js";
import { type FaultList, shown } from "./fault.js";
import { emptyParam } from "./judge-address.js";
import { judgeHostPort } from "./judge-uri.js";
import { isSound, SOUND_VIA } from "./sound-forms.js";

/** More hops than Max-Forwards allows are not judged one by one. */
const MAX_JUDGED_VIAS = 256;

export function judgeVias(message: SipMessage, faults: FaultList): void {
  let judged = 0;
  for (const field of message.headers("Via")) {
    if (isSound(SOUND_VIA, message, field.valueRange)) continue;
    const { start, end } = field.valueRange;
    if (start === end) {
      faults.refuse("malformed", field.name, field.range, "RFC 3261 §20.42", "A Via without a value names no hop.");
      continue;
    }
    for (const part of splitList(message.text, start, end, COMMA)) {
      if (judged++ === MAX_JUDGED_VIAS) return;
      if (skipWhiteSpace(message.text, part.start, part.end) < part.end) {
        judgeVia(message, new Via(message.text, field, part.start, part.end), faults);
        continue;
      }
      // The separator that nothing follows or precedes is what is wrong.
      const range = { start: part.start > start ? part.start - 1 : start, end: Math.max(part.end, part.start) };
      faults.refuse("malformed", field.name, range, "RFC 3261 §25.1", "A comma in Via separates nothing.");
    }
  }
}

function judgeVia(message: SipMessage, via: Via, faults: FaultList): void {
  const { name } = via.header;
  const { protocol, transport } = via;
  if (protocol.value.toUpperCase() !== "SIP/2.0") {
    const kind = /^SIP\/[\d.]+$/i.test(protocol.value) ? "version" : "malformed";
    const range = protocol.range.end > protocol.range.start ? protocol.range : via.range;
    const explanation = protocol.value
      ? `The Via begins with ${shown(protocol.value)} where SIP/2.0 is spoken.`
      : `A comma in Via is followed by ${shown(message.text.slice(via.range.start, via.range.end))}, which is no hop.`;
    faults.refuse(kind, name, range, "RFC 3261 §25.1", explanation);
    if (kind === "malformed") return;
  }
  if (transport.value === "") {
    faults.refuse("malformed", name, via.range, "RFC 3261 §25.1", "The Via names no transport.");
    return;
  }
  judgeHostPort(message, via.host, via.portText, via.range, name, "Via", faults);
  const { branch } = via;
  if (branch && (branch.value === MAGIC_COOKIE || branch.value === "")) {
    const explanation = `The branch ${shown(branch.value)} identifies no transaction.`;
    faults.tolerate("oddity", name, branch.range, "RFC 3261 §8.1.1.7", explanation);
  }
  const empty = emptyParam(message.text, via.paramsStart, via.range.end);
  if (empty >= 0) {
    const explanation = "A semicolon in Via is followed by no parameter.";
    faults.tolerate("oddity", name, { start: empty, end: via.range.end }, "RFC 3261 §25.1", explanation);
  }
}
