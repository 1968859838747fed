/** JsSIP's debug output: the transport says that it sends or received a message, which follows after a blank line. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "jssip",
  title: "JsSIP",
  printedBy: "a browser's console after `JsSIP.debug.enable('JsSIP:*')`",
  hint: "JsSIP",
  // Versions before 0.6 print `JsSIP | TRANSPORT | sending WebSocket message:`.
  opening:
    /(?:^|[\s:)%c])JsSIP(?::| \| )(?:Transport|TRANSPORT|WebSocketInterface)(?::| \|)? (?<way>sending|received) (?:WebSocket )?(?:text |binary )?message:?(?: \+\d{1,7}m?s)?\s*$/,
  closing: "content",
  // The time since the line before, in the colour of the module.
  until: /^\s*\+\d{1,7}(?:ms|s|m|h)\s*$/,
  samples: [
    { line: "  JsSIP:Transport sending message:", reads: { way: "sending" } },
    { line: "jssip.js:21 JsSIP:Transport received text message: +76ms", reads: { way: "received" } },
    { line: "JsSIP | TRANSPORT | received WebSocket text message:", reads: { way: "received" } },
  ],
});
