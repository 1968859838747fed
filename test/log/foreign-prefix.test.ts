/** Logs that went through grep, `ts`, a syslog, journald, Kubernetes or Docker Compose: what these put before each line is no part of it. */
import { describe, expect, it } from "vitest";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { printedBy, printerOf } from "./printers.js";
import { octetsOf, outline, read, textOf, texts } from "./reading.js";
import { MESSAGES } from "./registration.js";

const OCTETS = MESSAGES.map(({ octets }) => octets);

type Prefix = (index: number) => string;
const before = (prefix: Prefix) => (log: string) =>
  log
    .replace(/\n$/, "")
    .split("\n")
    .map((line, index) => `${prefix(index)}${line}\n`)
    .join("");
const clock = (index: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, index)).toISOString().slice(11, 19);

const PREFIXES: Readonly<Record<string, Prefix>> = {
  "grep -H": () => "/var/log/sip.log:",
  "grep -Hn": (index) => `sip-1.log:${index + 7}:`,
  "a syslog": (index) => `Nov 20 ${clock(index)} pbx-1 app[123]: `,
  "journalctl -o short-iso": (index) => `2026-11-20T${clock(index)}+0000 pbx-1 app[123]: `,
  "kubectl logs --timestamps": (index) => `2026-11-20T${clock(index)}.123456789Z `,
  ts: (index) => `Nov 20 ${clock(index)} `,
  "Docker Compose": () => "pbx-1  | ",
};

/** They print a message in one line, and what stands before it may be anyone's. */
const ONE_LINE = ["json-lines", "kamailio", "syslog"];
/** Dumps whose lines nothing announces, and that begin with a number of their own. */
const DUMPS = ["hex-dump", "xxd"];

describe.each(Object.entries(PREFIXES))("%s", (name, prefix) => {
  const told = name.startsWith("grep") ? LOG_FORMATS.filter(({ id }) => !DUMPS.includes(id)) : LOG_FORMATS;

  it.each(told.map(({ id }) => id))("before a log of %s", (id) => {
    const log = printedBy(id);
    const file = before(prefix)(log);
    const [alone, prefixed] = [read(log), read(file)];
    expect(texts(prefixed)).toEqual(OCTETS);
    if (ONE_LINE.includes(id) || id === "any-text") return;
    expect(prefixed.summary.formatId).toBe(id);
    const sides = (message: (typeof alone.messages)[number]) => outline(message).replace(/^\d+ \S+ /, "");
    expect(prefixed.messages.map(sides)).toEqual(alone.messages.map(sides));
    const octets = octetsOf(file);
    for (const message of prefixed.messages) {
      const from = message.sourceMap.toFile(0);
      expect(textOf(octets.subarray(0, from)).split("\n").length).toBe(message.place.line);
      if (printerOf(id).isHex) continue;
      const callId = textOf(message.octets).indexOf("Call-ID: ");
      expect(textOf(octets.subarray(message.sourceMap.toFile(callId)).subarray(0, 9))).toBe("Call-ID: ");
    }
  });
});

it("times the messages of a program that prints no time by what stands before its lines", () => {
  const log = before((index) => `Nov 20 ${clock(index)} pbx-1 asterisk[77]: `)(printedBy("asterisk-pjsip"));
  const { messages, summary } = read(log);
  expect(outline(messages[0]!)).toBe("2 10:00:01.000000 udp 192.0.2.10:5060 > ?");
  expect(summary.inferred).toContain("The log prints no year: 2026 is taken.");
});

it("leaves to a format what it needs to tell its announcements", () => {
  const log = printedBy("audiocodes");
  expect(read(log).messages.map(outline)).toEqual(read(`${log}\n`).messages.map(outline));
  expect(read(log).messages[0]!.isVerbatim).toBe(true);
});
