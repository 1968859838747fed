/** belle-sip's channel log (Linphone, Flexisip): a dated line names the other side, the text sent or received follows. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "belle-sip",
  title: "belle-sip (Linphone, Flexisip)",
  printedBy:
    "Linphone with debug logs on (`linphonec -d 6`, or in the settings of the app), Flexisip, and other programs on belle-sip; on phones in logcat or the system's log",
  hint: "channel [",
  opening:
    /(?:^|[^\w])channel \[\w{1,40}\]: (?<way>message sent|received)(?: to| \[\d{1,7}\] new bytes from) \[(?<transport>UDP|TCP|TLS|DTLS):\/\/(?<peer>\[?[\da-fA-F:.%]{2,60}\]?|[^\s:\]]{1,255}):(?<peerPort>\d{1,5})\](?:, size: \[\d{1,7}\] bytes|:)\s*$/,
  // What is received may be a part of a message or several of them, so the lengths are those of reads, not of messages.
  closing: "content",
  segments: true,
  // iOS prints each line of a message as a record, between those of the media's threads.
  skip: /^\d{4}-\d\d-\d\d [\d:.+-]{8,24} .{1,80} \[(?:Debug|Trace)\] (?!\t)/,
  samples: [
    {
      line: "2026-11-20 10:00:00:123 [belle-sip] MESSAGE channel [0x9e002000]: message sent to [UDP://192.0.2.1:5060], size: [641] bytes",
      reads: { way: "message sent", transport: "UDP", peer: "192.0.2.1", peerPort: "5060" },
    },
    {
      line: "2026-11-20 10:00:00:143 belle-sip-message-channel [0x55d5c8]: received [512] new bytes from [TLS://sip.example.com:5061]:",
      reads: { way: "received", transport: "TLS", peer: "sip.example.com", peerPort: "5061" },
    },
    {
      line: "11-20 10:00:00.143  9676  9676 I Linphone: channel [0x7669adc700]: received [512] new bytes from [TCP://2001:db8::1:5060]:",
      reads: { transport: "TCP", peer: "2001:db8::1", peerPort: "5060" },
    },
  ],
});
