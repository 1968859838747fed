/** The block types of pcapng (draft-ietf-opsawg-pcapng §11.1). */

export const BLOCK = {
  interfaceDescription: 1,
  /** Obsolete, still written by old tools. */
  packet: 2,
  simplePacket: 3,
  nameResolution: 4,
  interfaceStatistics: 5,
  enhancedPacket: 6,
  decryptionSecrets: 10,
  /** Reads the same in both byte orders. */
  sectionHeader: 0x0a0d0d0a,
} as const;

const KNOWN_BLOCKS: ReadonlySet<number> = new Set(Object.values(BLOCK));

export function isKnownBlock(type: number): boolean {
  return KNOWN_BLOCKS.has(type);
}

/**
 * Blocks that carry no packet but have a frame number in Wireshark: journal entries, custom blocks, and the system
 * calls of sysdig (event blocks of its versions, with and without flags).
 */
const NUMBERED_BLOCKS: ReadonlySet<number> = new Set([
  9, 0x0000_0bad, 0x4000_0bad, 0x204, 0x208, 0x216, 0x217, 0x221, 0x222,
]);

export function hasFrameNumber(type: number): boolean {
  return NUMBERED_BLOCKS.has(type);
}
