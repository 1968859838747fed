/** dart-sip-ua (Flutter): the socket says that it sends or received a message, with an arrow, the message follows. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "dart-sip-ua",
  title: "dart-sip-ua (Flutter)",
  printedBy: "dart-sip-ua at log level debug, in the console of Flutter",
  hint: ":",
  // Newer versions print an arrow before the start line, and their mark before each line.
  opening:
    /(?:^|\s)(?:(?<way>[Rr]eceived(?: text)?|[Ss]ending) message:? ?=+>+\s*|SIP_LOG (?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,6}) {1,3}[^\s\w]{1,3} ?)$/,
  closing: "content",
  samples: [
    {
      line: "[2026-11-20 10:00:00.123] Level.debug transport.dart:105 ::: sending message:=====>>>",
      reads: { way: "sending" },
    },
    {
      line: "flutter: [2026-11-20 10:00:00.143] Level.debug received text message:=>",
      reads: { way: "received text" },
    },
    { line: "flutter:  SIP_LOG 2026-11-20 10:00:00.123456  \u2192 ", reads: { time: "2026-11-20 10:00:00.123456" } },
  ],
});
