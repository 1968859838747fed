/** Compressed WebSocket messages (permessage-deflate, RFC 7692): one direction, whose messages may refer to earlier ones. */
import { Inflate } from "pako";

/** Octets pushed at once: deflate makes at most 1032 of each, so a bomb is noticed within a megabyte. */
const STEP_OCTETS = 1024;
const OUTPUT_OCTETS = 8 * 1024;
/** Tables, and the window of 32 KiB that later messages may refer to. */
const HELD_OCTETS = 64 * 1024;
/** What a sender leaves out at the end of each message (§7.2.1). */
const TAIL = Uint8Array.of(0, 0, 0xff, 0xff);
const SYNC_FLUSH = 2;

export class MessageInflater {
  readonly #maxOctets: number;
  #inflate: Inflate | undefined;

  /** @param maxOctets a message that becomes longer is given up */
  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets;
  }

  get heldOctets(): number {
    return this.#inflate === undefined ? 0 : HELD_OCTETS;
  }

  /**
   * The message that a whole payload stands for. Whether the sender agreed to begin each message anew need not be
   * known: one that does refers to nothing before.
   * @returns undefined when it is damaged, too long, or refers to what is not known; the next begins anew then.
   */
  message(payload: Uint8Array): Uint8Array | undefined {
    const inflate = (this.#inflate ??= new Inflate({ raw: true, chunkSize: OUTPUT_OCTETS }));
    const message = run(inflate, payload, this.#maxOctets);
    const isUnfit = message === undefined || inflate.ended;
    if (isUnfit) this.#inflate = undefined;
    return message;
  }

  /** A message is missing, and later ones may refer to it. */
  forget(): void {
    this.#inflate = undefined;
  }
}

/** What the beginning of a compressed message stands for, as far as it goes; empty when it is none. */
export function inflateBeginning(payload: Uint8Array): Uint8Array {
  const inflate = new Inflate({ raw: true, chunkSize: OUTPUT_OCTETS });
  const chunks = collect(inflate);
  inflate.push(payload.subarray(0, STEP_OCTETS), SYNC_FLUSH);
  return chunks[0] ?? new Uint8Array(0);
}

function run(inflate: Inflate, payload: Uint8Array, maxOctets: number): Uint8Array | undefined {
  const chunks = collect(inflate);
  const length = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  for (let at = 0; at < payload.length && !inflate.ended; at += STEP_OCTETS) {
    inflate.push(payload.subarray(at, at + STEP_OCTETS));
    if (inflate.err !== 0 || length() > maxOctets) return undefined;
  }
  // A sender may mark a block as the last one, and all that follows is padding (§7.2.3.4).
  if (!inflate.ended) inflate.push(TAIL, SYNC_FLUSH);
  if (inflate.err !== 0 || length() > maxOctets) return undefined;
  const message = new Uint8Array(length());
  let at = 0;
  for (const chunk of chunks) {
    message.set(chunk, at);
    at += chunk.length;
  }
  return message;
}

function collect(inflate: Inflate): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  inflate.onData = (chunk) => void chunks.push(chunk);
  return chunks;
}
