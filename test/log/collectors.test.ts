/** Logs that Docker, Kubernetes, journald or Loki collected: what the program wrote is read as if it stood alone, with its place in the file. */
import { describe, expect, it } from "vitest";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { printedBy, printerOf } from "./printers.js";
import { octetsOf, outline, read, textOf, texts } from "./reading.js";
import { MESSAGES } from "./registration.js";

const OCTETS = MESSAGES.map(({ octets }) => octets);
const TIME = "2026-11-20T10:00:09.123456Z";
const MICROS = Date.UTC(2026, 10, 20, 10, 0, 9) * 1000 + 123_456;
const eachLine = (log: string, wrap: (line: string, index: number) => string) =>
  log
    .replace(/\n$/, "")
    .split("\n")
    .map((line, index) => `${wrap(line, index)}\n`)
    .join("");
const escaped = (text: string) => JSON.stringify(text).replaceAll("\t", "\\u0009");

const COLLECTORS: readonly (readonly [string, (log: string) => string])[] = [
  ["Docker", (log) => eachLine(log, (line) => `{"log":${escaped(`${line}\n`)},"stream":"stdout","time":"${TIME}"}`)],
  [
    "Docker, in parts",
    (log) =>
      eachLine(log, (line) => {
        const parts = [line.slice(0, 20), `${line.slice(20)}\n`];
        return parts
          .map((part) => `{"log":${escaped(part)},"attrs":{"tag":"a\\"}"},"stream":"stderr","time":"${TIME}"}`)
          .join("\n");
      }),
  ],
  ["Kubernetes", (log) => eachLine(log, (line) => `${TIME} stdout F ${line}`)],
  [
    "Kubernetes, in parts",
    (log) => eachLine(log, (line) => `${TIME} stdout P ${line.slice(0, 20)}\n${TIME} stdout F ${line.slice(20)}`),
  ],
  [
    "journald",
    (log) =>
      eachLine(log, (line, index) => {
        const message = index % 2 ? escaped(line) : JSON.stringify([...octetsOf(line)]);
        return `{"_PID":"77","MESSAGE":${message},"__CURSOR":null,"__REALTIME_TIMESTAMP":"1795168809123456"}`;
      }),
  ],
  [
    "Loki",
    (log) =>
      eachLine(
        log,
        (line) => `{"labels":{"app":"pbx","n":[1,{"a":"]"}]},"line":${escaped(line)},"timestamp":"${TIME}"}`,
      ),
  ],
];

describe.each(COLLECTORS)("%s", (_, collect) => {
  it.each(LOG_FORMATS.map(({ id }) => id))("around a log of %s", (id) => {
    const log = printedBy(id);
    const file = collect(log);
    const [alone, collected] = [read(log), read(file)];
    expect(texts(collected)).toEqual(OCTETS);
    expect(collected.summary).toMatchObject({ formatId: id, lines: file.split("\n").length - 1 });
    const octets = octetsOf(file);
    for (const [index, message] of collected.messages.entries()) {
      const expected = alone.messages[index]!;
      const { atMicros } = expected;
      expect({ ...message, octets: null, place: null, sourceMap: null, isVerbatim: null }).toEqual({
        ...expected,
        atMicros: Number.isNaN(atMicros) ? MICROS : atMicros,
        octets: null,
        place: null,
        sourceMap: null,
        isVerbatim: null,
      });
      const from = message.sourceMap.toFile(0);
      expect(textOf(octets.subarray(0, from)).split("\n").length).toBe(message.place.line);
      if (printerOf(id).isHex) continue;
      const shown = textOf(octets.subarray(from, from + 3));
      expect([textOf(message.octets).slice(0, 3), shown.replace(/,.*|\]/, "")]).toContain(
        /^\d/.test(shown) ? String(message.octets[0]) : shown,
      );
    }
  });
});

it("keeps the characters of JSON strings, and reads what stands between a collector's lines", () => {
  const body = 'Gr\u00fc\u00dfe \ud83d\ude00 "/\\';
  const message = `MESSAGE sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10\r\nContent-Type: text/plain\r\nContent-Length: ${octetsOf(body).length}\r\n\r\n${body}`;
  const line = (text: string) =>
    `{"log":${JSON.stringify(text).replaceAll(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)},"stream":"stdout","time":"${TIME}"}\n`;
  const file = `${line("started\n")}${line(message)}not JSON\n{"log": cut\n${line(`\n${OCTETS[0]!}`)}`;
  const reading = read(file);
  expect(texts(reading)).toEqual([message, OCTETS[0]]);
  expect(reading.messages.map(outline)).toEqual(
    ["2 10:00:09.123456 ? ? > ?", "5 10:00:09.123456 ? ? > ?"].map(
      (text) => expect.stringContaining(text.slice(0, 17)) as string,
    ),
  );
});

it("takes other JSON for what it is", () => {
  const log = OCTETS.map((sip) => `${JSON.stringify({ time: TIME, log: { level: "info" }, message: sip })}\n`).join("");
  expect(read(log).summary.formatId).toBe("json-lines");
});
