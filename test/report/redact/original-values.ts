/**
 * What a trace tells of people and places, gathered from its messages by expressions of its own, not by those that redact;
 * and a search for it in a copy: as text in any case, with escapes of URIs, as octets, as hexadecimal digits and as base64.
 */
import type { Analysis } from "../../../src/core/index.js";

/** In the order of the groups: user and host of URIs, parameters of digests, Call-ID, UUID, display name. */
const VALUES = [
  /\bsips?:([^@\s<>;"]+)@/gi,
  /@([a-z][a-z\d.-]*\.[a-z]+)/gi,
  /\b(?:username|realm|cnonce|response|opaque)="([^"\\]+)"/gi,
  /^(?:Call-ID|i)\s*:\s*(\S+)/gim,
  /urn:uuid:([\da-f-]{36})/gi,
  /"([^"\r\n<>]{3,40})"\s*<sip/gi,
  /^a=(?:ice-ufrag|ice-pwd|crypto:\d+ \S+ inline):(\S+)/gim,
];
/** Words of protocols and products that users and realms of a laboratory are called by, and numbers that messages are full of. */
const COMMON = /^(?:asterisk|anonymous|invalid|localhost|sip|sipsak|branch|acl|tel|pbx|unknown|tcp|example|\d{1,3})$/i;
const SPECIAL_ADDRESS = /^(?:127\.|0\.0\.0\.0$|255\.|22[4-9]\.|23\d\.)/;

/** Each value with the form in which it was found. */
export function valuesFoundIn(copy: Uint8Array, { trace }: Analysis): string[] {
  const text = Buffer.from(copy).toString("latin1").toLowerCase();
  const octets = Buffer.from(copy);
  const { values, addresses } = valuesOf(trace);
  const found = Array.from(values).flatMap((value) => formsFound(value, text));
  for (const address of addresses) {
    const four = Buffer.from(address.split(".").map(Number));
    if (hasWord(text, address)) found.push(`${address} as text`);
    if (octets.includes(four)) found.push(`${address} as octets`);
  }
  return found;
}

function valuesOf(trace: Analysis["trace"]): { values: Set<string>; addresses: Set<string> } {
  const values = new Set<string>();
  const addresses = new Set<string>();
  const addAddress = (address: string) => {
    if (/^\d+(?:\.\d+){3}$/.test(address) && !SPECIAL_ADDRESS.test(address)) addresses.add(address);
  };
  for (let index = 0; index < trace.messages.length; index++) {
    const message = trace.messages.at(index);
    for (const { address } of [message.source, message.destination]) addAddress(address);
    for (const pattern of VALUES)
      for (const [, value = ""] of message.sip.text.matchAll(pattern)) values.add(value.toLowerCase());
  }
  for (const { source, destination } of trace.signals)
    for (const { address } of [source, destination]) addAddress(address);
  return { values: new Set(Array.from(values).filter((value) => value.length > 2 && !COMMON.test(value))), addresses };
}

/** Shorter values are looked for as words: within others they stand by chance. */
const LONG = 6;

function formsFound(value: string, text: string): string[] {
  const forms: string[] = [];
  if (value.length < LONG ? hasWord(text, value) : text.includes(value)) forms.push(`${value} as text`);
  if (value.length < LONG) return forms;
  const octets = Buffer.from(value, "latin1");
  if (unescaped(text).includes(value)) forms.push(`${value} with escapes`);
  if (text.includes(octets.toString("hex"))) forms.push(`${value} as hexadecimal digits`);
  if (text.includes(octets.toString("base64").replace(/.=*$/, "").toLowerCase())) forms.push(`${value} as base64`);
  return forms;
}

const lastUnescaped = { text: "", without: "" };

/** Without the escapes of URIs; the same copy is searched for many values. */
function unescaped(text: string): string {
  if (lastUnescaped.text !== text) {
    const characterOf = (_: string, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)).toLowerCase();
    Object.assign(lastUnescaped, { text, without: text.replace(/%([\da-f]{2})/g, characterOf) });
  }
  return lastUnescaped.without;
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![a-z\\d])${escaped}(?![a-z\\d])`, "i").test(text);
}
