/** Every SIP message of every capture, frame by frame, is the one that tshark reads there. Needs tshark; with CI=true that is a failure. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { projectCaptures, type ProjectFile } from "../capture/project-captures.js";
import { differences, isTsharkInstalled, readByTshark, readByUs } from "./tshark.js";

/** A capture that the two read differently, and the reason in the protocol. */
interface Explained {
  readonly path: string;
  readonly why: string;
  /** As `differences` tells them; or only that the headers differ, and the start lines must be the same. */
  readonly lines: readonly string[] | "headers";
}

const EXPLAINED: readonly Explained[] = [
  {
    path: "test/corpus/a-64-healthy-snaplen/capture.pcap",
    why: "The snapshot length cuts every message amid its headers. tshark then shows the start line alone; we read the headers up to the cut.",
    lines: "headers",
  },
];

const TEST_MILLIS = 120_000;
const isInstalled = await isTsharkInstalled();

/** Further captures may be compared as well: `SIP_TRACE_CAPTURES` names their folder. */
function furtherCaptures(): ProjectFile[] {
  const folder = process.env.SIP_TRACE_CAPTURES;
  if (folder === undefined) return [];
  const names = readdirSync(folder).filter((name) => /\.(?:pcap|pcapng|cap)$/.test(name));
  return names
    .map((name) => join(folder, name))
    .map((path) => ({
      path,
      octets: new Uint8Array(readFileSync(path)),
      keyLogPath: undefined,
    }));
}

it("has tshark to compare with", ({ expect }) => {
  if (!isInstalled) console.warn("tshark is not installed: no capture is compared with it.");
  expect(isInstalled || process.env.CI !== "true").toBe(true);
});

describe.skipIf(!isInstalled)("tshark reads the same messages", () => {
  const captures = [...projectCaptures(), ...furtherCaptures()];

  it.concurrent.for(captures)("in $path", { timeout: TEST_MILLIS }, async (file, { expect }) => {
    const theirs = await readByTshark(file.path, file.keyLogPath);
    const found = differences(theirs, readByUs(file));
    const explained = EXPLAINED.find(({ path }) => path === file.path);
    if (explained?.lines === "headers") {
      expect(found, "the explanation is not needed any more").not.toEqual([]);
      expect([...new Set(found.map(startsOf))]).toHaveLength(found.length / 2);
    } else {
      expect(found).toEqual(explained?.lines ?? []);
    }
  });

  it("explains nothing that is not here", ({ expect }) => {
    const paths = captures.map(({ path }) => path);
    for (const { path } of EXPLAINED) expect(paths).toContain(path);
  });

  it("would notice a message that is missed, invented or misread", ({ expect }) => {
    const theirs = new Map([
      [1, "REGISTER | a | 1 REGISTER"],
      [2, "200 | a | 1 REGISTER"],
    ]);
    const ours = new Map([
      [2, "200 | b | 1 REGISTER"],
      [3, "ACK | a | 1 ACK"],
    ]);
    expect(differences(theirs, ours)).toEqual([
      "- 1: REGISTER | a | 1 REGISTER",
      "- 2: 200 | a | 1 REGISTER",
      "+ 2: 200 | b | 1 REGISTER",
      "+ 3: ACK | a | 1 ACK",
    ]);
  });
});

/** Frame and start lines, whoever read them. */
function startsOf(difference: string): string {
  return difference.slice(2).split(" | ")[0]!;
}
