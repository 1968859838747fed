/** Whether what a flow shows of its client's address is a NAT, and not a host with two addresses. */
import { isPublicAddress, isSiteAddress } from "../../model/address.js";
import type { Flow, NatFacts } from "../../trace/flow.js";

/**
 * The NAT in front of a flow's client; undefined when none is proved. From one private address to another goes a NAT as
 * well as a host that names its second interface in its Via; only the NAT changes the port. A loopback address in a Via
 * is no translation but a careless program.
 */
export function translationOf({ nat }: Flow): NatFacts | undefined {
  if (!nat || !isSiteAddress(nat.local.address)) return undefined;
  return isPublicAddress(nat.mapped.address) || nat.mapped.port !== nat.local.port ? nat : undefined;
}
