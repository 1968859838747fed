/** Computes the response of digest credentials from a password (RFC 2617 §3.2.2, RFC 7616 §3.4, RFC 8760). */
import { md5 } from "@noble/hashes/legacy.js";
import { sha256, sha512_256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";

/** Texts of a message have one character an octet, as `SipMessage` gives them; the password is Unicode. */
export interface DigestInputs {
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** As on the wire in any case; MD5 when undefined. */
  readonly algorithm: string | undefined;
  /** `auth`, `auth-int`, or undefined as in RFC 2069. */
  readonly qop: string | undefined;
  readonly nonceCount: string | undefined;
  readonly cnonce: string | undefined;
  /** Needed for `auth-int` only. */
  readonly body?: Uint8Array;
}

type Hash = (octets: Uint8Array) => Uint8Array;

const HASHES: Readonly<Record<string, Hash>> = { MD5: md5, "SHA-256": sha256, "SHA-512-256": sha512_256 };
const SESSION = /-SESS$/;

/** In lower-case hexadecimal; undefined for an unknown algorithm or qop, and where a value that enters is missing. */
export function digestResponse(inputs: DigestInputs): string | undefined {
  const { username, realm, password, method, uri, nonce, qop, nonceCount, cnonce, body } = inputs;
  const algorithm = (inputs.algorithm ?? "MD5").toUpperCase();
  const name = algorithm.replace(SESSION, "");
  const hash = Object.hasOwn(HASHES, name) ? HASHES[name] : undefined;
  if (!hash) return undefined;
  const hex = (...parts: (string | Uint8Array)[]) => bytesToHex(hash(join(parts)));
  const ofUser = hex(username, realm, new TextEncoder().encode(password));
  if (SESSION.test(algorithm) && cnonce === undefined) return undefined;
  const ha1 = SESSION.test(algorithm) ? hex(ofUser, nonce, cnonce ?? "") : ofUser;
  const protection = qop?.trim().toLowerCase();
  if (protection === undefined) return hex(ha1, nonce, hex(method, uri));
  if (nonceCount === undefined || cnonce === undefined) return undefined;
  if (protection === "auth") return hex(ha1, nonce, nonceCount, cnonce, qop!, hex(method, uri));
  if (protection !== "auth-int" || !body) return undefined;
  return hex(ha1, nonce, nonceCount, cnonce, qop!, hex(method, uri, hex(body)));
}

/** With colons between. */
function join(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const octets = parts.map((part) => (typeof part === "string" ? octetsOf(part) : part));
  return concatBytes(...octets.flatMap((part, index) => (index === 0 ? [part] : [COLON, part])));
}

const COLON = Uint8Array.of(0x3a);

function octetsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
