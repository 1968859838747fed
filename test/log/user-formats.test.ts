/** Formats that users declare: read like our own, each mistake told in a sentence. */
import { expect, it } from "vitest";
import { readUserFormats } from "../../src/core/log/user-formats.js";
import { outline, read, texts, textOf } from "./reading.js";
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

it("reads messages that are put together from pieces, with what lines beside and behind them tell", () => {
  const pieces = {
    id: "pieces",
    header: "^BEGIN (?<way>in|out)$",
    end: "^END$",
    record: {
      lines: ["^T (?<text>.*)$", "^\\+ (?<more>.*)$"],
      tells: ["^P (?<transport>\\w+) (?<peer>\\S+)$"],
      loose: true,
    },
  };
  const log = MESSAGES.map(({ octets, sent }) => {
    const lines = unix(octets).replace(/\n$/, "").split("\n");
    const printed = lines.map((line) => `T ${line.slice(0, 9)}\nnoise\n+ ${line.slice(9)}\n`);
    return `BEGIN ${sent ? "out" : "in"}\nP tcp ${PHONE}\n${printed.join("")}END\n`;
  }).join("");
  const { formats, mistakes } = readUserFormats([pieces]);
  expect(mistakes).toEqual([]);
  const reading = read(log, { userFormats: formats });
  expect(texts(reading)).toEqual(MESSAGES.map(({ octets }) => octets));
  expect(outline(reading.messages[0]!)).toBe(`3 - tcp ${PHONE} > ?`);
  const { sourceMap, octets } = reading.messages[0]!;
  const at = textOf(octets).indexOf("Max-Forwards: 70");
  expect([0, 8, 9, 15].map((i) => log[sourceMap.toFile(at + i)])).toEqual(["M", "a", "r", "0"]);
});

it("reads what stands beside and behind a message, and its segments", () => {
  const [register, , , , invite] = MESSAGES.map(({ octets }) => unix(octets));
  const format = {
    id: "parts",
    header: "^DATA (?<way>in|out)$",
    beside: ["^AT (?<time>\\d\\d:\\d\\d:\\d\\d)$"],
    tail: " \\[(?<time>\\d\\d:\\d\\d:\\d\\d)\\]$",
    until: "^STOP: ",
    segments: true,
  };
  const { formats, mistakes } = readUserFormats([format]);
  expect(mistakes).toEqual([]);
  const cut = invite!.indexOf("Supported");
  const segments = `AT 10:00:01\nDATA in\n${invite!.slice(0, cut)}DATA in\n${invite!.slice(cut)}`;
  const stopped = `AT 10:00:02\nDATA in\n${register!.trimEnd()}\nSTOP: a header it is not\n`;
  const tailed = `DATA in\n${register!.trimEnd()} [10:00:03]\n`;
  const reading = read(segments + stopped + tailed, { userFormats: formats });
  expect(texts(reading)).toEqual([MESSAGES[4]!.octets, MESSAGES[0]!.octets, MESSAGES[0]!.octets]);
  expect(reading.messages.map((message) => outline(message).split(" ")[1])).toEqual([
    "10:00:01.000000",
    "10:00:02.000000",
    "10:00:03.000000",
  ]);
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
  ["a tail that is no text", [{ ...BOX, tail: 1 }], "its tail must be a text, a regular expression."],
  ["a group of another key", [{ ...BOX, tail: "(?<peer>x)" }], 'its tail has a group "peer"; known are time.'],
  ["groups of an end", [{ ...BOX, end: "(?<time>x)" }], 'its end has a group "time"; it may have none.'],
  [
    "a beside that is no list",
    [{ ...BOX, beside: "x" }],
    "its beside must be a list of one to 10 regular expressions.",
  ],
  ["a beside that tells nothing", [{ ...BOX, beside: ["x"] }], "each of its beside needs one of the groups time,"],
  [
    "a record without lines",
    [{ ...BOX, record: {} }],
    "its record.lines must be a list of one to 10 regular expressions.",
  ],
  [
    "a record's line without text",
    [{ ...BOX, record: { lines: ["(?<key>a)"] } }],
    "each of its record.lines needs one of the groups text, more,",
  ],
  ["a record's key", [{ ...BOX, record: { line: [] } }], 'its record has a key "line"; known are lines, tells, loose.'],
  [
    "a record's loose",
    [{ ...BOX, record: { lines: ["(?<text>a)"], loose: 1 } }],
    "the loose of its record must be true or false.",
  ],
  [
    "segments that are no word of logic",
    [{ ...BOX, segments: "yes" }],
    "its ignoreCase and segments must be true or false.",
  ],
  [
    "a broken record",
    [{ ...BOX, record: { lines: ["(?<text>a"] } }],
    "its record.lines cannot be used. The pattern is no regular",
  ],
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

const SLOW = "(?:a|a)+$";
it.each<[string, object]>([
  ["end", { end: SLOW }],
  ["prefix", { prefix: `(?:${SLOW})?` }],
  ["beside", { beside: [`(?<time>${SLOW})`] }],
  ["tail", { tail: SLOW }],
  ["until", { until: SLOW }],
  ["record.lines", { record: { lines: [`(?<text>${SLOW})`] } }],
  ["record.tells", { record: { lines: ["^T (?<text>.*)$"], tells: [`(?<peer>${SLOW})`], loose: true } }],
])("comes to an end with such a pattern as %s, and names it", (key, more) => {
  const { formats, mistakes } = readUserFormats([{ id: "slow", header: "^HERE$", ...more }]);
  expect(mistakes).toEqual([]);
  const long = `${"a".repeat(1000)}!`;
  const first = key.startsWith("record") ? `${long}\n` : "";
  const log = MESSAGES.map(
    ({ octets }) => `${long}\nHERE\n${first}${octets.replace("Via:", `${long}: 1\n${long}\nVia:`)}`,
  );
  const { problems } = read(log.join(""), { userFormats: formats });
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(`^The ${key} of log format "slow" is ambiguous: \\d+ lines were given up`),
  ]);
});

it("tries a pattern no more that thousands of lines were too much for", () => {
  const { formats } = readUserFormats([{ id: "slow", header: `^${SLOW}` }]);
  const { problems } = read(`${MESSAGES[0]!.octets}${`SIP/2.0 200 OK\r\nX: 1\r\n${"a".repeat(900)}!\n`.repeat(3000)}`, {
    userFormats: formats,
  });
  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(": 1000 lines were given up")]);
});
