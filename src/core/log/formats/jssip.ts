/** JsSIP's debug output: the transport says that it sends or received a message, which follows after a blank line. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "jssip",
  title: "JsSIP",
  printedBy: "a browser's console after `JsSIP.debug.enable('JsSIP:*')`",
  hint: "JsSIP",
  // Versions before 0.6 print `JsSIP | TRANSPORT | sending WebSocket message:`; some consoles show where it was printed, and `%c`.
  opening:
    /(?:^|[\s:)%c])JsSIP(?::| \| )(?:Transport|TRANSPORT|WebSocketInterface)(?::| \|)? (?:%c)?(?<way>[Ss]ending|[Rr]eceived) (?:WebSocket )?(?:text |binary )?message:?(?: \+\d{1,7}m?s| {1,4}\(?[\w.-]{1,60}(?:, line |:)\d{1,7}(?::\d{1,7})?\)?)?\s*$/,
  closing: "content",
  // The time since the line before, in the colour of the module.
  until: /^\s*\+\d{1,7}(?:ms|s|m|h)\s*$/,
  samples: [
    { line: "  JsSIP:Transport sending message:", reads: { way: "sending" } },
    { line: "jssip.js:21 JsSIP:Transport received text message: +76ms", reads: { way: "received" } },
    { line: "JsSIP | TRANSPORT | received WebSocket text message:", reads: { way: "received" } },
    { line: "JsSIP | TRANSPORT | Sending WebSocket message: jssip-0.1.0.js:592", reads: { way: "Sending" } },
    { line: "%cJsSIP:Transport %creceived text message:", reads: { way: "received" } },
  ],
});
