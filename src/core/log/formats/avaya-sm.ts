/** Avaya Session Manager, traceSM's log: the time with an arrow, lengths, both connections, the message between rules, its hex. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "avaya-sm",
  title: "Avaya Session Manager (traceSM)",
  hint: "-",
  opening: /^(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) (?:-->|<--|--v)\s*$/,
  // The hex of the message.
  closing: /^[\da-f]{4,8}:? {1,3}(?:[\da-f]{2} ){4}/i,
  until: /com\.avaya\.asm\s+SIPMSGT/,
  record: {
    lines: [/^(?!\t(?:octets|ingress|egress): |-{20,}\s*$)(?<text>.*)$/d],
    // What came in is named first; a message of the server's own has no ingress.
    tells: [
      /^\tingress: \{ L(?<destination>[^\s/]{3,60}:\d{1,5})\/R(?<source>[^\s/]{3,60}:\d{1,5})\/(?<transport>UDP|TCP|TLS)/,
      /^\tegress: \{ L(?<source>[^\s/]{3,60}:\d{1,5})\/R(?<destination>[^\s/]{3,60}:\d{1,5})\/(?<transport>UDP|TCP|TLS)/,
    ],
    loose: true,
  },
  samples: [
    { line: "2026-11-20 10:00:00.123 -->", reads: { time: "2026-11-20 10:00:00.123" } },
    { line: "2026-11-20 10:00:00.143 --v ", reads: { time: "2026-11-20 10:00:00.143" } },
  ],
});
