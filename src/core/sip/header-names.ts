/** Names of header fields: compact forms and the spelling that RFCs and IANA use (RFC 3261 §7.3.3, §20). */

const COMPACT_FORMS: Readonly<Record<string, string>> = {
  a: "Accept-Contact",
  b: "Referred-By",
  c: "Content-Type",
  d: "Request-Disposition",
  e: "Content-Encoding",
  f: "From",
  i: "Call-ID",
  j: "Reject-Contact",
  k: "Supported",
  l: "Content-Length",
  m: "Contact",
  n: "Identity-Info",
  o: "Event",
  r: "Refer-To",
  s: "Subject",
  t: "To",
  u: "Allow-Events",
  v: "Via",
  x: "Session-Expires",
  y: "Identity",
};

/** Names whose registered spelling is not simply a capital after each hyphen, and the ones every message has. */
const KNOWN_NAMES = [
  "Accept",
  "Allow",
  "Authorization",
  "CSeq",
  "Call-ID",
  "Contact",
  "Content-ID",
  "Content-Length",
  "Content-Type",
  "Date",
  "Expires",
  "Flow-Timer",
  "From",
  "Geolocation",
  "Max-Forwards",
  "MIME-Version",
  "Min-Expires",
  "Min-SE",
  "P-Asserted-Identity",
  "P-DCS-OSPS",
  "Path",
  "Priv-Answer-Mode",
  "Proxy-Authenticate",
  "Proxy-Authorization",
  "RAck",
  "RSeq",
  "Reason",
  "Record-Route",
  "Require",
  "Retry-After",
  "Route",
  "SIP-ETag",
  "SIP-If-Match",
  "Server",
  "Service-Route",
  "Session-Expires",
  "Supported",
  "To",
  "Unsupported",
  "User-Agent",
  "User-to-User",
  "Via",
  "WWW-Authenticate",
  "Warning",
];

/** Spelling on the wire to canonical name; grows by what traces bring, up to a bound. */
const canonicalNames = new Map<string, string>();
for (const name of [...KNOWN_NAMES, ...Object.values(COMPACT_FORMS)]) {
  canonicalNames.set(name, name);
  canonicalNames.set(name.toLowerCase(), name);
}
for (const [letter, name] of Object.entries(COMPACT_FORMS)) {
  canonicalNames.set(letter, name);
  canonicalNames.set(letter.toUpperCase(), name);
}

/** Learnt spellings are only a cache, so a hostile trace must not grow it without end. */
const MAX_LEARNT_NAMES = 1024;
const MAX_LEARNT_LENGTH = 64;
const learntLimit = canonicalNames.size + MAX_LEARNT_NAMES;

/** `call-id`, `CALL-ID` and `i` are all `Call-ID`; an unknown name gets a capital after each hyphen. */
export function canonicalHeaderName(name: string): string {
  return canonicalNames.get(name) ?? learn(name);
}

function learn(name: string): string {
  const lower = name.toLowerCase();
  const known = canonicalNames.get(lower);
  const canonical =
    known ?? lower.replace(/(^|-)([a-z])/g, (_, hyphen: string, letter: string) => hyphen + letter.toUpperCase());
  if (canonicalNames.size < learntLimit && name.length <= MAX_LEARNT_LENGTH) {
    // A slice would keep the whole message alive that it was cut from; joining makes a string of its own.
    canonicalNames.set(Array.from(name).join(""), known ?? Array.from(canonical).join(""));
  }
  return canonical;
}

/** Registered spellings by length and first letter, to find them without cutting a string from the message. */
const registeredNames: string[][] = [];
for (const name of new Set(canonicalNames.values()))
  (registeredNames[keyOf(name.length, name.charCodeAt(0))] ??= []).push(name);

function keyOf(length: number, firstCode: number): number {
  return (length & 0x1f) * 128 + (firstCode & 0x7f);
}

/**
 * The name between two offsets when it is spelt as registered, which nearly all are. Reading headers is where most of
 * the time of a large trace goes, and this is twice as fast as a look-up by a string cut from the message.
 */
export function registeredNameAt(text: string, start: number, end: number): string | undefined {
  const candidates = registeredNames[keyOf(end - start, text.charCodeAt(start))];
  if (!candidates) return undefined;
  for (const name of candidates) if (name.length === end - start && text.startsWith(name, start)) return name;
  return undefined;
}
