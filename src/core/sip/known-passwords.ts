/** Passwords that a person gives to the analysis, to prove which side of a refused digest is wrong. They are shown nowhere. */
import { SipMessage } from "./message.js";

export interface KnownCredential {
  /** `2001`, or `2001@example.com` where the login name itself holds the domain. */
  readonly username: string;
  /** Any realm when undefined. */
  readonly realm: string | undefined;
  readonly password: string;
}

/**
 * Reads `USER[@REALM]:PASSWORD`; the first colon ends the name. What follows the last `@` is taken as realm and as part of
 * the name alike, since login names may hold a domain. Undefined when there is no name or no colon.
 */
export function parseKnownCredential(text: string): KnownCredential | undefined {
  const colon = text.indexOf(":");
  if (colon <= 0) return undefined;
  const name = text.slice(0, colon);
  const password = text.slice(colon + 1);
  const at = name.lastIndexOf("@");
  return at > 0
    ? { username: name.slice(0, at), realm: name.slice(at + 1), password }
    : { username: name, realm: undefined, password };
}

/** User name and realm of the digest credentials in an Authorization header line, which may be folded; undefined for any other. */
export function digestNames(line: string): { readonly username: string; readonly realm: string } | undefined {
  const message = new SipMessage(`REGISTER sip:example.com SIP/2.0\r\n${line}\r\n\r\n`);
  const digest = message.credentials.find(({ isDigest }) => isDigest);
  const username = digest?.username?.value;
  return username === undefined ? undefined : { username, realm: digest?.realm?.value ?? "" };
}

export class KnownPasswords {
  constructor(private readonly credentials: readonly KnownCredential[]) {}

  /** The one for this realm before the one for any. */
  passwordFor(username: string, realm: string): string | undefined {
    const ofName = this.credentials.filter((known) => known.username === username);
    const found =
      ofName.find((known) => known.realm === realm) ??
      ofName.find((known) => known.realm === undefined) ??
      this.credentials.find((known) => known.realm !== undefined && `${known.username}@${known.realm}` === username);
    return found?.password;
  }
}
