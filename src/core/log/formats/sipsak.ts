/** sipsak -vvv: `request:` before what it sends, the sender's address before what it received; a request is shown before as it is made. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "sipsak",
  title: "sipsak -vvv",
  printedBy: "sipsak with `-vvv`",
  hint: ":",
  opening:
    /^(?:(?<way>request|received from): ?(?:(?<transport>UDP|TCP|TLS):(?<peer>\S{1,64}:\d{1,5}))?|(?<copy>New message with Via-Line):)\s*$/,
  beside: [/^(?:received:|authorizing|\tOK)\s*$/],
  closing: /^send to: /,
  samples: [
    { line: "request:", reads: { way: "request" } },
    {
      line: "received from: UDP:192.0.2.1:5060",
      reads: { way: "received from", transport: "UDP", peer: "192.0.2.1:5060" },
    },
    { line: "New message with Via-Line:", reads: { copy: "New message with Via-Line" } },
  ],
});
