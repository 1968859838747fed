/** The link layers that are read, by LINKTYPE_ value (https://www.tcpdump.org/linktypes.html). One line adds one. */
import { readEthernet } from "./ethernet.js";
import { readIeee80211, readPrism, readRadiotap } from "./ieee80211.js";
import { readLinuxSll, readLinuxSll2 } from "./linux-cooked.js";
import { readLoopback } from "./loopback.js";
import { readMpls } from "./mpls.js";
import type { Packet } from "./packet.js";
import { readPpi } from "./ppi.js";
import { readPpp, readPppd, readPppoe, readPppWithDirection, readSerial } from "./ppp.js";
import { readRawIp } from "./raw-ip.js";

/** Moves the packet behind the link layer and states its EtherType; false when the frame is too short. */
export type LinkLayer = (packet: Packet) => boolean;

export const LINK_LAYERS: ReadonlyMap<number, LinkLayer> = new Map([
  [0, readLoopback],
  [1, readEthernet],
  [9, readPpp],
  // The values that some systems' DLT_RAW had before LINKTYPE_RAW was agreed on.
  [12, readRawIp],
  [14, readRawIp],
  [50, readSerial],
  [51, readPppoe],
  [101, readRawIp],
  [104, readSerial],
  [105, readIeee80211],
  [108, readLoopback],
  [113, readLinuxSll],
  [119, readPrism],
  [127, readRadiotap],
  [163, readPrism],
  [166, readPppd],
  [192, (packet: Packet) => LINK_LAYERS.get(readPpi(packet))?.(packet) ?? false],
  [204, readPppWithDirection],
  [219, readMpls],
  [228, readRawIp],
  [229, readRawIp],
  [276, readLinuxSll2],
]);
