/** Contact: where the user agent wants to be reached (RFC 3261 §20.10; RFC 5626, RFC 5627 for flows and GRUU). */
import { COMMA } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import type { HeaderField } from "./header-fields.js";
import { parseDigits, skipWhiteSpace, splitList } from "./lexical.js";
import { NameAddr } from "./name-addr.js";
import { paramValue } from "./params.js";
import type { Value } from "./value.js";

/** Expiry intervals are 32 bits wide; a larger one means the largest (RFC 3261 §20.19, RFC 4475 §3.1.2.4). */
export const MAX_DELTA_SECONDS = 2 ** 32 - 1;

export class Contact extends NameAddr {
  readonly isStar: boolean;

  constructor(text: string, header: HeaderField, part: ByteRange) {
    super(text, header, part);
    this.isStar = !this.isBracketed && text.slice(this.uriRange.start, this.uriRange.end) === "*";
  }

  /** Parameter as written; phones that quote the number (`expires="3600"`) are understood. */
  get expires(): Value<string> | undefined {
    return paramValue(this.params, "expires");
  }

  /** Undefined when absent or no number. */
  get expiresSeconds(): number | undefined {
    const { value } = this.expires ?? { value: "" };
    const seconds = parseDigits(value, 0, value.length);
    return Number.isNaN(seconds) ? undefined : Math.min(seconds, MAX_DELTA_SECONDS);
  }

  get q(): Value<string> | undefined {
    return paramValue(this.params, "q");
  }

  /** RFC 5626 §4.1: `+sip.instance="<urn:uuid:…>"`, without the angle brackets. */
  get instanceId(): Value<string> | undefined {
    const instance = paramValue(this.params, "+sip.instance");
    if (!instance?.value.startsWith("<") || !instance.value.endsWith(">")) return instance;
    const { start, end } = instance.range;
    return { value: instance.value.slice(1, -1), range: { start: start + 1, end: end - 1 } };
  }

  get regId(): Value<string> | undefined {
    return paramValue(this.params, "reg-id");
  }

  /** Some registrars tell the source address they saw: `;received="sip:203.0.113.5:40000"`. */
  get received(): Value<string> | undefined {
    return paramValue(this.params, "received");
  }
}

/** All contacts of a field; empty list elements are skipped. */
export function parseContacts(text: string, header: HeaderField): Contact[] {
  const contacts: Contact[] = [];
  for (const part of splitList(text, header.valueRange.start, header.valueRange.end, COMMA)) {
    if (skipWhiteSpace(text, part.start, part.end) < part.end) {
      contacts.push(new Contact(text, header, part));
    }
  }
  return contacts;
}
