/** The tools of sippts with `-v`: where a message goes to or comes from on a line in colour, the message in another one. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "sippts",
  title: "sippts (-v)",
  printedBy: "the tools of sippts with `-v` or `-vv`",
  hint: "] ",
  opening:
    /^\[[-+]\] (?<way>Sending|Receiving) (?:to|from) (?<peer>\[[\da-fA-F:.%]{2,60}\]:\d{1,5}|[^\s:]{1,255}:\d{1,5})(?:\/(?<transport>UDP|TCP|TLS))? \.\.\.\s*$/,
  closing: "content",
  samples: [
    {
      line: "[+] Sending to 192.0.2.1:5060/UDP ...",
      reads: { way: "Sending", peer: "192.0.2.1:5060", transport: "UDP" },
    },
    { line: "[-] Receiving from sip.example.com:5061 ...", reads: { way: "Receiving", peer: "sip.example.com:5061" } },
  ],
});
