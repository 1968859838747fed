/** A message that the capture or log cut off. */
import type { Trace } from "../../trace/trace.js";
import { defineRule, rfc } from "../rule.js";

export default defineRule({
  id: "message-truncated",
  title: "Message cut off",
  severity: "info",
  kind: "practice",
  summary: "The capture or log does not hold the whole message.",
  why: "What was cut off cannot be judged, so findings about missing headers, lengths and bodies are held back for these messages.",
  looksLike:
    'A message ends in the middle of a header or of its body, and Wireshark says "Packet size limited during capture".',
  confirm: {
    wireshark: "sip && frame.cap_len < frame.len",
    steps: ["Compare the two lengths of the frame; capture again with `tcpdump -s 0 -w FILE.pcap`."],
  },
  notWhen: ["The frame is whole and Content-Length is wrong: content-length-mismatch."],
  remedy: "Capture whole packets: tcpdump -s 0, dumpcap without -s; in a log raise the limit of the line length.",
  sources: [rfc(3261, "7"), rfc(3261, "18.3")],
  fixes: {},
  messages: {
    cut: "{missing} octets of this message are not in {where}.",
  },
  check(trace, report) {
    for (let row = 0; row < trace.messages.length; row++) {
      const missingOctets = trace.messages.missingOctets(row);
      if (missingOctets === 0) continue;
      const message = trace.messages.at(row);
      const end = message.sip.octets.length;
      report({
        message: "cut",
        values: { missing: missingOctets, where: whereFrom(trace, message.place.file) },
        // The last characters that are there show where it stops.
        at: { message, range: { start: Math.max(0, end - 1), end } },
        evidence: [`${end} octets are there, at least ${missingOctets} more were sent.`],
        aor: null,
        foldBy: `file ${message.place.file}`,
      });
    }
  },
});

function whereFrom(trace: Trace, file: number): string {
  return trace.files[file]?.kind === "log" ? "the log" : "the capture";
}
