/** What of a request enters the response of its digest credentials, octet by octet (RFC 7616 §3.4). */
import type { Credentials } from "./digest.js";
import type { DigestInputs } from "./digest-response.js";
import type { SipMessage } from "./message.js";

/** @param isWhole whether the capture has the whole body, which enters with `auth-int` */
export function digestInputsOf(
  sip: SipMessage,
  credentials: Credentials,
  isWhole: boolean,
): Omit<DigestInputs, "password"> {
  const octetsOf = (name: string) => credentials.params.find((param) => param.name === name)?.octets;
  return {
    username: octetsOf("username") ?? "",
    realm: octetsOf("realm") ?? "",
    method: sip.method,
    uri: octetsOf("uri") ?? "",
    nonce: octetsOf("nonce") ?? "",
    algorithm: octetsOf("algorithm"),
    qop: octetsOf("qop"),
    nonceCount: octetsOf("nc"),
    cnonce: octetsOf("cnonce"),
    ...(isWhole ? { body: sip.octets.subarray(sip.body.start, sip.body.end) } : {}),
  };
}
