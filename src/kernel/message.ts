/** Where the host puts the octets of a message before it asks anything. */

/** The largest UDP datagram; a longer message is the parser's. */
export const MOST_OCTETS: i32 = 65_536;
/** Sixteen octets are looked at in one step, also where fewer are left: what is behind the end is read, and not believed. */
const STEP_OCTETS: i32 = 32;

export const MESSAGE: usize = memory.data(MOST_OCTETS + STEP_OCTETS);
