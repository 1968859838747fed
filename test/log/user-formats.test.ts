/** Formats that users declare: read like our own, each mistake told in a sentence. */
import { expect, it } from "vitest";
import { readUserFormats } from "../../src/core/log/user-formats.js";
import { outline, read, texts } from "./reading.js";
import { MESSAGES } from "./registration.js";
import { PHONE, unix } from "./printer.js";

const BOX = {
  id: "our-box",
  title: "Our box",
  header: String.raw`^@(?<time>\d\d:\d\d:\d\d) (?<way>in|out) (?<transport>\w+) (?<peer>\S+)$`,
  end: "^=====$",
  prefix: String.raw`\d+\| `,
};

const LOG = MESSAGES.map(
  (item, index) =>
    `@10:00:0${index} ${item.sent ? "out" : "in"} udp ${PHONE}\n` +
    unix(item.octets)
      .replace(/\n$/, "")
      .split("\n")
      .map((line, number) => `${number + 1}| ${line}\n`)
      .join("") +
    "=====\n",
).join("");

it("reads a log of a declared format", () => {
  const { formats, mistakes } = readUserFormats([BOX]);
  expect(mistakes).toEqual([]);
  const reading = read(LOG, { userFormats: formats });
  expect(reading.summary).toMatchObject({ formatId: "our-box", formatTitle: "Our box", messages: MESSAGES.length });
  expect(texts(reading)).toEqual(MESSAGES.map(({ octets }) => octets));
  expect(reading.messages.slice(0, 2).map(outline)).toEqual([
    `2 10:00:00.000000 udp ${PHONE} > ?`,
    expect.stringMatching(`^\\d+ 10:00:01.000000 udp \\? > ${PHONE}$`),
  ]);
});

it("may be the only one that is asked", () => {
  const { formats } = readUserFormats([BOX]);
  expect(read(LOG, { userFormats: formats, format: "our-box" }).summary.formatId).toBe("our-box");
});

it.each<[string, unknown, string]>([
  ["no list", {}, "The log formats must be a list of formats."],
  ["no object", [1], "Log format 1: it must be an object with id and header."],
  [
    "no id",
    [{ header: "a" }],
    "Log format 1: its id must be letters a to z, digits and dashes, and begin with a letter.",
  ],
  ["a known id", [{ id: "sofia", header: "a" }], 'Log format "sofia": a format with this id is known already.'],
  ["an id twice", [BOX, BOX], 'Log format "our-box": the id is taken by another one.'],
  ["an unknown key", [{ ...BOX, hedder: "" }], 'Log format "our-box": it has a key "hedder"; known are'],
  ["no header", [{ id: "x" }], 'Log format "x": it needs a header, a regular expression.'],
  [
    "a broken header",
    [{ id: "x", header: "(" }],
    'Log format "x": its header cannot be used. The pattern is no regular',
  ],
  ["a header for all lines", [{ id: "x", header: "a*" }], 'Log format "x": its header matches every line.'],
  [
    "an unknown group",
    [{ id: "x", header: "(?<adress>a)" }],
    'Log format "x": its header has a group "adress"; known are',
  ],
  ["a look behind", [{ id: "x", header: "(?<=a)b" }], "a look behind at character"],
  ["a broken end", [{ id: "x", header: "a", end: "[" }], 'Log format "x": its end cannot be used.'],
])("tells %s", (_, value, sentence) => {
  const { mistakes } = readUserFormats(value);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toContain(sentence);
});

it("comes to an end with a pattern that takes for ever, and says so", () => {
  const { formats } = readUserFormats([{ id: "slow", header: "^(?:a|a)+$" }]);
  const log = MESSAGES.map(({ octets }) => `${"a".repeat(1000)}!\n${octets}`).join("");
  const reading = read(log, { userFormats: formats });
  expect(texts(reading)).toEqual(MESSAGES.map(({ octets }) => octets));
  expect(reading.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^The header of log format "slow" is ambiguous: \d+ lines were given up after too many steps\.$/,
    ),
  ]);
});
