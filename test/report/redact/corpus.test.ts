/** Redacted traces of the corpus are diagnosed as the originals are, and hold none of their values. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyseOctets, findingsOf, redactOctets } from "./redacting.js";
import { valuesFoundIn } from "./original-values.js";

const CORPUS = join(import.meta.dirname, "../../corpus");

/** Ciphertext cannot be rewritten: what only the keys in these files show is not in the copy. */
const DECRYPTED = new Set([
  "b-03-healthy-wss-embedded-secrets",
  "b-15-healthy-tls-session-resumption",
  "b-37-certificate-expired-noverify",
  "b-60-tls-rsa-secrets-embedded",
  "b-63-tls-ecdhegcm-secrets-embedded",
  "b-66-tls-chacha-secrets-embedded",
  "b-69-tls-cbc-secrets-embedded",
  "b-72-tls-tls13-secrets-embedded",
]);

const traces = readdirSync(CORPUS)
  .filter((name) => existsSync(join(CORPUS, name, "truth.json")))
  .flatMap((name) =>
    readdirSync(join(CORPUS, name))
      .filter((file) => file !== "truth.json" && file !== "keys.log")
      .map((file) => ({ name, title: `${name}/${file}`, path: join(CORPUS, name, file) })),
  );

describe("a redacted trace", () => {
  for (const { name, title, path } of traces) {
    test(`${title} ${DECRYPTED.has(name) ? "shows nothing of what was decrypted" : "has the same findings"}`, () => {
      const original = new Uint8Array(readFileSync(path));
      const redacted = redactOctets(original);
      const [before, after] = [analyseOctets(original), analyseOctets(redacted)];
      if (DECRYPTED.has(name)) {
        expect(after.trace.messages.length).toBe(0);
      } else {
        expect(findingsOf(after)).toEqual(findingsOf(before));
        expect(after.trace.messages.length).toBe(before.trace.messages.length);
        expect(after.trace.signals.length).toBe(before.trace.signals.length);
      }
      expect(valuesFoundIn(redacted, before)).toEqual([]);
    });
  }
});
