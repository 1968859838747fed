/** Times, differences and the colours of a message: what the page computes from the views. */
import { describe, expect, test } from "vitest";
import { restoreState, INITIAL_STATE } from "../../webview/host.js";
import { formatClock, formatOffset, timeText } from "../../webview/ladder/clock.js";
import { placeLabel, placeLanes } from "../../webview/ladder/lane-positions.js";
import { durationWords } from "../../webview/overview/words.js";
import { areComparable, differingPart } from "../../webview/pane/difference.js";
import { withCode } from "../../webview/pane/code-spans.js";
import { fixText } from "../../webview/pane/fix-text.js";
import { headerLines, piecesOf } from "../../webview/pane/sip-text.js";
import { overviewRow } from "./overview-views.js";
import { finding, MESSAGE } from "./views.js";

const AT = Date.UTC(2026, 10, 20, 9, 58, 2, 113) * 1000;

test("the clock", () => {
  expect(formatClock(AT, "utc")).toBe("09:58:02.113");
  expect(formatClock(Number.MAX_VALUE, "utc")).toBe("");
});

test.each([
  [0, ""],
  [0.0004, "1 ms"],
  [0.25, "250 ms"],
  [4.21, "4.2 s"],
  [42, "42 s"],
  [432, "7 min 12 s"],
  [3600, "1 h 00 min"],
  [11_100, "3 h 05 min"],
])("%s seconds of a row last %j", (seconds, words) => {
  expect(durationWords(overviewRow("r0", { startMicros: AT, endMicros: AT + seconds * 1e6 }))).toBe(words);
});

test.each([
  [0, "+0.000"],
  [412, "+0.000412"],
  [18_000, "+0.018"],
  [112_400_000, "+112.4 s"],
  [-2_000_000, "−2.000"],
  [7_500_000_000, "+2 h 05 min"],
])("%d µs later is %s", (micros, text) => expect(formatOffset(micros)).toBe(text));

test("a delta without a row before it shows the clock", () => {
  expect(timeText(AT, null, AT, "delta", "utc")).toBe("09:58:02.113");
  expect(timeText(AT + 5000, AT, AT, "delta", "utc")).toBe("+0.005");
  expect(timeText(AT + 5000, AT + 4000, AT, "relative", "utc")).toBe("+0.005");
  expect(timeText(null, null, null, "delta", "utc")).toBe("");
});

describe("values are compared word by word", () => {
  test.each([
    ['realm="asterisk"', 'realm="pbx.example.com"', "asterisk"],
    ["192.0.2.10:5060", "192.0.2.10:40112", "5060"],
    ["<sip:a@192.0.2.1>", "<sip:a@192.0.2.2>", "192.0.2.1"],
    ["same", "same", ""],
    ["longer tail", "longer", "longer tail"],
    ["", "x", ""],
  ])("%s against %s", (value, other, differs) => {
    const { start, end } = differingPart(value, other);
    expect(value.slice(start, end)).toBe(differs);
  });
});

test.each([
  ["asterisk", "pbx.example.com", true],
  ['realm="a"', 'realm="b"', true],
  ["SIP/2.0 200 OK", "sip:5200@203.0.113.52:36719", false],
  ["sip:a@192.0.2.1", "192.0.2.7", false],
  ["same", "same", false],
  ["", "x", false],
])("%s and %s are compared: %s", (a, b, are) => expect(areComparable(a, b)).toBe(are));

test("a message is cut into pieces that together are the message", () => {
  const pieces = piecesOf(MESSAGE.text, MESSAGE.marks);
  expect(pieces.map(({ text }) => text).join("")).toBe(MESSAGE.text);
  expect(pieces.find((piece) => piece.class === "method")?.text).toBe("REGISTER");
  const flagged = pieces
    .filter(({ severity }) => severity === "error")
    .map(({ text }) => text)
    .join("");
  expect(flagged).toBe("asterisk");
});

test.each(["", "\n", "\n\nbody", "SIP/2.0 200 OK", ': "\n "open', "A:b\n folded: not a header\n\nv=0"])(
  "no text is lost of %j",
  (text) =>
    expect(
      piecesOf(text, [])
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text),
);

test.each([
  ["via", ["Via: a", "VIA : b"]],
  ["Folded", ["Folded: x\n y\n\tz"]],
  ["REGISTER sip", []],
  ["Body", []],
  ["To", []],
])("the lines of the header %s", (name, lines) => {
  const text = "REGISTER sip:x SIP/2.0\nVia: a\nFolded: x\n y\n\tz\nVIA : b\nno colon\n\nBody: c\n";
  expect(headerLines(text, name).map(({ start, end }) => text.slice(start, end))).toEqual(lines);
});

test("lanes keep room for their heads and spread over what there is", () => {
  expect(placeLanes(0, 800).lanes).toEqual([]);
  expect(placeLanes(1, 800).lanes).toHaveLength(1);
  const two = placeLanes(2, 900);
  // Wide enough for most IPv6 addresses, and no head is cut by the edge of the page.
  expect(two.headWidth).toBeGreaterThan(200);
  expect(two.lanes[1]! + two.headWidth / 2).toBeLessThanOrEqual(900);
  expect(two.width).toBe(900);
  expect(two.lanes[1]! - two.lanes[0]!).toBeGreaterThan(400);
  const many = placeLanes(30, 900);
  expect(many.width).toBeGreaterThan(3000);
  expect(many.headWidth).toBeLessThanOrEqual(130);
});

test("a label stands in the middle of the visible part of its arrow, and whole where it must stand beside that", () => {
  const inView = { left: 118, right: 800 };
  expect(placeLabel(200, 5000, 300, inView)).toEqual({ left: 350, right: 650 });
  expect(placeLabel(720, 900, 300, inView)).toEqual({ left: 500, right: 800 });
  expect(placeLabel(130, 260, 300, inView)).toEqual({ left: 118, right: 418 });
  // Wider than all that is in view it is cut.
  expect(placeLabel(200, 5000, 3000, inView)).toEqual(inView);
  expect(placeLabel(3000, 5000, 300, inView)).toBeUndefined();
});

test("stored state of another shape is not believed", () => {
  expect(restoreState(undefined)).toEqual(INITIAL_STATE);
  expect(restoreState({ key: 3, scrollTop: -1, timeMode: "clock", zone: "utc", message: 7 })).toEqual({
    ...INITIAL_STATE,
    zone: "utc",
    message: 7,
  });
});

test("a fix is copied with its settings", () => {
  expect(fixText(finding())).toContain("- Yealink: account.1.auth_realm: empty it, or set it to the server's.");
});

test.each([
  ["set `auth_realm` to it", ["set ", ["auth_realm"], " to it"]],
  ["a lone ` stays", ["a lone ", "` stays"]],
  ["", [""]],
])("names of settings in %j", (text, pieces) => {
  expect(withCode(text).map((piece) => (typeof piece === "string" ? piece : piece.values))).toEqual(pieces);
});
