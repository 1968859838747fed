/** JSON lines: an object a line, the message a string in it, as services log to collectors. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "json-lines",
  title: "JSON lines",
  printedBy: "services that log JSON, an object a line, with whole messages in a string",
  hint: '":',
  opening: /^\s{0,8}\{.{0,900}"[\w.@/ -]{1,64}" ?: ?"(?:[^"\\]|\\.){0,200}$/,
  closing: "content",
  carrier: true,
  samples: [
    { line: '{"level":"debug","time":"2026-11-20T10:00:00.123Z","msg":"', reads: {} },
    { line: '{ "@timestamp": "2026-11-20T10:00:00Z", "log.message": "sent ', reads: {} },
  ],
});
