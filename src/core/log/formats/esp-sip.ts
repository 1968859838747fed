/** Espressif's SIP client (ESP-ADF): an arrow with the length on a line of its log, the message, an arrow that closes it. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "esp-sip",
  title: "ESP32 (esp_sip)",
  printedBy: "ESP-ADF's `esp_sip`, on the serial monitor at log level info",
  hint: " SIP: [",
  // The milliseconds count from the start; the device's own clock is seldom set. A monitor on the computer adds its time.
  opening:
    /(?:^|\s)(?:\[(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})\] )?[VDIWE] \((?<uptimeMillis>\d{1,12})\) SIP: \[\d{4}-\d\d-\d\d\/\d\d:\d\d:\d\d\](?:<<)?={3,}(?<way>WRITE|READ) (?<octets>\d{1,7}) bytes(?:>>|={1,8})\s*$/,
  beside: [/(?:^|\s)[VDIWE] \(\d{1,12}\) SIP: *$/],
  closing: /[VDIWE] \(\d{1,12}\) SIP: \[[\d/: -]{19}\](?:={3,}>>|<<={3,})\s*$/,
  samples: [
    {
      line: "I (3515) SIP: [1970-01-01/00:00:02]=======WRITE 0578 bytes>>",
      reads: { uptimeMillis: "3515", way: "WRITE", octets: "0578" },
    },
    {
      line: "[2026-11-20 10:00:00.123] I (3932) SIP: [1970-01-01/00:00:02]<<=====READ 0660 bytes==",
      reads: { time: "2026-11-20 10:00:00.123", uptimeMillis: "3932", way: "READ" },
    },
  ],
});
