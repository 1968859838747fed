/** Redacted traces of the corpus are diagnosed as the originals are, and hold none of their values. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../../src/core/index.js";
import { analyseOctets, findingsOf, redactOctets } from "./redacting.js";
import { valuesFoundIn } from "./original-values.js";

const CORPUS = join(import.meta.dirname, "../../corpus");

const traces = readdirSync(CORPUS)
  .filter((name) => existsSync(join(CORPUS, name, "truth.json")))
  .flatMap((name) =>
    readdirSync(join(CORPUS, name))
      .filter((file) => file !== "truth.json" && file !== "keys.log")
      .map((file) => ({ name, title: `${name}/${file}`, path: join(CORPUS, name, file) })),
  );

/** What stands beside a capture whose keys are not in it. */
function keyLogsOf(name: string): Uint8Array[] {
  const path = join(CORPUS, name, "keys.log");
  return existsSync(path) ? [new Uint8Array(readFileSync(path))] : [];
}

/** The search sees no ciphertext. */
function decryptedIn({ trace }: Analysis): Uint8Array {
  const texts = Array.from({ length: trace.messages.length }, (_, index) => trace.messages.at(index).sip.text);
  return Buffer.from(texts.join("\n"), "latin1");
}

describe("a redacted trace", () => {
  for (const { name, title, path } of traces) {
    test(`${title} has the same findings`, () => {
      const original = new Uint8Array(readFileSync(path));
      const keyLogs = keyLogsOf(name);
      const redacted = redactOctets(original, keyLogs);
      const [before, after] = [analyseOctets(original, keyLogs), analyseOctets(redacted)];
      expect(findingsOf(after)).toEqual(findingsOf(before));
      expect(after.trace.messages.length).toBe(before.trace.messages.length);
      expect(after.trace.signals.length).toBe(before.trace.signals.length);
      expect(valuesFoundIn(redacted, before)).toEqual([]);
      expect(valuesFoundIn(decryptedIn(after), before)).toEqual([]);
    });
  }
});
