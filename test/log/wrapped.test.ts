/** Logs whose lines a mail program, a ticket or a terminal broke at one width: they are read as if it had not. */
import { describe, expect, it } from "vitest";
import { BrokenLines } from "../../src/core/log/broken-lines.js";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { printedBy, printerOf } from "./printers.js";
import { octetsOf, outline, read, textOf, texts } from "./reading.js";
import { MESSAGES } from "./registration.js";

/** Where line ends or blanks are lost in print, or headers are put together, a width tells nothing: such formats are not here. */
const FORMATS = (
  "siptrace asterisk-chan-sip asterisk-pjsip audiocodes avaya-1xc avaya-attendant avaya-ip-office " +
  "avaya-ix-meetings avaya-phone avaya-sm avaya-workplace baresip belle-sip cisco-cucm cisco-expressway " +
  "cisco-ios dart-sip-ua drachtio esp-sip genesys hex-dump jain-sip json-lines jssip kamailio lync ngrep " +
  "opensips-trace oracle-sipmsg pjsip pyvoip sip-js sip-viewer sipml5 sipp sipp-errors sippts sipsak " +
  "sipsorcery sngrep snom sofia syslog tcpdump tcpdump-hex tshark-details wireshark-follow " +
  "wireshark-follow-hex xxd plain any-text"
).split(" ");
const OCTETS = MESSAGES.map(({ octets }) => octets);

/** Breaks a line into lines of at most so many columns. */
type Way = (line: string, columns: number) => readonly string[];

const within: Way = (line, columns) => line.match(new RegExp(`.{1,${columns}}`, "g")) ?? [""];

/** A word that is too long stands alone. */
const atBlanks: Way = (line, columns) => {
  const lines: string[] = [];
  let begun: string | undefined;
  for (const word of line.split(" ")) {
    if (begun === undefined) begun = word;
    else if (begun.trim() === "" || begun.length + 1 + word.length <= columns) begun += ` ${word}`;
    else {
      lines.push(begun);
      begun = word;
    }
  }
  return [...lines, begun ?? ""];
};

/** How they were broken, and for each width the formats whose lines cannot be put together again throughout. */
const WAYS: readonly (readonly [string, Way, Readonly<Record<number, readonly string[]>>])[] = [
  [
    "within words",
    within,
    {
      72: ["cisco-ios", "jain-sip", "json-lines", "pyvoip", "sofia", "wireshark-follow-hex"],
      76: ["wireshark-follow-hex"],
      78: [],
      80: ["ngrep", "sofia"],
    },
  ],
  [
    "at blanks",
    atBlanks,
    {
      72: ["jain-sip", "kamailio", "pyvoip", "sipp", "wireshark-follow-hex"],
      76: ["audiocodes", "jain-sip", "pyvoip", "wireshark-follow-hex"],
      78: ["jain-sip", "json-lines", "pyvoip"],
      80: ["jain-sip", "json-lines", "pyvoip", "sofia"],
    },
  ],
  [
    "at blanks that stay at the end",
    (line, columns) => atBlanks(line, columns).map((part, index, all) => (index + 1 < all.length ? `${part} ` : part)),
    {
      72: ["jain-sip", "kamailio", "pyvoip", "sipp", "wireshark-follow-hex"],
      76: ["audiocodes", "jain-sip", "pyvoip", "wireshark-follow-hex"],
      78: ["jain-sip", "json-lines", "pyvoip"],
      80: ["jain-sip", "json-lines", "pyvoip", "sofia"],
    },
  ],
];

const broken = (log: string, way: Way, columns: number) =>
  log
    .replace(/\n$/, "")
    .split("\n")
    .flatMap((line) => way(line.replace(/\r$/, ""), columns))
    .join("\n") + "\n";

describe.each(WAYS)("broken %s", (_, way, but) => {
  describe.each([72, 76, 78, 80])("at %d columns", (columns) => {
    it.each(FORMATS.filter((id) => !but[columns]!.includes(id)))("%s", (id) => {
      const log = printedBy(id);
      const file = broken(log, way, columns);
      const [alone, joined] = [read(log), read(file)];
      expect(texts(joined)).toEqual(OCTETS);
      expect(joined.summary.formatId).toBe(id);
      const sides = (message: (typeof alone.messages)[number]) => outline(message).replace(/^\d+ /, "");
      expect(joined.messages.map(sides)).toEqual(alone.messages.map(sides));
      const octets = octetsOf(file);
      for (const message of joined.messages) {
        const from = message.sourceMap.toFile(0);
        expect(textOf(octets.subarray(0, from)).split("\n").length).toBe(message.place.line);
        if (printerOf(id).isHex) continue;
        for (const [at, octet] of message.octets.entries()) {
          if (/[\w;<>@]/.test(String.fromCharCode(octet))) expect(octets[message.sourceMap.toFile(at)]).toBe(octet);
        }
      }
    });
  });
});

describe("no line is joined", () => {
  it.each(LOG_FORMATS.map(({ id }) => id))("of a log of %s that stands as it was printed", (id) => {
    expect(BrokenLines.learn(printedBy(id))).toBeUndefined();
    expect(BrokenLines.learn(printedBy(id).replaceAll("\r", ""))).toBeUndefined();
  });

  it("that is short, of a message with folded headers", () => {
    const folded = OCTETS[0]!.replace("Max-Forwards: 70", `Subject: ${"one ".repeat(16)}\r\n two\r\n\tthree`);
    expect(BrokenLines.learn(folded)).toBeUndefined();
    expect(texts(read(folded))).toEqual([folded]);
  });

  it("behind the longest line of all, if it may be what the log prints next", () => {
    const noise = `${"#".repeat(3)} ${"long ".repeat(20)}\nDone\n`;
    expect(BrokenLines.learn(OCTETS.map((octets) => octets + noise).join("\n"))).toBeUndefined();
  });
});
