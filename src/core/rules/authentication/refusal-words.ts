/** What a 403 says about itself: some registrars answer so to a wrong password, and a few tell. */
import type { SipMessage } from "../../sip/message.js";

/** `Wrong password`, `Forbidden (Bad auth)`, `Authentication failure`, `Forbidden auth ID`; not `Not authorized`, which may be an ACL. */
const AUTHENTICATION_WORDS = /passw|passphrase|credential|digest|\bauth\b|authenticat|\bsecret\b|wrong user/i;

/** The words of the reason phrase or of Warning and Reason that speak of password or authentication; undefined if none do. */
export function authenticationWords(sip: SipMessage): string | undefined {
  const texts = [sip.reason, sip.header("Warning")?.value ?? "", sip.header("Reason")?.value ?? ""];
  return texts.find((text) => AUTHENTICATION_WORDS.test(text));
}

const PASSWORD_WORDS = /passw|passphrase|\bsecret\b/i;

/** Whether the refusal blames the password itself: then no fault of form is the cause. */
export function blamesPassword(sip: SipMessage): boolean {
  return PASSWORD_WORDS.test(authenticationWords(sip) ?? "");
}
