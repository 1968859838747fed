/** Line feeds are found at every offset, wherever in its buffer a message begins and whatever stands around it. */
import { expect, test } from "vitest";
import { LineFeeds } from "../../src/core/model/line-feeds.js";

function found(octets: Uint8Array, lineFeeds = new LineFeeds()): number[] {
  lineFeeds.enter(octets);
  const offsets: number[] = [];
  for (let at = lineFeeds.next(0, octets.length); at >= 0; at = lineFeeds.next(at + 1, octets.length)) offsets.push(at);
  return offsets;
}

test("finds one at each offset, of messages at each place of a buffer and of each length", () => {
  for (let start = 0; start < 5; start++) {
    for (let length = 0; length < 13; length++) {
      for (let at = 0; at < length; at++) {
        // Line feeds before and behind the message are none of its own.
        const octets = new Uint8Array(32)
          .fill(0x0a)
          .subarray(start, start + length)
          .fill(0x20);
        octets[at] = 0x0a;
        expect(found(octets), `${start} ${length} ${at}`).toEqual([at]);
      }
    }
  }
});

test("takes no other octet for one, whichever octets are beside it", () => {
  const lineFeeds = new LineFeeds();
  for (let first = 0; first < 256; first++) {
    for (let second = 0; second < 256; second++) {
      const octets = Uint8Array.of(0x0a, first, second, 0x0b, second, first, 0x8a, 0x0a);
      const expected = [...octets.keys()].filter((at) => octets[at] === 0x0a);
      if (found(octets, lineFeeds).join() !== expected.join()) expect.unreachable(`${first} ${second}`);
    }
  }
});

test("looks no further than the end that is given", () => {
  const octets = Uint8Array.from("a\nbc\nd", (character) => character.charCodeAt(0));
  const lineFeeds = new LineFeeds().enter(octets);
  expect(lineFeeds.next(2, 4)).toBe(-1);
  expect(lineFeeds.next(2, 5)).toBe(4);
});
