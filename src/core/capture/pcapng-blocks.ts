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
