/**
 * The plain forms that nearly all headers have. A value in one of them has no fault, so that a million messages are
 * judged by one pass of an expression each instead of being parsed; any other form is looked at closely.
 */
import type { ByteRange } from "../../model/span.js";
import type { SipMessage } from "../message.js";

/** Every repetition here is delimited by a character that it cannot hold, so that matching takes linear time. */
const PORT = "(?::[1-5]?\\d{1,4})?";
const URI = `sips?:(?:[\\w.+*#!~%-]+@)?[\\w.-]+${PORT}(?:;[\\w.-]+(?:=[\\w.+%-]+)?)*`;
const QUOTED = '"[^"\\\\\\r\\n]*"';
const VALUE = `(?:${QUOTED}|[\\w.+*~!%':=-]+)`;
// Preference and expiry have limits of their own.
const ADDRESS_PARAM = `;(?:expires=\\d{1,9}(?![^;])|(?!q=|expires=)[\\w.+-]+(?:=${VALUE})?)`;

export const SOUND_REQUEST_URI = new RegExp(`^${URI}$`, "i");
export const SOUND_ADDRESS = new RegExp(`^(?:${QUOTED} ?)?<${URI}>(?:${ADDRESS_PARAM})*$`, "i");
export const SOUND_VIA = new RegExp(
  `^SIP/2\\.0/[A-Z]+ [\\w.-]+${PORT}(?:;(?!branch=(?:z9hG4bK)?(?:;|$))[\\w-]+(?:=[\\w.+*~!%'=-]+)?)*$`,
  "i",
);
const AUTH_PARAM = `\\w+=(?:${QUOTED}|[^\\s",\\\\]+)`;
export const SOUND_AUTHENTICATION = new RegExp(`^\\w+ ${AUTH_PARAM}(?:, ?${AUTH_PARAM})*$`);

/** Longer values are rare enough to be looked at closely. */
const MAX_LENGTH = 1024;

export function isSound(form: RegExp, message: SipMessage, { start, end }: ByteRange): boolean {
  return end - start <= MAX_LENGTH && form.test(message.text.slice(start, end));
}
