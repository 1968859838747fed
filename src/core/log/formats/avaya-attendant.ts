/** Avaya Aura Workplace Attendant: a dated line of its CallServer says what happened, the message follows. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "avaya-attendant",
  title: "Avaya Workplace Attendant",
  printedBy: "Aura Workplace Attendant: its log at debug level",
  hint: "CallServer.",
  opening: /CallServer\.(?:request|response|sending)(?<way>Received|Out)(?: Request| Response)? *$/,
  closing: "content",
  samples: [
    { line: "2026-11-20 10:00:00,123 DEBUG [pool-1] CallServer.requestReceived ", reads: { way: "Received" } },
    { line: "2026-11-20 10:00:00,143 DEBUG [pool-1] CallServer.sendingOut Response", reads: { way: "Out" } },
  ],
});
