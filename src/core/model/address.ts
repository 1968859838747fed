/** Kinds of IP addresses: what a packet from the Internet can reach, and what it cannot. */
import ipaddr from "ipaddr.js";

/** Whether the text is an IPv4 or IPv6 address (without brackets), not a host name. */
export function isIpAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && ipaddr.IPv6.isValid(text));
}

/** Ranges that the Internet does not route to: RFC 1918, RFC 6598 (carrier NAT), loopback, link-local, unique local. */
const UNREACHABLE = new Set(["private", "carrierGradeNat", "loopback", "linkLocal", "uniqueLocal", "unspecified"]);

/** Documentation ranges (RFC 5737) count as public: examples and laboratories use them as such. False for a host name. */
export function isPublicAddress(text: string): boolean {
  if (!isIpAddress(text)) return false;
  const address = ipaddr.process(text);
  return !UNREACHABLE.has(address.range());
}

/** True for an address that only its own network reaches; false for public ones and for host names. */
export function isPrivateAddress(text: string): boolean {
  return isIpAddress(text) && !isPublicAddress(text);
}

/** Ranges that stand behind a NAT; loopback and link-local ones reach nobody, translated or not. */
const SITE = new Set(["private", "carrierGradeNat", "uniqueLocal"]);

/** True for an address of a private network, which a NAT translates on the way out (RFC 1918, RFC 6598, RFC 4193). */
export function isSiteAddress(text: string): boolean {
  return isIpAddress(text) && SITE.has(ipaddr.process(text).range());
}
