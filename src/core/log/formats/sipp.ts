/** SIPp's `-trace_msg`: a dashed line with the time, a line with the transport and the length, then the message. */
import { defineLogFormat } from "../log-format.js";

/** A line of `-trace_shortmsg`: time, way, Call-ID, CSeq and start line, which are no message. */
export const SIPP_SHORT_MESSAGE = /^\d{4}-\d\d-\d\d[T\t ][^\n]{8,64}\t[SR]\t[^\t\n]{1,300}\tCSeq:/m;

export default defineLogFormat({
  id: "sipp",
  title: "SIPp (-trace_msg)",
  printedBy: "SIPp with `-trace_msg`",
  hint: " message ",
  opening: /^(?<transport>UDP|TCP|TLS|SCTP) message (?<way>sent|received) [[(](?<octets>\d{1,7})[\])]? bytes\)? ?:\s*$/,
  beside: [/^-{5,} (?<time>\d{4}-\d\d-\d\d[ T\t]\d\d:\d\d:\d\d\.\d{3,6}Z?)(?:\s+\d+\.\d+)?\s*$/],
  closing: "content",
  until: /^-{5,} \d{4}-/,
  samples: [
    { line: "UDP message sent (571 bytes):", reads: { transport: "UDP", way: "sent", octets: "571" } },
    { line: "TCP message received [498] bytes :", reads: { transport: "TCP", way: "received", octets: "498" } },
  ],
});
