/** What stands around start lines tells SIP logs as well as all of their text does, and other texts have none. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { detectLogFormat } from "../../src/core/log/detect.js";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { startLineExcerpts } from "../../src/vscode/start-line-excerpts.js";
import { printedBy } from "../log/printers.js";
import { octetsOf } from "../log/reading.js";

const SAMPLES = new URL("../log/samples/", import.meta.url);

const ofSamples = readdirSync(SAMPLES)
  .filter((name) => name.endsWith(".log"))
  .map((name) => [name, readFileSync(new URL(name, SAMPLES), "utf8")] as const);
const ofFormats = LOG_FORMATS.map(({ id }) => [id, printedBy(id)] as const);

/** What stands before the text of a real log. */
const PAGES = "2026-11-20 10:00:00 INFO something ordinary happened to somebody\n".repeat(300);

function holdsSip(text: string): boolean {
  return [...startLineExcerpts(text)].some((excerpt) => detectLogFormat(octetsOf(excerpt)) !== undefined);
}

// Dumps show no version in one piece, or break it at their rows' ends: these are taken for logs on command.
const isDump = (text: string) => !text.includes("SIP/2.0");

describe.each([...ofFormats, ...ofSamples].filter(([, text]) => !isDump(text)))("a log of %s", (_, text) => {
  const wholly = detectLogFormat(octetsOf(text)) !== undefined;

  test.each([
    ["alone", text],
    ["behind pages of other lines", PAGES + text],
    ["from Docker", text.replace(/.+/g, (line) => `{"log":${JSON.stringify(`${line}\n`)},"stream":"stdout"}`)],
    ["in colours", text.replace(/^.*SIP\/2\.0.*$/gm, "\u001b[36m$&\u001b[0m")],
    ["quoted in a mail", text.replace(/^/gm, "> ")],
  ])("%s", (_, log) => {
    if (wholly) expect(holdsSip(log)).toBe(detectLogFormat(octetsOf(log)) !== undefined);
  });
});

test.each([
  ["a sentence", "The reply was SIP/2.0 somewhere.\n"],
  ["a page about SIP", "SIP/2.0, the version of RFC 3261, stands in every start line.\n"],
  ["a list of headers", "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\nCSeq: 1 INVITE\n"],
  ["a page about answers", "The answer SIP/2.0 401 is a challenge.\nCall-ID and CSeq tell its request.\n"],
  ["a web server's log", '192.0.2.9 - - [20/Nov/2026:10:00:00 +0000] "OPTIONS sip:nm SIP/2.0" 400 226\n'],
])("%s has nothing to look at", (_, text) => {
  expect([...startLineExcerpts(text.repeat(3000))]).toEqual([]);
});

test("what is looked at of a text full of start lines is bounded", () => {
  const excerpts = [...startLineExcerpts("OPTIONS sip:nm SIP/2.0\nThe CSeq: it is wrong.\n".repeat(10_000))];
  expect(excerpts.length).toBe(3);
  expect(excerpts.reduce((sum, excerpt) => sum + excerpt.length, 0)).toBeLessThan(40_000);
});
