/** The words that log formats announce messages with: without them, no reader would find the messages again. */
import { ANNOUNCED_FORMATS } from "../../log/formats/index.js";
import type { LogFormat } from "../../log/log-format.js";

/** What `.siptrace` writes of messages and signals, and halves of words that logs write as one. */
const SIP_TRACE_WORDS = `rsp frame point octets missing garbage keep alive crlf double stun mapping response ping pong other tcp open refused
  reset closed unanswered incomplete tls client hello server certificate alert sni versions version ciphers cipher resumed
  subject issuer common name names from until fatal warning encrypted handshake finished unreachable reported by quoted dns query
  answer id truncated records noerror formerr servfail nxdomain notimp refused rcode a aaaa cname srv naptr dhcp ack offer client
  ntp tftp sip provisioning offset fragmentation needed too big unknown ca br pre span div code html body
  network host protocol port unreachable source route failed administratively prohibited communication time live exceeded fragment reassembly
  beyond scope address policy reject rejected hop limit destination close notify unexpected message bad record mac decryption
  overflow decompression failure no certificate unsupported revoked expired illegal parameter access denied decode decrypt error
  export restriction insufficient security internal inappropriate fallback user canceled renegotiation missing extension
  unobtainable unrecognized status hash value psk identity required application ecdhe dhe ecdsa rsa with aes gcm ccm cbc chacha20
  poly1305 sha sha256 sha384 128 256 null des 3des ede psk anon`;

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
  const literal = pattern.replace(/\(\?<\w+>|\\.|\{\d+,?\d*\}/g, " ").replace(/\[[^\]]*\]/g, " ");
  return literal.toLowerCase().match(/[a-z\d]{2,}/g) ?? [];
}
