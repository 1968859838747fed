/** Avaya Session Manager, traceSM's log: the module's mark, the time with an arrow, lengths, both connections, the message between rules, its hex. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "avaya-sm",
  title: "Avaya Session Manager (traceSM)",
  printedBy: "Session Manager: `traceSM`, and the `tracer_asset.log` that it reads",
  hint: "SIPMSGT",
  opening: /com\.avaya\.asm\s{1,4}SIPMSGT\s*$/,
  // The hex of the message.
  closing: /^[\da-f]{4,8}:? {1,3}(?:[\da-f]{2} ){4}/i,
  until: /com\.avaya\.asm\s{1,4}SIPMSGT\s*$/,
  record: {
    lines: [/^(?![\t ]{0,8}(?:octets|ingress|egress): |-{20,}\s*$|\d{4}-\d\d-\d\d \d\d:)(?<text>.*)$/d],
    // What came in is named first; a message of the server's own has no ingress.
    tells: [
      /^(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) (?:-->|<--|--v)\s*$/,
      /^[\t ]{0,8}ingress: \{ L(?<destination>[^\s/]{3,60}:\d{1,5})\/R(?<source>[^\s/]{3,60}:\d{1,5})\/(?<transport>UDP|TCP|TLS)/,
      /^[\t ]{0,8}egress: \{ L(?<source>[^\s/]{3,60}:\d{1,5})\/R(?<destination>[^\s/]{3,60}:\d{1,5})\/(?<transport>UDP|TCP|TLS)/,
    ],
    loose: true,
  },
  samples: [{ line: "Nov 20 10:00:00 sm AasSipMgr[1]: +00:00 2026 123 1 com.avaya.asm  SIPMSGT", reads: {} }],
});
