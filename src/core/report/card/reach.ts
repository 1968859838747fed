/** How a device reaches its registrar: behind a NAT, over public addresses, or within one private network. */
import { isIpAddress, isPublicAddress } from "../../model/address.js";
import { type Endpoint, formatEndpoint } from "../../model/endpoint.js";
import { translationOf } from "../../rules/nat/translation.js";
import type { Flow } from "../../trace/flow.js";

export interface Reach {
  /** `nat` is proved by the packets; `unknown`: the trace does not tell the addresses of the device's own hop. */
  readonly kind: "nat" | "public" | "local" | "unknown";
  /** "behind a NAT" */
  readonly words: string;
  /** Index of the message that shows the NAT. */
  readonly message: number | undefined;
  /** The address that the device has, and the one that the registrar sees; equal without a NAT. */
  readonly local: Endpoint;
  readonly mapped: Endpoint;
}

/** @param isOwnHop the flow is the device's own, not one between proxies. */
export function reachOf(flow: Flow, isOwnHop: boolean): Reach {
  const { client, server } = flow;
  const without = { message: undefined, local: client, mapped: client };
  if (!isOwnHop || !isIpAddress(client.address) || !isIpAddress(server.address))
    return { ...without, kind: "unknown", words: "addresses not seen" };
  const nat = translationOf(flow);
  if (nat) return { kind: "nat", words: "behind a NAT", message: nat.message, local: nat.local, mapped: nat.mapped };
  if (isPublicAddress(client.address) || isPublicAddress(server.address))
    return { ...without, kind: "public", words: "over public addresses" };
  return { ...without, kind: "local", words: "within a private network" };
}

export function isRemote({ kind }: Reach): boolean {
  return kind === "nat" || kind === "public";
}

/** `192.168.1.20:5060, seen as 203.0.113.5:40112` */
export function addressWords({ local, mapped }: Reach): string {
  const seen = formatEndpoint(mapped);
  const own = formatEndpoint(local);
  return own === seen ? own : `${own}, seen as ${seen}`;
}
