/** Logs that real programs printed, of the corpus: every message, when, where and between whom. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { outline, read, textOf } from "./reading.js";

function corpus(name: string): Uint8Array {
  return readFileSync(new URL(`../corpus/${name}`, import.meta.url));
}

const RECORDED: readonly { file: string; format: string; messages: readonly string[] }[] = [
  {
    file: "b-8A-log-sofia-tport/sofia.log",
    format: "sofia",
    messages: [
      "3 08:48:04.525667 udp ? > 10.20.0.10:5060 519",
      "20 08:48:04.526291 udp 10.20.0.10:5060 > ? 488",
      "34 08:48:04.526429 udp ? > 10.20.0.10:5060 769",
      "52 08:48:04.527043 udp 10.20.0.10:5060 > ? 420",
      "66 08:48:07.527674 udp ? > 10.20.0.10:5060 767",
      "86 08:48:07.528420 udp 10.20.0.10:5060 > ? 374",
    ],
  },
  {
    file: "b-88-log-baresip-s/baresip.log",
    format: "baresip",
    messages: [
      "15 - tcp 10.20.0.101:38828 > 10.20.0.10:5060 605",
      "31 - tcp 10.20.0.10:5060 > 10.20.0.101:38828 476",
      "44 - tcp 10.20.0.101:38828 > 10.20.0.10:5060 848",
      "61 - tcp 10.20.0.10:5060 > 10.20.0.101:38828 506",
    ],
  },
  {
    file: "b-84-log-tcpdump-A/tcpdump.txt",
    format: "tcpdump",
    messages: [
      "49 08:44:14.588182 ? 10.20.0.101:5060 > 10.20.0.10:5060 388",
      "66 08:44:14.588658 ? 10.20.0.10:5060 > 10.20.0.101:5060 474",
      "81 08:44:14.589381 ? 10.20.0.101:5060 > 10.20.0.10:5060 624",
      "99 08:44:14.590032 ? 10.20.0.10:5060 > 10.20.0.101:5060 415",
      "119 08:44:15.299553 ? 10.20.0.102:45557 > 10.20.0.10:5060 401",
      "143 08:44:15.300438 ? 10.20.0.10:5060 > 10.20.0.102:45557 475",
      "165 08:44:15.301207 ? 10.20.0.102:45557 > 10.20.0.10:5060 637",
      "184 08:44:15.301475 ? 10.20.0.10:5060 > 10.20.0.102:45557 480",
      "205 08:44:16.301920 ? 10.20.0.101:5060 > 10.20.0.10:5060 388",
      "222 08:44:16.302222 ? 10.20.0.10:5060 > 10.20.0.101:5060 474",
      "237 08:44:16.302675 ? 10.20.0.101:5060 > 10.20.0.10:5060 624",
      "255 08:44:16.302954 ? 10.20.0.10:5060 > 10.20.0.101:5060 479",
    ],
  },
];

describe.each(RECORDED)("$file", ({ file, format, messages }) => {
  const reading = read(corpus(file));

  it("holds these messages", () => {
    expect(reading.summary.formatId).toBe(format);
    expect(reading.messages.map((message) => `${outline(message)} ${message.octets.length}`)).toEqual(messages);
  });

  it("holds whole messages only", () => {
    for (const message of reading.messages) {
      const text = textOf(message.octets);
      expect(text).toMatch(/^[^\r\n]*SIP\/2\.0.*\r\n(?:[A-Za-z-]+: .*\r\n)+\r\n$/);
      expect(text).toMatch(/\r\nContent-Length: 0\r\n/i);
    }
  });
});
