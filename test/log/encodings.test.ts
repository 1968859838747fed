/** Logs in the encodings that Windows' programs write: UTF-16 with and without its mark, Windows-1252. */
import { describe, expect, it } from "vitest";
import { octetsOf, outline, read, textOf, texts } from "./reading.js";
import { printedBy } from "./printers.js";
import { MESSAGES } from "./registration.js";

type Order = "little" | "big";

function utf16(text: string, order: Order): Uint8Array {
  const octets = new Uint8Array(2 * text.length);
  const view = new DataView(octets.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), order === "little");
  return octets;
}

describe.each<Order>(["little", "big"])("UTF-16, %s end first", (order) => {
  const log = printedBy("asterisk-pjsip");

  it.each([
    ["with a mark", "\ufeff", "\n"],
    ["without a mark", "", "\n"],
    ["with a mark and CRLF", "\ufeff", "\r\n"],
  ])("is read like UTF-8, %s", (_, mark, lineEnd) => {
    const text = log.replaceAll("\r\n", "\n").replaceAll("\n", lineEnd);
    const file = utf16(mark + text, order);
    const reading = read(file);
    expect(texts(reading)).toEqual(MESSAGES.map((message) => message.octets));
    expect(reading.messages.map(outline)).toEqual(read(log).messages.map(outline));
    expect(reading.summary.formatId).toBe("asterisk-pjsip");
    expect(reading.problems).toEqual([]);
    for (const { octets, sourceMap, isVerbatim } of reading.messages) {
      expect(isVerbatim).toBe(false);
      const line = textOf(octets).split("\r\n")[0]!;
      const at = sourceMap.toFile(0);
      expect(textOf(file.subarray(at, at + 2 * line.length)).replaceAll("\0", "")).toContain(line.slice(0, -1));
    }
  });

  it("keeps characters of every length", () => {
    const name = '"Zoë 李 \u{1f642}"';
    const message = MESSAGES[0]!.octets.replace(/^From: /m, `From: ${name} `);
    const [found] = texts(read(utf16(`\ufeff${message}`, order)));
    expect(found).toContain(`From: ${name} `);
  });

  it("is cut at any octet without a fault", () => {
    const file = utf16(`\ufeffRX 李\u{1f642}\n${MESSAGES[0]!.octets}`, order);
    for (let length = 0; length <= file.length; length++) read(file.subarray(0, length));
  });
});

it("takes no dump of binary data for UTF-16", () => {
  expect(read(new Uint8Array(4096)).messages).toEqual([]);
  const log = printedBy("asterisk-pjsip");
  expect(read(`${"\0".repeat(8)}\n${log}`).messages).toHaveLength(MESSAGES.length);
});

it("keeps the octets of a name in Windows-1252, which is no UTF-8", () => {
  const text = MESSAGES[0]!.octets.replace(/^From: /m, 'From: "Zo\xeb M\xfcller" ');
  const file = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const [message] = read(file).messages;
  expect(message!.octets).toEqual(file);
  expect(octetsOf(text)).not.toEqual(file);
});
