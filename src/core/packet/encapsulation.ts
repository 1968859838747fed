/** What carries packets in packets: by EtherType, by IP protocol, or on the ports of UDP where it is at home. */
import { ETHER_TYPE } from "./ether-type.js";
import { readEthernet } from "./ethernet.js";
import { readGre } from "./gre.js";
import { GTP_PORT, readGtp } from "./gtp.js";
import { IP_PROTOCOL } from "./ip-protocol.js";
import { readMpls } from "./mpls.js";
import type { Packet } from "./packet.js";
import { readPpp, readPppoe } from "./ppp.js";
import { OLD_VXLAN_PORT, readVxlan, VXLAN_PORT } from "./vxlan.js";

/** A mirrored frame (GRE, ERSPAN) of a pseudowire with a tunnel in it comes to six: more than this is an attack on readers. */
export const MAX_TUNNELS = 8;

/** EtherIP (RFC 3378): a version, then an Ethernet frame. */
const ETHER_IP_OCTETS = 2;

/** Each moves the packet to what is carried and states its EtherType; false for what carries nothing. */
export function readEncapsulation(packet: Packet): boolean {
  switch (packet.etherType) {
    case ETHER_TYPE.pppoeSession:
      return readPppoe(packet);
    case ETHER_TYPE.mpls:
    case ETHER_TYPE.mplsMulticast:
      return readMpls(packet);
    case ETHER_TYPE.ethernet:
      return readEthernet(packet);
    case ETHER_TYPE.ppp:
      return readPpp(packet);
    default:
      return false;
  }
}

/** The packet stands behind its IP header. */
export function readIpTunnel(packet: Packet): boolean {
  switch (packet.protocol) {
    case IP_PROTOCOL.ipv4:
      packet.etherType = ETHER_TYPE.ipv4;
      return true;
    case IP_PROTOCOL.ipv6:
      packet.etherType = ETHER_TYPE.ipv6;
      return true;
    case IP_PROTOCOL.gre:
      return readGre(packet);
    case IP_PROTOCOL.etherIp:
      packet.start += ETHER_IP_OCTETS;
      packet.etherType = ETHER_TYPE.ethernet;
      return true;
    case IP_PROTOCOL.mplsInIp:
      packet.etherType = ETHER_TYPE.mpls;
      return true;
    default:
      return false;
  }
}

/** The packet stands at the payload of UDP; other datagrams are left as they are, at the price of looking at a port. */
export function readUdpTunnel(packet: Packet): boolean {
  switch (packet.destinationPort) {
    case GTP_PORT:
      return readGtp(packet);
    case VXLAN_PORT:
    case OLD_VXLAN_PORT:
      return readVxlan(packet);
    default:
      return false;
  }
}
