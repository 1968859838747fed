/** What a link layer carries (https://www.iana.org/assignments/ieee-802-numbers). */
export const ETHER_TYPE = {
  unknown: 0,
  ipv4: 0x0800,
  ipv6: 0x86dd,
  /** IEEE 802.1Q customer tag; 802.1ad service tag; the two numbers used before 802.1ad. */
  vlan: 0x8100,
  serviceVlan: 0x88a8,
  oldServiceVlan: 0x9100,
  olderServiceVlan: 0x9200,
  mpls: 0x8847,
  mplsMulticast: 0x8848,
  pppoeSession: 0x8864,
  /** An Ethernet frame within something else. */
  ethernet: 0x6558,
  ppp: 0x880b,
  erspan: 0x88be,
  erspanType3: 0x22eb,
} as const;

/** Types that an Ethernet frame in a tunnel has, where nothing else says that it is one. */
const CARRIED: ReadonlySet<number> = new Set([
  ETHER_TYPE.ipv4,
  ETHER_TYPE.ipv6,
  ETHER_TYPE.vlan,
  ETHER_TYPE.serviceVlan,
  ETHER_TYPE.mpls,
  ETHER_TYPE.pppoeSession,
]);

const ETHERNET_HEADER_OCTETS = 14;

/** The octets from `at` are probably an Ethernet frame: its type is one that can be read. */
export function mayBeEthernet(view: DataView, at: number, end: number): boolean {
  return end - at >= ETHERNET_HEADER_OCTETS && CARRIED.has(view.getUint16(at + 12));
}
