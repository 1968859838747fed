/** The link layers that are read, by LINKTYPE_ value (https://www.tcpdump.org/linktypes.html). One line adds one. */
import { readEthernet } from "./ethernet.js";
import { readLinuxSll, readLinuxSll2 } from "./linux-cooked.js";
import { readLoopback } from "./loopback.js";
import type { Packet } from "./packet.js";
import { readRawIp } from "./raw-ip.js";

/** Moves the packet behind the link layer and states its EtherType; false when the frame is too short. */
export type LinkLayer = (packet: Packet) => boolean;

export const LINK_LAYERS: ReadonlyMap<number, LinkLayer> = new Map([
  [0, readLoopback],
  [1, readEthernet],
  // The values that some systems' DLT_RAW had before LINKTYPE_RAW was agreed on.
  [12, readRawIp],
  [14, readRawIp],
  [101, readRawIp],
  [108, readLoopback],
  [113, readLinuxSll],
  [228, readRawIp],
  [229, readRawIp],
  [276, readLinuxSll2],
]);
