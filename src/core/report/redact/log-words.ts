/** The words that log formats announce messages with: without them, no reader would find the messages again. */
import { ANNOUNCED_FORMATS } from "../../log/formats/index.js";
import type { LogFormat } from "../../log/log-format.js";

/** What `.siptrace` writes of messages and signals. */
const SIP_TRACE_WORDS = `frame point octets missing garbage keep alive crlf double stun mapping response ping pong other tcp open refused
  reset closed unanswered incomplete tls client hello server certificate alert sni versions version ciphers cipher resumed
  subject issuer common name names from until fatal warning encrypted handshake finished unreachable reported by quoted dns query
  answer id truncated records noerror formerr servfail nxdomain notimp refused rcode a aaaa cname srv naptr dhcp ack offer client
  ntp tftp sip provisioning offset`;

const WORDS: ReadonlySet<string> = new Set([
  ...SIP_TRACE_WORDS.split(/\s+/),
  ...ANNOUNCED_FORMATS.flatMap(patternsOf).flatMap(wordsOf),
]);

/** @param word in lower case */
export function isLogWord(word: string): boolean {
  return WORDS.has(word);
}

function patternsOf({ opening, beside, closing, until, tail, prefix, skip, record, hint }: LogFormat): string[] {
  const patterns = [
    opening,
    ...(beside ?? []),
    closing,
    until,
    tail,
    prefix,
    skip,
    ...(record?.lines ?? []),
    ...(record?.tells ?? []),
  ];
  return [hint, ...patterns.flatMap((pattern) => (pattern instanceof RegExp ? [pattern.source] : []))];
}

/** The literal words of a regular expression: without the names of its groups and its classes of characters. */
function wordsOf(pattern: string): string[] {
  const literal = pattern.replace(/\(\?<\w+>|\\[a-zA-Z]|\{\d+,?\d*\}/g, " ").replace(/\[[^\]]*\]/g, " ");
  return literal.toLowerCase().match(/[a-z\d]{2,}/g) ?? [];
}
