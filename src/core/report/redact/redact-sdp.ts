/** Session descriptions (RFC 8866) with pseudonyms for addresses, names and keys; media, ports and codecs stay. */
import type { Pseudonyms } from "./pseudonyms.js";
import { keepsNothing, keepsNumbers, scrub, type Keeps } from "./scrub.js";

/** Attributes of codecs and of how media flow, which name nobody. Extensions' URIs are among them. */
const PLAIN_ATTRIBUTES = new Set(
  `rtpmap fmtp ptime maxptime rtcp-fb rtcp-mux rtcp-rsize rtcp-mux-only extmap extmap-allow-mixed group mid bundle-only setup
  connection sendrecv sendonly recvonly inactive framerate quality framesize imageattr simulcast rid sctpmap sctp-port max-message-size
  ice-options ice-lite end-of-candidates silenceSupp T38FaxVersion T38MaxBitRate T38FaxRateManagement T38FaxMaxBuffer
  T38FaxMaxDatagram T38FaxUdpEC T38FaxFillBitRemoval T38FaxTranscodingMMR T38FaxTranscodingJBIG curr des conf nortpproxy
  direction floorctrl content lang sdplang type charset`
    .toLowerCase()
    .split(/\s+/),
);

/** Words of `o=`, `c=`, candidates and `rtcp`. */
const ADDRESS_WORDS = new Set(
  "in ip4 ip6 udp tcp typ host srflx prflx relay raddr rport generation tcptype active passive so network cost id ufrag".split(
    " ",
  ),
);

const keepsAddressWords: Keeps = (lower, place) =>
  /^\d+$/.test(lower) || ADDRESS_WORDS.has(lower) || keepsNothing(lower, place);

export function redactSdp(text: string, pseudonyms: Pseudonyms): string {
  return text.replace(/[^\r\n]+/g, (line) => redactLine(line, pseudonyms));
}

function redactLine(line: string, pseudonyms: Pseudonyms): string {
  const [type, value] = [line.slice(0, 2), line.slice(2)];
  switch (type) {
    case "v=":
    case "t=":
    case "b=":
    case "r=":
    case "z=":
    case "m=":
      return type + scrub(value, pseudonyms, keepsMedia);
    case "c=":
      return type + scrub(value, pseudonyms, keepsAddressWords);
    case "o=":
      return type + redactOrigin(value, pseudonyms);
    case "s=":
      return type + scrub(value, pseudonyms, keepsNumbers);
    case "a=":
      return type + redactAttribute(value, pseudonyms);
    case "i=":
    case "u=":
    case "e=":
    case "p=":
    case "k=":
      return type + scrub(value, pseudonyms, keepsNothing);
    default:
      return scrub(line, pseudonyms, keepsNothing);
  }
}

/** `RTP/SAVPF`, payload types and ports: addresses alone are replaced. */
const keepsMedia: Keeps = () => true;

function redactOrigin(value: string, pseudonyms: Pseudonyms): string {
  const user = /^\S*/.exec(value)![0];
  return scrub(user, pseudonyms, keepsNothing) + scrub(value.slice(user.length), pseudonyms, keepsAddressWords);
}

function redactAttribute(value: string, pseudonyms: Pseudonyms): string {
  const name = /^[\w-]*/.exec(value)![0];
  const rest = value.slice(name.length);
  const lower = name.toLowerCase();
  if (PLAIN_ATTRIBUTES.has(lower)) return name + scrub(rest, pseudonyms, keepsMedia);
  switch (lower) {
    case "candidate":
    case "remote-candidates":
    case "rtcp":
    case "source-filter":
      return name + scrub(rest, pseudonyms, keepsAddressWords);
    case "crypto": {
      const suite = /^:\d+ \w+ inline:/.exec(rest)?.[0] ?? "";
      return name + suite + scrub(rest.slice(suite.length), pseudonyms, keepsNothing);
    }
    case "fingerprint": {
      const hash = /^:[\w-]+ /.exec(rest)?.[0] ?? "";
      return name + hash + redactHexPairs(rest.slice(hash.length), pseudonyms);
    }
    case "ssrc": {
      const source = /^:\d+ \w+:?/.exec(rest)?.[0] ?? "";
      return name + source + scrub(rest.slice(source.length), pseudonyms, keepsNothing);
    }
    default:
      return name + scrub(rest, pseudonyms, keepsNothing);
  }
}

/** All of it as one value: pair by pair, equal ones would be seen. */
function redactHexPairs(text: string, pseudonyms: Pseudonyms): string {
  const made = pseudonyms.token(text.replace(/[^\da-f]/gi, ""));
  let at = 0;
  return text.replace(/[\da-f]/gi, () => made.charAt(at++));
}
