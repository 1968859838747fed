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
} as const;
