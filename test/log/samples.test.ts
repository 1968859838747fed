/**
 * Logs in `samples/`, as each format's program prints them with whatever it prints between messages, and beside each what
 * must be read from it. `npm test -- unit samples -u` writes that; read it as a user would.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ANNOUNCED_FORMATS } from "../../src/core/log/formats/index.js";
import { claimsOn, outline, read, textOf } from "./reading.js";

const FOLDER = new URL("samples/", import.meta.url);
const LOGS = readdirSync(FOLDER).filter((file) => file.endsWith(".log"));
const expectedOf = (file: string) => file.replace(/\.log$/, ".expected");
/** `sofia.fs-cli.log` is a sample of `sofia`. */
const formatOf = (file: string) => file.slice(0, file.indexOf("."));

it("has a sample for each format, and a format for each sample", () => {
  const missing = ANNOUNCED_FORMATS.filter(({ id }) => !LOGS.some((file) => formatOf(file) === id));
  expect(
    missing.map(({ id }) => `test/log/samples/${id}.log`),
    "samples that are missing",
  ).toEqual([]);
  const unknown = LOGS.filter((file) => !ANNOUNCED_FORMATS.some(({ id }) => id === formatOf(file)));
  expect(unknown, "samples of no format").toEqual([]);
});

it("states what is read from each sample", () => {
  const files = readdirSync(FOLDER);
  const missing = LOGS.map(expectedOf).filter((file) => !files.includes(file));
  expect(missing, "run `npm test -- unit samples -u`, and read what it writes").toEqual([]);
});

describe.each(LOGS)("%s", (file) => {
  const log = new Uint8Array(readFileSync(new URL(file, FOLDER)));
  const expected = new URL(expectedOf(file), FOLDER);

  it("holds these messages", async () => {
    const reading = read(log);
    const messages = reading.messages.map((message) => {
      const cut = message.missingOctets > 0 ? `, ${message.missingOctets} missing` : "";
      return `line ${outline(message)}, ${message.octets.length} octets${cut}\n${textOf(message.octets)}`;
    });
    const signals = reading.signals.map(({ kind, place }) => `line ${place.line} ${kind}\n`);
    const problems = reading.problems.map(({ offset, message }) => `offset ${offset}: ${message}\n`);
    await expect([...messages, ...signals, ...problems].join("\n").replaceAll("\r", "")).toMatchFileSnapshot(
      expected.pathname,
    );
  });

  it("is told by its content, and by no other format", () => {
    const format = formatOf(file);
    expect(read(log).summary.formatId).toBe(format);
    expect(claimsOn(log)).toEqual([format]);
  });

  it("maps every character of its messages to the same character of the file", () => {
    for (const { octets, sourceMap } of read(log).messages) {
      for (const name of textOf(octets).matchAll(/^[A-Za-z-]{3,}(?=:)/gm)) {
        const places = Array.from(name[0], (_, i) => sourceMap.toFile(name.index + i));
        const verbatim = places.map((at) => String.fromCharCode(log[at]!)).join("");
        const fromHex = places
          .map((at) => String.fromCharCode(parseInt(textOf(log.subarray(at, at + 2)), 16)))
          .join("");
        expect([verbatim, fromHex]).toContain(name[0]);
      }
    }
  });
});
