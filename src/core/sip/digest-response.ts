/** Computes the response of digest credentials from a password (RFC 2617 §3.2.2, RFC 7616 §3.4, RFC 8760). */
import { md5 } from "@noble/hashes/legacy.js";
import { sha256, sha512_256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { octetsOf } from "../model/octets.js";

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

/** Of a session the hash of user name, realm and password, from which its HA1 is made. */
export type DigestHash = "userHash" | "HA1" | "bodyHash" | "HA2" | "response";

/** One hash of the computation. */
export interface DigestLine {
  readonly name: DigestHash;
  /** What is hashed, with colons between: values of the message, and hashes of lines before. */
  readonly terms: readonly (keyof DigestInputs | DigestHash)[];
  /** In lower-case hexadecimal; undefined where one of the terms is missing. */
  readonly digest: string | undefined;
}

/** What is known of the values; without a password all is computed that does not need it. */
export type KnownDigestInputs = { readonly [Name in keyof DigestInputs]?: DigestInputs[Name] | undefined };

/** In lower-case hexadecimal; undefined for an unknown algorithm or qop, and where a value that enters is missing. */
export function digestResponse(inputs: DigestInputs): string | undefined {
  return digestLines(inputs)?.at(-1)?.digest;
}

/** The whole computation in its order, the response last; undefined for an unknown algorithm or qop. */
export function digestLines(inputs: KnownDigestInputs): readonly DigestLine[] | undefined {
  const hash = hashOf(inputs.algorithm);
  const protection = inputs.qop?.trim().toLowerCase();
  if (!hash || !isProtection(protection)) return undefined;
  const { password, ...texts } = inputs;
  const known: Record<string, string | Uint8Array | undefined> = { ...texts };
  if (password !== undefined) known["password"] = new TextEncoder().encode(password);
  const lines: DigestLine[] = [];
  const line = (name: DigestHash, ...terms: DigestLine["terms"]) => {
    const parts = terms.flatMap((term) => known[term] ?? []);
    const digest = parts.length < terms.length ? undefined : bytesToHex(hash(join(parts)));
    known[name] = digest;
    lines.push({ name, terms, digest });
  };
  const isSession = SESSION.test(inputs.algorithm?.toUpperCase() ?? "");
  line(isSession ? "userHash" : "HA1", "username", "realm", "password");
  if (isSession) line("HA1", "userHash", "nonce", "cnonce");
  const coversBody = protection === "auth-int";
  if (coversBody) line("bodyHash", "body");
  line("HA2", "method", "uri", ...(coversBody ? (["bodyHash"] as const) : []));
  if (protection === undefined) line("response", "HA1", "nonce", "HA2");
  else line("response", "HA1", "nonce", "nonceCount", "cnonce", "qop", "HA2");
  return lines;
}

function hashOf(algorithm = "MD5"): Hash | undefined {
  const name = algorithm.toUpperCase().replace(SESSION, "");
  return Object.hasOwn(HASHES, name) ? HASHES[name] : undefined;
}

function isProtection(qop: string | undefined): boolean {
  return qop === undefined || qop === "auth" || qop === "auth-int";
}

/** With colons between. */
function join(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const octets = parts.map((part) => (typeof part === "string" ? octetsOf(part) : part));
  return concatBytes(...octets.flatMap((part, index) => (index === 0 ? [part] : [COLON, part])));
}

const COLON = Uint8Array.of(0x3a);
