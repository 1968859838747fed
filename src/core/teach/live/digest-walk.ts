/**
 * The computation of a digest response line by line, for a person who changes its values (RFC 7616 §3.4). It runs in the
 * page, so that a password that is typed there leaves it for nowhere.
 */
import { quoteOf, visible } from "../../ladder/visible.js";
import { octetsOf } from "../../model/octets.js";
import { type DigestHash, type DigestInputs, digestLines } from "../../sip/digest-response.js";
import { decodeOctets } from "../../sip/lexical.js";
import type { WalkName } from "../../../view/digest-walk.js";

/** One character an octet; undefined for what is absent. */
export type WalkValues = { readonly [Name in WalkName]?: string | undefined };

export interface WalkTerm {
  readonly name: keyof DigestInputs | DigestHash;
  /** As it may be drawn; undefined where it is missing. The password is drawn as dots, whatever its length. */
  readonly shown: string | undefined;
}

export interface WalkLine {
  readonly name: DigestHash;
  readonly terms: readonly WalkTerm[];
  /** In lower-case hexadecimal; undefined where one of the terms is missing. */
  readonly digest: string | undefined;
}

export interface Walk {
  /** `SHA-256`; the session's suffix is in the lines. */
  readonly hash: string;
  readonly lines: readonly WalkLine[];
  readonly response: string | undefined;
  /** What the response cannot be computed for want of, such as the password. */
  readonly missing: readonly (keyof DigestInputs)[];
  /** A sentence where there is no such computation; "" else. */
  readonly fault: string;
}

const DOTS = "••••••";
/** Characters of a value in a line; what is longer is computed with whole. */
const LONGEST_SHOWN = 200;

export function walkDigest(values: WalkValues, password: string | undefined): Walk {
  const { body, ...texts } = values;
  const inputs = { ...texts, password, ...(body === undefined ? {} : { body: octetsOf(body) }) };
  const hash = (values.algorithm ?? "MD5").replace(/-sess$/i, "");
  const lines = digestLines(inputs);
  if (!lines) return { hash, lines: [], response: undefined, missing: [], fault: faultOf(values) };
  const digests = new Map(lines.map(({ name, digest }) => [name, digest]));
  const shownOf = (name: WalkTerm["name"]) => {
    if (name === "password") return password === undefined ? undefined : DOTS;
    if (isHash(name)) return digests.get(name);
    const text = values[name];
    if (name === "body") return text === "" ? "nothing" : text && quoteOf(text, LONGEST_SHOWN);
    return text === undefined ? undefined : quoteOf(text, LONGEST_SHOWN);
  };
  return {
    hash,
    lines: lines.map(({ name, terms, digest }) => ({
      name,
      terms: terms.map((term) => ({ name: term, shown: shownOf(term) })),
      digest,
    })),
    response: digests.get("response"),
    missing: lines
      .flatMap(({ terms }) => terms.filter((term) => !isHash(term)))
      .filter((term) => inputs[term] === undefined),
    fault: "",
  };
}

function isHash(name: WalkTerm["name"]): name is DigestHash {
  return HASHES.includes(name);
}

const HASHES: readonly string[] = ["userHash", "HA1", "bodyHash", "HA2", "response"] satisfies DigestHash[];

function faultOf({ algorithm, qop }: WalkValues): string {
  return digestLines({ qop }) === undefined
    ? `There is no qop "${quoteOf(qop ?? "", LONGEST_SHOWN)}": Digest knows auth and auth-int.`
    : `The algorithm "${quoteOf(algorithm ?? "", LONGEST_SHOWN)}" is none of Digest: SIP knows MD5, SHA-256 and SHA-512-256, each also with -sess.`;
}

/** Two responses, digit by digit. */
export interface Comparison {
  readonly isSame: boolean;
  /** Where the digits differ, of the longer of the two. */
  readonly differs: readonly boolean[];
  /** `the same`, `29 of 32 characters differ, from the first on` */
  readonly words: string;
}

/** Hexadecimal in any case: a registrar that minds the case refuses what RFC 7616 §3.4.1 has in lower case. */
export function compareResponses(computed: string, traced: string): Comparison {
  const [one, other] = [computed.toLowerCase(), traced.toLowerCase()];
  const length = Math.min(Math.max(one.length, other.length), LONGEST_SHOWN);
  const differs = Array.from({ length }, (_, at) => one[at] !== other[at]);
  const count = differs.filter(Boolean).length;
  const isSame = one === other;
  const words = isSame
    ? "the same"
    : `${count} of ${length} characters differ, from character ${differs.indexOf(true) + 1} on`;
  return { isSame, differs, words };
}

/** What of a text that was typed enters a hash: UTF-8, one character an octet (RFC 7616 §4). */
export function octetsOfTyped(text: string): string {
  return Array.from(new TextEncoder().encode(text), (octet) => String.fromCharCode(octet)).join("");
}

/** Octets as a person types them. */
export function typedOf(octets: string): string {
  return visible(decodeOctets(octets));
}
