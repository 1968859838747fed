/** Kinds of IP addresses: what a packet from the Internet can reach, and what it cannot. */
import ipaddr from "ipaddr.js";

/** What an address is, as bits. */
const KIND = { address: 1, public: 2, site: 4 } as const;

/** Parsing an address costs a microsecond, and rules ask for the same few thousand a million times. A cache with a bound. */
const kinds = new Map<string, number>();
const KINDS_KEPT = 16_384;

function kindOf(text: string): number {
  const known = kinds.get(text);
  if (known !== undefined) return known;
  if (kinds.size >= KINDS_KEPT) kinds.clear();
  const kind = judge(text);
  // Longer texts are no addresses, and parts of a message would keep all of it in memory.
  if (text.length <= MAX_ADDRESS_LENGTH) kinds.set(Array.from(text).join(""), kind);
  return kind;
}

/** An IPv6 address with an IPv4 one in it, and a zone. */
const MAX_ADDRESS_LENGTH = 64;

function judge(text: string): number {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && ipaddr.IPv6.isValid(text));
  if (!isAddress) return 0;
  const range = ipaddr.process(text).range();
  return KIND.address | (UNREACHABLE.has(range) ? 0 : KIND.public) | (SITE.has(range) ? KIND.site : 0);
}

/** Whether the text is an IPv4 or IPv6 address (without brackets), not a host name. */
export function isIpAddress(text: string): boolean {
  return (kindOf(text) & KIND.address) !== 0;
}

/** Ranges that the Internet does not route to: RFC 1918, RFC 6598 (carrier NAT), loopback, link-local, unique local. */
const UNREACHABLE = new Set(["private", "carrierGradeNat", "loopback", "linkLocal", "uniqueLocal", "unspecified"]);

/** Documentation ranges (RFC 5737) count as public: examples and laboratories use them as such. False for a host name. */
export function isPublicAddress(text: string): boolean {
  return (kindOf(text) & KIND.public) !== 0;
}

/** True for an address that only its own network reaches; false for public ones and for host names. */
export function isPrivateAddress(text: string): boolean {
  return isIpAddress(text) && !isPublicAddress(text);
}

/** Ranges that stand behind a NAT; loopback and link-local ones reach nobody, translated or not. */
const SITE = new Set(["private", "carrierGradeNat", "uniqueLocal"]);

/** True for an address of a private network, which a NAT translates on the way out (RFC 1918, RFC 6598, RFC 4193). */
export function isSiteAddress(text: string): boolean {
  return (kindOf(text) & KIND.site) !== 0;
}

/** The range that an address belongs to, as `ipaddr.js` names it: `unicast` for the Internet's; undefined for a host name. */
export function addressRange(text: string): string | undefined {
  return isIpAddress(text) ? ipaddr.process(text).range() : undefined;
}
