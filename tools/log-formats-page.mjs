/**
 * The list of log formats, `docs/log-formats.md`: what prints each is the format's own word, and what it tells is what the
 * engine reads from its samples, so that neither can say what the program does not do.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./build.mjs";

/** @typedef {import("./load-engine.mjs").Engine} Engine */
/** @typedef {Engine["ANNOUNCED_FORMATS"][number]} LogFormat */
/** @typedef {Parameters<Parameters<Engine["readLog"]>[2]["transmission"]>[0]} Transmission */
/** @typedef {{ messages: Transmission[], inferred: readonly string[] }} Reading */

export const LOG_FORMATS_PAGE = "docs/log-formats.md";
const SAMPLES = join(ROOT, "test/log/samples");

/** Noon of the day that the samples were written on: the date of those that print none. */
const REFERENCE_MICROS = Date.UTC(2026, 10, 20, 12) * 1000;

/**
 * @param {Engine} engine
 * @returns {string} Markdown
 */
export function logFormatsPage(engine) {
  const { ANNOUNCED_FORMATS, ANY_TEXT, PLAIN, SIP_TRACE } = engine;
  const announced = [...ANNOUNCED_FORMATS].sort((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1));
  const rows = announced.map((format) => [format.title, format.id, format.printedBy ?? "", ...told(engine, format)]);
  const found = "where the text around says so";
  rows.push(
    [SIP_TRACE.title, SIP_TRACE.id, SIP_TRACE.printedBy, "date and time with zone", "both", "yes"],
    [ANY_TEXT.title, ANY_TEXT.id, ANY_TEXT.printedBy, found, found, found],
    [PLAIN.title, PLAIN.id, PLAIN.printedBy, "none", "none", "no"],
  );
  const table = rows.map(([title, id, ...cells]) => `| ${title}<br>\`${id}\` | ${cells.join(" | ")} |`);
  return `<!-- Written by \`npm run generate\` from the formats and their samples; change those. -->

# Log formats

Half of all traces are logs. A log is told by its content, never by its name; one file may hold several formats, and other lines of its
program between the messages. The status bar of the editor shows the format and lets you choose another one; on the command line
\`--list-formats\` names all. A format that is not here can be [declared](settings.md), and SIP messages are found in any text.

The columns say what the format prints of time, addresses and transport. _Other side_ is the address that a message came from or went
to, without the logging program's own.

| Format | Printed by | Time | Sides | Transport |
| --- | --- | --- | --- | --- |
${table.join("\n")}

## What a log does not print

It is taken from elsewhere, and that is told: as notes in the text report, \`inferred\` in JSON, in the status line of the overview and at the
format in the status bar.

| It lacks | Taken from |
| --- | --- |
| the date | other lines of the log, else Date headers whose clock agrees with the log's, else the file's own date; a day more where the time of day falls by more than 12 hours |
| the year | Date headers of the same day, else the file's year, or the one before where the date would lie ahead |
| the order of 05/06/2026 | a day above 12 in another date, a Date header, the order of the log's dates; else the day is first |
| the zone | nothing: times are shown as if they were UTC |
| any time | nothing: the messages stay in the order of the log, and no length of time is judged |
| addresses | Via with received and rport, Contact, Route and the Request-URI; never from 0.0.0.0 or 127.0.0.1 |
| the transport | the top Via |

Times may have months in English, German, French, Spanish, Portuguese or Italian, clocks of twelve hours, and seconds, milliseconds or microseconds
since 1970.

## How a log may come

- in UTF-8, Windows-1252 or Latin-1, and in UTF-16 with or without a byte order mark; with LF or CRLF; in gzip
- as Docker, Kubernetes, journald, Loki and syslog collect it, also with line ends written as \`#015#012\` or \`\\r\\n\`
- as people paste it: quoted with \`> \`, indented, numbered, coloured, as a web page's or a mail's source (quoted-printable), wrapped by a mail program
- masked (\`XX.XX\`, \`<my server>\`) and shortened: what was cut or blotted out is no fault
`;
}

/**
 * @param {Engine} engine
 * @param {LogFormat} format
 * @returns {[time: string, sides: string, transport: string]}
 */
function told(engine, format) {
  const files = readdirSync(SAMPLES).filter((file) => file.startsWith(`${format.id}.`) && file.endsWith(".log"));
  const readings = files.map((file) => readSample(engine, file));
  const either = (/** @type {(reading: Reading) => string} */ what) =>
    [...new Set(readings.map(what))].sort().join(" or ");
  const namesDirection = format.samples.some(({ reads }) => "way" in reads);
  return [
    either(timeOf),
    either((reading) => sidesOf(reading, namesDirection)),
    either(({ messages }) => (messages.some(({ transport }) => transport) ? "yes" : "no")).replace(
      "no or yes",
      "not always",
    ),
  ];
}

/**
 * @param {Engine} engine
 * @param {string} file
 * @returns {Reading}
 */
function readSample({ finish, readLog, memorySource }, file) {
  /** @type {Transmission[]} */
  const messages = [];
  const ignore = () => undefined;
  const sink = {
    transmission: (/** @type {Transmission} */ message) => messages.push(message),
    signal: ignore,
    comment: ignore,
    problem: ignore,
  };
  const source = memorySource(file, readFileSync(join(SAMPLES, file)));
  const { inferred } = finish(readLog(source, 0, sink, { referenceMicros: REFERENCE_MICROS }));
  return { messages, inferred };
}

/** @param {Reading} reading */
function timeOf({ messages, inferred }) {
  if (messages.every(({ atMicros }) => Number.isNaN(atMicros))) return "none";
  const says = (/** @type {RegExp} */ what) => inferred.some((sentence) => what.test(sentence));
  if (says(/from the start of the device/)) return "since the start of the device";
  if (says(/prints no date/)) return "time of day";
  const zone = says(/no zone/) ? "" : " with zone";
  return says(/no year/) ? `date without year${zone}` : `date and time${zone}`;
}

/**
 * @param {Reading} reading
 * @param {boolean} namesDirection
 */
function sidesOf({ messages }, namesDirection) {
  if (messages.some(({ source, destination }) => source && destination)) return "both";
  if (messages.some(({ source, destination }) => source ?? destination)) return "other side";
  return namesDirection ? "direction only" : "none";
}
