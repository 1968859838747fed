/** Fingerprints by which a viewer tells a finding of today from the same one of yesterday (SARIF 2.1.0 §3.27.17). */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Finding } from "../model/finding.js";

/** Gives out the fingerprints of one run: equal findings are numbered, so that none swallows another. */
export class FingerPrinter {
  readonly #seen = new Map<string, number>();

  /**
   * Of what stays when the same fault is captured or logged again: rule, AoR, header and file; neither times nor
   * places, nor the message, whose values change.
   */
  of({ rule, aor, location }: Finding, file: string): string {
    const key = JSON.stringify([rule, aor, location.header, file]);
    const count = this.#seen.get(key) ?? 0;
    this.#seen.set(key, count + 1);
    return bytesToHex(sha256(new TextEncoder().encode(`${key} ${count}`))).slice(0, 32);
  }
}
