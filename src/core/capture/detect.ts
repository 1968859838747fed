/** Tells capture containers apart by their first octets; file names are not asked. */
import { viewOf } from "../model/octets.js";
import { PCAP_MICROSECONDS, PCAP_MODIFIED, PCAP_NANOSECONDS, PCAPNG_BYTE_ORDER } from "./magic.js";
import { BLOCK } from "./pcapng-blocks.js";

export interface CaptureContainer {
  readonly id: "pcap" | "pcapng";
  /** As a person calls it. */
  readonly title: string;
}

/** Octets that `detectContainer` needs to see. */
export const DETECT_OCTETS = 12;

const PCAP: CaptureContainer = { id: "pcap", title: "pcap capture" };
const PCAPNG: CaptureContainer = { id: "pcapng", title: "pcapng capture" };

/** The container that begins with these octets; undefined for anything that is not a capture. */
export function detectContainer(octets: Uint8Array): CaptureContainer | undefined {
  if (octets.length < 4) return undefined;
  const view = viewOf(octets);
  for (const littleEndian of [false, true]) {
    const magic = view.getUint32(0, littleEndian);
    if (magic === PCAP_MICROSECONDS || magic === PCAP_NANOSECONDS || magic === PCAP_MODIFIED) return PCAP;
    if (magic !== BLOCK.sectionHeader || octets.length < DETECT_OCTETS) continue;
    if (view.getUint32(8, littleEndian) === PCAPNG_BYTE_ORDER) return PCAPNG;
  }
  return undefined;
}
