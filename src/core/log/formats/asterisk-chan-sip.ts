/** Asterisk's chan_sip, `sip set debug on`: what is read stands between arrows, a request that is sent below a plain line. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "asterisk-chan-sip",
  title: "Asterisk (chan_sip debug)",
  printedBy:
    "Asterisk up to version 20: `sip set debug on` at its CLI; in `/var/log/asterisk/full` if `logger.conf` has `verbose` for it",
  hint: ":",
  // Old versions name no transport; the console prints no time, the log file one before the logger's name.
  opening:
    /(?:^|[\]>:] )(?:\[(?<time>[^\]]{8,40})\] [^<]{0,200}?)?(?:<--- )?(?:SIP )?(?<way>read from|(?:Reliably )?Transmitting|Retransmitting #\d{1,3})(?: \((?:no )?NAT\) to)? (?:(?<transport>UDP|TCP|TLS|WSS?):)?(?<peer>[^\s:]{1,64}:\d{1,5}|\[[\da-f:.]{2,45}\]:\d{1,5})(?: --->|:)\s*$/i,
  // The log file has the time and the logger's name on a line before.
  beside: [/^\[(?<time>[^\]]{8,40})\] VERBOSE\[\d{1,10}\](?:\[[\w-]{1,20}\])? chan_sip\.c: *$/],
  closing: /(?:^|: )(?:<-{11,14}>|---)\s*$/,
  samples: [
    {
      line: "<--- SIP read from UDP:192.0.2.10:5060 --->",
      reads: { way: "read from", transport: "UDP", peer: "192.0.2.10:5060" },
    },
    { line: "<--- SIP read from 192.0.2.10:5060 --->", reads: { way: "read from", peer: "192.0.2.10:5060" } },
    {
      line: "[Nov 20 10:00:00] VERBOSE[1234] chan_sip.c: Reliably Transmitting (NAT) to 192.0.2.1:5060:",
      reads: { way: "Reliably Transmitting", peer: "192.0.2.1:5060" },
    },
    {
      line: "<--- Transmitting (no NAT) to [2001:db8::10]:5060 --->",
      reads: { way: "Transmitting", peer: "[2001:db8::10]:5060" },
    },
    {
      line: "Retransmitting #2 (NAT) to 192.0.2.1:5060:",
      reads: { way: "Retransmitting #2", peer: "192.0.2.1:5060" },
    },
  ],
});
