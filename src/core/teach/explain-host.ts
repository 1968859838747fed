/** What kind of address a host is: what the Internet reaches, what only its own network does. */
import { addressRange } from "../model/address.js";
import { isMasked } from "../model/masked.js";
import { say, type Sentence } from "./explanation.js";

const RANGES: Readonly<Record<string, string>> = {
  carrierGradeNat: "an address of a carrier's NAT (RFC 6598): the Internet does not reach it",
  linkLocal: "a link-local address: nobody beyond its own network segment reaches it",
  loopback: "the host itself: nobody else reaches it",
  multicast: "a multicast address",
  private: "a private address (RFC 1918): only its own network reaches it",
  reserved: "a reserved address, as those of documentation are (RFC 5737)",
  uniqueLocal: "a private IPv6 address (RFC 4193): only its own network reaches it",
  unspecified: "no address: a program that did not know its own",
};

/** @param host canonical: IPv6 without brackets. */
export function hostWords(host: string): Sentence {
  if (isMasked(host)) return say`${host} was blotted out; nothing can be concluded from it.`;
  const range = addressRange(host);
  if (range === undefined) {
    return host.endsWith(".invalid")
      ? say`${host} is a name that never resolves: its sender has no address to be reached at (RFC 7118 §5).`
      : say`${host} is a name; DNS tells the address.`;
  }
  return say`${host} is ${[RANGES[range] ?? "a public address"]}.`;
}
