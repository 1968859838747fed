/** Master secrets of the sessions seen so far, by session id and by ticket, for connections that resume them (RFC 5246 §7.3, RFC 5077). */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Servers forget sessions within a day; the longest known go first. */
const MAX_SESSIONS = 10_000;

export class SessionCache {
  readonly #masters = new Map<string, Uint8Array>();

  remember(sessionId: Uint8Array, ticket: Uint8Array, master: Uint8Array): void {
    for (const key of keysOf(sessionId, ticket)) {
      this.#masters.delete(key);
      if (this.#masters.size >= MAX_SESSIONS) this.#masters.delete(this.#masters.keys().next().value!);
      this.#masters.set(key, master);
    }
  }

  find(sessionId: Uint8Array, ticket: Uint8Array): Uint8Array | undefined {
    for (const key of keysOf(sessionId, ticket)) {
      const master = this.#masters.get(key);
      if (master !== undefined) return master;
    }
    return undefined;
  }
}

function* keysOf(sessionId: Uint8Array, ticket: Uint8Array): Generator<string> {
  if (ticket.length > 0) yield `ticket ${bytesToHex(sha256(ticket))}`;
  if (sessionId.length > 0) yield `session ${bytesToHex(sessionId)}`;
}
