/** Captures whose TLS can be opened: the copy opens as well, by keys of its own. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { memorySource, Pseudonyms, redactFile, RedactionTally } from "../../../src/core/index.js";
import { detectContainer } from "../../../src/core/capture/detect.js";
import { readCapture } from "../../../src/core/capture/read-capture.js";
import { MemoryTarget } from "../../../src/core/model/byte-target.js";
import { projectCaptures } from "../../capture/project-captures.js";
import { analyseOctets, findingsOf } from "./redacting.js";

const captures = projectCaptures().flatMap(({ path, octets, keyLogPath }) =>
  path.includes("tls/captures") && keyLogPath !== undefined
    ? [{ path, octets, keyLog: new Uint8Array(readFileSync(keyLogPath)) }]
    : [],
);

function redacted(octets: Uint8Array, keyLogs: readonly Uint8Array[]) {
  const tally = new RedactionTally();
  const target = new MemoryTarget("copy");
  const pseudonyms = new Pseudonyms(new Uint8Array(32).fill(5), tally);
  const steps = redactFile(memorySource("trace", octets), target, pseudonyms, { keyLogs });
  while (!steps.next().done);
  return { copy: target.octets.slice(), dropped: Array.from(tally.dropped.keys()) };
}

/** The key logs that a capture holds. */
function keysIn(octets: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  const steps = readCapture(memorySource("copy", octets), {
    frame: () => undefined,
    comment: () => undefined,
    secrets: (keyLog) => found.push(keyLog.slice()),
    problem: () => undefined,
  });
  while (!steps.next().done);
  return found;
}

test("there are a pcap and a pcapng", () => {
  expect(new Set(captures.map(({ octets }) => detectContainer(octets)?.id))).toEqual(new Set(["pcap", "pcapng"]));
});

describe.each(captures)("$path", ({ octets, keyLog }) => {
  const { copy, dropped } = redacted(octets, [keyLog]);

  test("is a pcapng that opens without asking, with the same findings", () => {
    expect(detectContainer(copy)?.id).toBe("pcapng");
    const [before, after] = [analyseOctets(octets, [keyLog]), analyseOctets(copy)];
    expect(before.trace.messages.length).toBeGreaterThan(0);
    expect(after.trace.messages.length).toBe(before.trace.messages.length);
    expect(findingsOf(after)).toEqual(findingsOf(before));
    expect(dropped).not.toContain("encrypted contents of TLS");
  });

  test("has keys that open nothing of the original", () => {
    expect(keysIn(copy)).toHaveLength(1);
    expect(analyseOctets(octets, keysIn(copy)).trace.messages.length).toBe(0);
    const secrets = new TextDecoder().decode(keyLog).match(/(?<= )[\da-f]{64,}$/gim)!;
    const text = Buffer.from(copy).toString("latin1").toLowerCase();
    for (const secret of secrets) expect(text).not.toContain(secret.toLowerCase());
  });

  test("shows nothing of what is encrypted without keys, and says so", () => {
    const without = redacted(octets, []);
    expect(analyseOctets(without.copy, [keyLog]).trace.messages.length).toBe(0);
    expect(detectContainer(without.copy)).toEqual(detectContainer(octets));
    expect(without.dropped).toContain("encrypted contents of TLS");
  });
});
