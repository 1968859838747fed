/** Logs as people post them: quoted, indented, numbered, coloured, as a web page's source. What was printed is read as if it stood alone. */
import { describe, expect, it } from "vitest";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { Decoration } from "../../src/core/log/decoration.js";
import { readUserFormats } from "../../src/core/log/user-formats.js";
import { printedBy, printerOf } from "./printers.js";
import { octetsOf, outline, read, textOf, texts } from "./reading.js";
import { MESSAGES } from "./registration.js";

type Change = (log: string) => string;

/** Changes each line without its line end. */
const eachLine = (change: (line: string, index: number) => string): Change => {
  return (log) =>
    log
      .replace(/\n$/, "")
      .split("\n")
      .map((line, index) => `${change(line.replace(/\r$/, ""), index)}${line.endsWith("\r") ? "\r" : ""}\n`)
      .join("");
};
const before = (mark: string) => eachLine((line) => mark + line);
const trimmed = (change: Change): Change => {
  return (log) => eachLine((line) => line.trimEnd())(change(log));
};
const entities = (log: string) =>
  log.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const inTicket = (change: Change): Change => {
  return (log) => `Hello,\n\nit worked until Friday, see SIP/2.0 below:\n\n${change(log)}\nKind regards\nAlice\n`;
};

/** Rows of such a stream are told by what stands before them. */
const INDENTED_STREAM = ["wireshark-follow-hex"];
const DUMPS = ["hex-dump", "wireshark-follow-hex"];

/** RFC 2045 §6.7: lines of at most 76 characters. */
const quotedPrintable = eachLine((line) => {
  const done: string[] = [];
  let begun = "";
  for (const octet of octetsOf(line)) {
    const character = String.fromCharCode(octet);
    const isPlain = octet === 9 || (octet >= 32 && octet < 127 && character !== "=");
    const next = isPlain ? character : `=${octet.toString(16).toUpperCase().padStart(2, "0")}`;
    if (begun.length + next.length > 75) {
      done.push(`${begun}=`);
      begun = "";
    }
    begun += next;
  }
  return [...done, begun].join("\n");
});

/** What was done, how, and the formats that cannot be told any more. */
const DECORATIONS: readonly (readonly [string, Change, (readonly string[])?])[] = [
  ["LF", (log) => log.replaceAll("\r", "")],
  ["CRLF and LF in turn", (log) => eachLine((line, index) => line + (index % 2 ? "\r" : ""))(log.replaceAll("\r", ""))],
  ["a byte order mark", (log) => `\ufeff${log}`],
  ["no line end at the end", (log) => log.trimEnd()],
  ["no blanks at the ends of lines", trimmed((log) => log)],
  ["a terminal's blanks up to its width", eachLine((line) => line.padEnd(200))],
  ["a blank line behind every line", (log) => log.replaceAll(/\r?\n/g, "\r\n\r\n")],
  ["a fence of Markdown", inTicket((log) => `\`\`\`log\n${log}\`\`\``)],
  ["quoting", before("> ")],
  ["quoting, blanks cut", trimmed(before("> ")), INDENTED_STREAM],
  ["an answer's quoting", inTicket(before(">> ")), INDENTED_STREAM],
  ["bars", before("| ")],
  ["comment marks", before("// ")],
  ["indentation", inTicket(before("    ")), INDENTED_STREAM],
  ["indentation, blanks cut", inTicket(trimmed(before("    "))), INDENTED_STREAM],
  ["tabs", before("\t")],
  ["quoting of what was indented", before(">     ")],
  ["line numbers", eachLine((line, index) => `${String(index + 1).padStart(4)}  ${line}`), DUMPS],
  ["line numbers of grep", eachLine((line, index) => `${index + 1}:${line}`), DUMPS],
  ["colours", eachLine((line) => `\x1b[1;36m${line}\x1b[0m`)],
  ["colours of what was found", (log) => log.replaceAll("Via", "\x1b[01;31m\x1b[KVia\x1b[m\x1b[K")],
  ["blanks of a web page", (log) => log.replaceAll("  ", "\u00a0 ")],
  ["colours whose octet is written out", eachLine((line) => `^[[1;36m${line}\\x1b[0m`)],
  ["blanks of a web page throughout", (log) => log.replaceAll(" ", "\u00a0")],
  ["line ends that are written out", eachLine((line) => `${line}\\r\\n`)],
  ["a web page's line ends", (log) => eachLine((line) => `${line}<br/>`)(entities(log))],
  ["a word processor's quotes", (log) => log.replaceAll(/"([^"\n]*)"/g, "\u201c$1\u201d"), ["json-lines"]],
  ["entities", entities],
  ["entities by number", (log) => entities(log).replaceAll("&lt;", "&#60;").replaceAll("&gt;", "&#x3E;")],
  ["a mail's quoted-printable", (log) => quotedPrintable(inTicket((text) => text)(log))],
  ["quoted-printable, quoted", (log) => before("> ")(quotedPrintable(log))],
  ["entities, quoted", (log) => entities(before("> ")(log))],
  ["entities and colours", (log) => entities(eachLine((line) => `\x1b[32m${line}\x1b[0m`)(log))],
];

describe.each(DECORATIONS.map(([what, change, but = []]) => ({ what, change, but })))("$what", ({ change, but }) => {
  it.each(LOG_FORMATS.map(({ id }) => id).filter((id) => !but.includes(id)))("around a log of %s", (id) => {
    const log = printedBy(id);
    const file = change(log);
    const [alone, decorated] = [read(log), read(file)];
    expect(texts(decorated)).toEqual(MESSAGES.map(({ octets }) => octets));
    expect(decorated.summary.formatId).toBe(id);
    const withoutLine = (told: string) => told.replace(/^\d+ /, "");
    expect(decorated.messages.map(outline).map(withoutLine)).toEqual(alone.messages.map(outline).map(withoutLine));
    const octets = octetsOf(file);
    for (const message of decorated.messages) {
      const from = message.sourceMap.toFile(0);
      expect(textOf(octets.subarray(0, from)).split("\n").length).toBe(message.place.line);
      if (printerOf(id).isHex) continue;
      const callId = textOf(message.octets).indexOf("Call-ID:");
      const places = Array.from("Call-ID:", (_, i) => message.sourceMap.toFile(callId + i));
      expect(places.map((at) => String.fromCharCode(octets[at]!)).join("")).toBe("Call-ID:");
    }
  });
});

it("takes nothing from a log that stands as it was printed", () => {
  for (const { id } of LOG_FORMATS) {
    const log = printedBy(id);
    // That monitor indents all its lines itself, and some programs colour theirs.
    if (id !== "avaya-ip-office" && !log.includes("\x1b[")) expect(Decoration.learn(log), id).toBeUndefined();
  }
});

it("leaves the marks before its lines to a format that a user declared", () => {
  const { formats } = readUserFormats([
    { id: "box", header: "^> (?<way>in|out) (?<peer>\\S+)$", prefix: "\\| " },
    { id: "other", header: "^@ (?<way>in|out)$" },
  ]);
  const log = MESSAGES.map(({ octets }) => `> in 192.0.2.10:5060\n${before("| ")(octets)}\n`).join("");
  const reading = read(log, { userFormats: formats });
  expect(reading.summary).toMatchObject({ formatId: "box", messages: MESSAGES.length });
});
