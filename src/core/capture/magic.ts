/** Numbers by which capture files say what they are, as their readers and writers know them. */

export const PCAP_MICROSECONDS = 0xa1b2c3d4;
export const PCAP_NANOSECONDS = 0xa1b23c4d;
/** Of libpcap with the patches of A. Kuznetzov, for Linux before 2001. */
export const PCAP_MODIFIED = 0xa1b2cd34;
/** In the section header of a pcapng, whose own type reads the same in both byte orders. */
export const PCAPNG_BYTE_ORDER = 0x1a2b3c4d;
/** Secrets type of a TLS key log, `TLSK` (draft-ietf-opsawg-pcapng §4.7). */
export const TLS_KEY_LOG = 0x544c534b;
