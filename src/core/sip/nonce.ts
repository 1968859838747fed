/**
 * Times that some registrars write into their nonces (RFC 7616 §3.3 suggests a time stamp). To a client a nonce is opaque;
 * to a reader of traces the known layouts tell the clock of the host that made it.
 */

export type NonceLayout = "asterisk-pjsip" | "kamailio" | "opensips" | "resiprocate";

export interface NonceTime {
  readonly layout: NonceLayout;
  /** Whose layout it is, for a sentence: `Kamailio`. */
  readonly title: string;
  /** Seconds since the Unix epoch by the clock of the host that made the nonce; undefined where only the expiry stands. */
  readonly issuedSeconds: number | undefined;
  /** When the nonce ends, by the same clock; undefined where only the issue stands. */
  readonly expiresSeconds: number | undefined;
}

/** `1795335096/059c2d33b68fa3edc8758dc37162ae08`: seconds and a hash. */
const ASTERISK_PJSIP = /^(\d{9,10})\/(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/;
/** `1795335096:059c2d33b68fa3edc8758dc37162ae08`: seconds and a hash. */
const RESIPROCATE = /^(\d{9,10}):[0-9a-f]{32}$/;
/** Eight hexadecimal digits of expiry, an index of eight in newer versions, and an MD5 hash. */
const OPENSIPS = /^([0-9a-f]{8})(?:[0-9a-f]{8})?[0-9a-f]{32}$/;
/** Octets of Kamailio's nonce: two times and one or two MD5 hashes, with or without a counter of five octets. */
const KAMAILIO_OCTETS: readonly number[] = [24, 29, 40, 45];
/** Longest base64 text of these. */
const KAMAILIO_MAX_LENGTH = 60;
/** A registrar that keeps nonces longer than a week is unknown; random octets seldom fall within. */
const MAX_NONCE_LIFE_SECONDS = 7 * 86_400;

/**
 * Reads the time out of a nonce of a known layout; undefined for an opaque one. An opaque nonce can have the form of a
 * known layout by chance, so ask `isPlausible` before believing it.
 */
export function nonceTime(nonce: string): NonceTime | undefined {
  const asterisk = ASTERISK_PJSIP.exec(nonce);
  if (asterisk) return issued("asterisk-pjsip", "Asterisk PJSIP", Number(asterisk[1]));
  const resiprocate = RESIPROCATE.exec(nonce);
  if (resiprocate) return issued("resiprocate", "reSIProcate", Number(resiprocate[1]));
  const opensips = OPENSIPS.exec(nonce);
  if (opensips) {
    const expiresSeconds = Number.parseInt(opensips[1]!, 16);
    return { layout: "opensips", title: "OpenSIPS or OpenSER", issuedSeconds: undefined, expiresSeconds };
  }
  return kamailioTime(nonce);
}

function issued(layout: NonceLayout, title: string, issuedSeconds: number): NonceTime {
  return { layout, title, issuedSeconds, expiresSeconds: undefined };
}

/** Base64 of expiry and issue time, 32 bits each with the high octet first, and the hashes. */
function kamailioTime(nonce: string): NonceTime | undefined {
  if (nonce.length > KAMAILIO_MAX_LENGTH || !/^[A-Za-z0-9+/]+={0,2}$/.test(nonce)) return undefined;
  const digits = nonce.replace(/=+$/, "").length;
  if (!KAMAILIO_OCTETS.includes(Math.floor((digits * 6) / 8))) return undefined;
  const expiresSeconds = base64Seconds(nonce, 0);
  const issuedSeconds = base64Seconds(nonce, 4);
  const life = expiresSeconds - issuedSeconds;
  if (life < 0 || life > MAX_NONCE_LIFE_SECONDS) return undefined;
  return { layout: "kamailio", title: "Kamailio", issuedSeconds, expiresSeconds };
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Four octets of base64 text from an octet offset, as an unsigned number. */
function base64Seconds(text: string, offset: number): number {
  let number = 0;
  for (let octet = offset; octet < offset + 4; octet++) {
    const bit = octet * 8;
    const digit = Math.floor(bit / 6);
    const pair = (BASE64.indexOf(text.charAt(digit)) << 6) | BASE64.indexOf(text.charAt(digit + 1));
    number = number * 256 + ((pair >> (4 - (bit % 6))) & 0xff);
  }
  return number;
}

/** Two years: a host whose battery is flat is further off, but by then a random number is as likely. */
const PLAUSIBLE_SECONDS = 2 * 366 * 86_400;
/** Any eight hexadecimal digits are some date, so the layout that has nothing else must lie near. */
const PLAUSIBLE_EXPIRY_SECONDS = 30 * 86_400;

/** Whether the time lies so near to the instant at which the nonce was seen that chance is out of the question. */
export function isPlausible(time: NonceTime, seenMicros: number): boolean {
  const seenSeconds = seenMicros / 1e6;
  const { issuedSeconds, expiresSeconds } = time;
  if (issuedSeconds !== undefined) return Math.abs(issuedSeconds - seenSeconds) <= PLAUSIBLE_SECONDS;
  return expiresSeconds !== undefined && Math.abs(expiresSeconds - seenSeconds) <= PLAUSIBLE_EXPIRY_SECONDS;
}
