/** pyVoIP's debug output: a message as Python shows its parts, then its octets as Python writes them. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "pyvoip",
  title: "pyVoIP (debug)",
  printedBy: "pyVoIP with `pyVoIP.DEBUG = True`",
  hint: "",
  // What is shown in parts is no SIP; the octets follow under `Raw`, without a word of their direction.
  opening: /^(?:(?<copy>SENT|Received (?:UDP|TCP|TLS) Message):|(?:Raw: ?)?b['"])\s*$/,
  closing: "content",
  until: /^(?:Headers|Raw):/,
  samples: [
    { line: "Received UDP Message:", reads: { copy: "Received UDP Message" } },
    { line: "b'", reads: {} },
  ],
});
