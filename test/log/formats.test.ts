/** Every log format reads its own samples and logs, and no format claims another's. */
import { describe, expect, it } from "vitest";
import { detectLogFormat } from "../../src/core/log/detect.js";
import { ANNOUNCED_FORMATS } from "../../src/core/log/formats/index.js";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { parseRecord } from "../../src/core/log/siptrace-reader.js";
import { claimsOn, octetsOf, outline, read, textOf, texts } from "./reading.js";
import { PRINTERS, printedBy, printerOf } from "./printers.js";
import { UPTIME_MILLIS } from "./printer.js";
import { MESSAGES } from "./registration.js";

/** The octet that two digits in a file stand for. */
const shownAt = (file: Uint8Array, at: number) => String.fromCharCode(parseInt(textOf(file.subarray(at, at + 2)), 16));

const START = Date.UTC(2026, 10, 20, 10) * 1000;
const IDS = LOG_FORMATS.map((format) => format.id);

describe.each(ANNOUNCED_FORMATS)("$id", (format) => {
  it.each(format.samples)("reads its sample $line", ({ line, reads }) => {
    expect(line).toContain(format.hint);
    expect(format.opening.exec(line)?.groups).toMatchObject(reads);
  });

  it.each(format.samples)("is the only format that claims $line", ({ line }) => {
    const claims = ANNOUNCED_FORMATS.filter(
      (other) => line.includes(other.hint) && other.opening.test(line) && (!other.carrier || format.carrier),
    );
    expect(claims.map(({ id }) => id)).toEqual([format.id]);
    expect(parseRecord(line)).toBeUndefined();
  });
});

it("has an id and a title for each format, and a printer that proves it", () => {
  expect(new Set(IDS).size).toBe(IDS.length);
  const missing = IDS.filter((id) => !PRINTERS[id]).map((id) => `test/log/printers/${id}.ts`);
  expect(missing, "formats without a printer").toEqual([]);
  expect(
    Object.keys(PRINTERS).filter((id) => !IDS.includes(id)),
    "printers of no format",
  ).toEqual([]);
  for (const { title } of LOG_FORMATS) expect(title).not.toBe("");
});

describe.each(IDS)("a log of %s", (id) => {
  const log = printedBy(id);

  it("is told by its content", () => {
    expect(detectLogFormat(octetsOf(log))).toMatchObject({ id, score: MESSAGES.length });
    expect(read(log).summary).toMatchObject({ formatId: id, messages: MESSAGES.length });
  });

  it("yields the same messages as every other", () => {
    expect(texts(read(log))).toEqual(MESSAGES.map((message) => message.octets));
  });

  it("tells times and sides as far as the format prints them", () => {
    const { tells } = printerOf(id);
    const unit = 10 ** (6 - (tells.fraction ?? 6));
    const phone = { address: "192.0.2.10", port: 5060 };
    const registrar = { address: "192.0.2.1", port: 5060 };
    for (const [index, message] of read(log).messages.entries()) {
      const printed = MESSAGES[index]!;
      const start = tells.time === "uptime" ? UPTIME_MILLIS * 1000 : START;
      expect(message.atMicros).toBe(tells.time ? start + Math.floor(printed.after / unit) * unit : NaN);
      const isTold = (what: boolean | "received") => what === true || (what === "received" && !printed.sent);
      expect(message.transport).toBe(isTold(tells.transport) ? "udp" : undefined);
      const [peer, own] = printed.sent ? [message.destination, message.source] : [message.source, message.destination];
      expect(peer).toEqual(isTold(tells.peer) ? phone : undefined);
      expect(own).toEqual(tells.both ? registrar : undefined);
      expect(message.missingOctets).toBe(0);
    }
  });

  it("places each message at its start line", () => {
    const lines = log.split("\n");
    for (const message of read(log).messages) {
      const startLine = textOf(message.octets).split("\r\n")[0]!;
      expect(message.place).toMatchObject({ file: 0, frame: null });
      const lineBegins = octetsOf(lines.slice(0, message.place.line! - 1).join("\n")).length;
      const shown = shownAt(octetsOf(log), message.sourceMap.toFile(0));
      if (printerOf(id).isHex) {
        expect(shown).toBe(startLine[0]);
        expect(message.sourceMap.toFile(0) - lineBegins).toBeLessThan(60);
      } else expect(lines[message.place.line! - 1]).toContain(startLine);
    }
  });

  it.each(["Authorization", "Contact", "m=audio", "Alice\r"])("maps %s to its characters in the file", (needle) => {
    const octets = octetsOf(log);
    const { messages } = read(log);
    const found = messages.filter((message) => textOf(message.octets).includes(needle));
    expect(found.length).toBeGreaterThan(0);
    for (const message of found) {
      const text = textOf(message.octets);
      const start = text.indexOf(needle);
      const value = text.slice(start, text.indexOf("\r\n", start));
      const shownAs = printerOf(id).isHex ? shownAt : (file: Uint8Array, at: number) => String.fromCharCode(file[at]!);
      const characters = Array.from(value, (_, i) => shownAs(octets, message.sourceMap.toFile(start + i)));
      // A dissected line of SDP shows its letter in parentheses: there is no equals sign to point at.
      const isDissected = needle === "m=audio" && id === "tshark-details";
      // An escaped character is where its escape begins.
      const shown = characters.map((character, i) => ("\\#".includes(character) ? value[i] : character)).join("");
      expect(shown).toBe(isDissected ? value.replace("=", ")") : value);
    }
  });

  it("reads the same in pieces of any size", () => {
    const whole = read(log);
    for (const chunkOctets of [1, 7, 64, 1000]) {
      const pieces = read(log, { chunkOctets });
      expect(pieces.messages.map(outline)).toEqual(whole.messages.map(outline));
      expect(texts(pieces)).toEqual(texts(whole));
      expect(pieces.messages.map((m) => m.sourceMap.runs)).toEqual(whole.messages.map((m) => m.sourceMap.runs));
    }
  });

  it("reads the same with CRLF line ends", () => {
    const windows = log.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n");
    const reading = read(windows);
    expect(texts(reading)).toEqual(MESSAGES.map((message) => message.octets));
    expect(reading.messages.map(outline)).toEqual(read(log).messages.map(outline));
  });
});

describe("no format claims the log of another", () => {
  it.each(IDS)("%s", (id) => {
    const log = printedBy(id);
    expect(claimsOn(log)).toEqual(ANNOUNCED_FORMATS.some((format) => format.id === id) ? [id] : []);
  });
});

it("reads a file of several formats", () => {
  const ids = IDS.filter((id) => id !== "plain");
  const log = ids.map((id) => printedBy(id)).join("\n\n");
  const reading = read(log);
  expect(texts(reading)).toEqual(ids.flatMap(() => MESSAGES.map((message) => message.octets)));
});

describe("the format of a mixed log", () => {
  const bare = texts(read(printedBy("plain"))).join("\n\n");
  const formatsOf = (log: string) => read(log).summary.formats.map(({ id, messages }) => `${id} ${messages}`);

  it("is the one that announces most messages, and all are counted", () => {
    expect(formatsOf(`${printedBy("ngrep", MESSAGES.slice(0, 4))}\n${printedBy("sngrep")}`)).toEqual([
      "sngrep 10",
      "ngrep 4",
    ]);
  });

  it("is the one that announces any rather than that of messages without announcement", () => {
    expect(formatsOf(`${printedBy("sngrep", MESSAGES.slice(0, 4))}\n\n${bare}`)[0]).toMatch(/^sngrep [45]/);
    expect(formatsOf(`${printedBy("sngrep", MESSAGES.slice(0, 1))}\n\n${bare}\n\n${bare}`)[0]).toMatch(/^plain /);
  });
});

it("reads only the named format's announcements when one is named", () => {
  const reading = read(printedBy("sngrep"), { format: "sofia" });
  expect(reading.summary.formatId).toBe("any-text");
  expect(texts(reading)).toHaveLength(MESSAGES.length);
});

it("does not take a text without SIP for a log", () => {
  expect(detectLogFormat(octetsOf("Nov 20 10:00:00 host app: all is well\n".repeat(100)))).toBeUndefined();
  expect(detectLogFormat(octetsOf("We speak SIP/2.0 here.\nVia: is a header.\n"))).toBeUndefined();
  expect(detectLogFormat(new Uint8Array(0))).toBeUndefined();
});
