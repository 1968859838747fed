/** sipML5 in a browser's console: `SEND:` or `recv=` stands before the start line. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "sipml5",
  title: "sipML5",
  printedBy: 'the console of a browser after `SIPml.setDebugLevel("info")`',
  hint: "",
  opening: /(?:^|[\s\d])(?<way>SEND|recv)[:=] ?$/,
  closing: "content",
  samples: [
    { line: "SIPml-api.js:1 SEND: ", reads: { way: "SEND" } },
    { line: "recv=", reads: { way: "recv" } },
  ],
});
