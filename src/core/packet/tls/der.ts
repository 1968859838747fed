/** Values of ASN.1 in their distinguished encoding: a tag, a length, and the content (X.690 §8.1, §10). */

/** Tags that a certificate uses (X.690 §8.1.2, X.680 §8.4). */
export const DER = {
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
} as const;

/** Of one octet a character: numeric, printable, teletex (as everybody writes it, in Latin-1), IA5 and visible strings. */
const STRINGS_OF_OCTETS = new Set([0x12, 0x13, 0x14, 0x16, 0x1a]);
/** Tags and lengths that take more octets than these are of nothing that a certificate holds. */
const LONG_TAG = 0x1f;
const MAX_LENGTH_OCTETS = 4;

export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** @returns the values that stand one after another; undefined when one of them is cut or is not of this encoding. */
export function derValues(octets: Uint8Array): DerValue[] | undefined {
  const values: DerValue[] = [];
  for (let at = 0; at < octets.length;) {
    const tag = octets[at]!;
    let length = octets[at + 1];
    if ((tag & LONG_TAG) === LONG_TAG || length === undefined) return undefined;
    at += 2;
    if (length >= 0x80) {
      const lengthOctets = octets.subarray(at, at + length - 0x80);
      if (lengthOctets.length === 0 || lengthOctets.length > MAX_LENGTH_OCTETS) return undefined;
      at += lengthOctets.length;
      length = lengthOctets.reduce((sum, octet) => sum * 256 + octet, 0);
    }
    if (length > octets.length - at) return undefined;
    values.push({ tag, content: octets.subarray(at, at + length) });
    at += length;
  }
  return values;
}

/** `2.5.4.3`; numbers beyond 2^53 lose their last digits. */
export function objectIdentifier(content: Uint8Array): string {
  const numbers: number[] = [];
  let number = 0;
  for (const octet of content) {
    number = number * 128 + (octet & 0x7f);
    if (octet & 0x80) continue;
    // The first two share a number (X.690 §8.19.4).
    if (numbers.length === 0) {
      const first = Math.min(Math.floor(number / 40), 2);
      numbers.push(first, number - first * 40);
    } else numbers.push(number);
    number = 0;
  }
  return numbers.join(".");
}

/** The text of a string of any type; what is none, as the hexadecimal digits of its content. */
export function derText({ tag, content }: DerValue): string {
  if (tag === DER.utf8String) return new TextDecoder().decode(content);
  if (STRINGS_OF_OCTETS.has(tag)) return new TextDecoder("latin1").decode(content);
  const width = tag === DER.bmpString ? 2 : tag === DER.universalString ? 4 : undefined;
  if (width === undefined) return Array.from(content, (octet) => octet.toString(16).padStart(2, "0")).join("");
  let text = "";
  for (let at = 0; at + width <= content.length; at += width) {
    const code = content.subarray(at, at + width).reduce((sum, octet) => sum * 256 + octet, 0);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  }
  return text;
}

/** Microseconds since the Unix epoch; NaN for what is no time as certificates write it (RFC 5280 §4.1.2.5). */
export function derTime({ tag, content }: DerValue): number {
  const text = new TextDecoder("latin1").decode(content);
  const pattern =
    tag === DER.utcTime ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
  const match = tag === DER.utcTime || tag === DER.generalizedTime ? pattern.exec(text) : null;
  if (match === null) return NaN;
  const [, year = "", month, day, hour, minute, second] = match;
  const century = tag === DER.generalizedTime ? "" : Number(year) < 50 ? "20" : "19";
  return Date.parse(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`) * 1000;
}
