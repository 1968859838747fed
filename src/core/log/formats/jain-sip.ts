/** JAIN-SIP's server log: each message as an XML element with its sides and time, the text in CDATA. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "jain-sip",
  title: "JAIN-SIP (server log)",
  printedBy: "JAIN-SIP with `gov.nist.javax.sip.TRACE_LEVEL` at 32 and a file in `gov.nist.javax.sip.SERVER_LOG`",
  hint: "<message",
  // In the log of a server, behind the time and the name of what logs.
  opening:
    /^(?:[^<]{0,40}\d\d:\d\d:\d\d[^<]{0,300} )?<message(?:\s{1,8}from="(?<source>[^"\s]{3,100})")?(?:\s{1,8}to="(?<destination>[^"\s]{3,100})")?(?:\s{1,8}time="(?<time>\d{13})")?(?:\s[^<]{0,900}|\s*)(?:<!\[CDATA\[(?<text>.*))?$/d,
  closing: /<\/message>\s*$/,
  record: {
    lines: [
      /^(?!\s*(?:from|to|time|timeStamp|isSender|transactionId|callId|firstLine|statusMessage|debugLine) ?= ?"|\s*>\s*$)(?:<!\[CDATA\[)?(?<text>.*?)(?:\]\]>.*)?$/d,
    ],
    tells: [
      /^\s*from="(?<source>[^"\s]{3,100})"/,
      /^\s*to="(?<destination>[^"\s]{3,100})"/,
      /^\s*time="(?<time>\d{13})"/,
    ],
    loose: true,
  },
  samples: [
    { line: "<message", reads: {} },
    { line: "10:00:00,123 INFO  [gov.nist.javax.sip.stack.SIPTransactionStack] (thread-27) <message", reads: {} },
    {
      line: '<message from="192.0.2.10:5060" to="192.0.2.1:5060" time="1795168800123" isSender="false" callId="a1"><![CDATA[REGISTER sip:example.com SIP/2.0',
      reads: {
        source: "192.0.2.10:5060",
        destination: "192.0.2.1:5060",
        time: "1795168800123",
        text: "REGISTER sip:example.com SIP/2.0",
      },
    },
  ],
});
