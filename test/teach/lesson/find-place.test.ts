/** What a lesson points at is found in its capture, or a sentence says why not. */
import { expect, test } from "vitest";
import { findPlace } from "../../../src/core/teach/lesson/find-place.js";
import { analysedSample } from "../../report/analysed.js";

const CLOCKS = analysedSample("nat-flow-expired.pcapng").trace;
const DNS = analysedSample("lessons/captures/08-naptr-srv.pcapng").trace;
const LOG = analysedSample("realm-mismatch.siptrace").trace;

test.each([
  ["REGISTER", 3],
  ["REGISTER 1", 3],
  ["REGISTER 2", 5],
  ["401 1", 4],
  ["200", 6],
  ["INVITE 1", 9],
  ["frame 6", 6],
  // Retransmissions are not counted, but have a frame.
  ["frame 15", 15],
])("%s is frame %i", (selector, frame) => {
  const place = findPlace(CLOCKS, selector);
  expect(CLOCKS.messages.place(place as number).frame).toBe(frame);
});

test("what is not SIP is counted by its kind", () => {
  const frames = ["DNS 1", "DNS 2", "DNS 12", "TCP 1", "frame 19"].map((selector) => {
    const place = findPlace(DNS, selector) as number;
    return DNS.signals[-1 - place]?.place.frame;
  });
  expect(frames).toEqual([3, 4, 23, 12, 19]);
});

test("messages of a log have a line", () => {
  const line = LOG.messages.place(2).line!;
  expect(findPlace(LOG, `line ${line}`)).toBe(2);
});

test.each([
  ["REGISTER 9", "There is no REGISTER 9 in the capture; it has 2 of them."],
  ["INVITE 2", "There is no INVITE 2 in the capture; it has 1 of them."],
  ["404", "There is no 404 1 in the capture; it has 0 of them."],
  ["REGISTER 0", "There is no REGISTER 0 in the capture; it has 2 of them."],
  ["frame 7", "There is neither a SIP message nor a signal at frame 7."],
  ["frame 3 of elsewhere.pcapng", "There is neither a SIP message nor a signal at frame 3 of elsewhere.pcapng."],
  ["the second one", '"the second one" names no message; write it like "REGISTER 2", "401 1" or "frame 7".'],
  ["", '"" names no message; write it like "REGISTER 2", "401 1" or "frame 7".'],
  ["constructor 1", "There is no constructor 1 in the capture; it has 0 of them."],
])("%s is not there", (selector, sentence) => expect(findPlace(CLOCKS, selector)).toBe(sentence));
