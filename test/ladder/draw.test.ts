/** Drawings of ladders: text goldens, and diagrams that Mermaid itself can read. */
import { describe, expect, test } from "vitest";
import { drawLadderMermaid } from "../../src/core/ladder/draw-mermaid.js";
import { drawLadderSvg } from "../../src/core/ladder/draw-svg.js";
import { drawLadderText } from "../../src/core/ladder/draw-text.js";
import { layOutLadder } from "../../src/core/ladder/lay-out.js";
import type { LadderView } from "../../src/view/ladder.js";
import { REGISTER, sent } from "../trace/trace-of.js";
import { longLadder, LADDER, wideLadder } from "../webview/views.js";
import { analysisOf, healthyRegistration, refreshes } from "./views-of.js";

const FLAGGED = layOutLadder(
  analysisOf(healthyRegistration() + refreshes(6, 48) + refreshes(1, 0, 900).replaceAll("10 REGISTER", "99 REGISTER"), [
    {},
  ]),
  "r0",
);
/** Everything that a line of a terminal, of HTML or of Mermaid could take for its own. */
const HOSTILE: LadderView = {
  ...LADDER,
  title: "\u001b[31mred\u001b[0m",
  lanes: LADDER.lanes.map((lane) => ({ ...lane, name: 'a\nend;#<b>"x"%%{init}%%\u202e' })),
  rows: LADDER.rows.map((row) =>
    "detail" in row ? { ...row, detail: "end\u0007; loop x\r\n:::" } : { ...row, label: "end" },
  ),
};

const checkGolden = (name: string, text: string) => expect(text).toMatchFileSnapshot(`${name}.ladder.txt`);

test("a registration with refreshes, a finding and a silence", () =>
  checkGolden("registration", drawLadderText(FLAGGED)));
test("folds opened", () =>
  checkGolden("open-folds", drawLadderText(FLAGGED, { openFolds: true, time: { mode: "absolute", zone: "UTC" } })));
test("three lanes in plain ASCII", () => checkGolden("three-lanes", drawLadderText(LADDER, { ascii: true })));
test("twelve lanes", () => checkGolden("twelve-lanes", drawLadderText(wideLadder(12))));

test("nothing is cut and nothing steers the terminal", () => {
  const long = "x".repeat(300);
  const text = drawLadderText({ ...HOSTILE, lanes: [{ ...HOSTILE.lanes[0]!, name: long }, ...HOSTILE.lanes] });
  expect(text).toContain(long);
  // eslint-disable-next-line no-control-regex -- these must not be in it
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test("lanes stay in their columns", () => {
  const lines = drawLadderText(ladderWithoutDetails(LADDER))
    .split("\n")
    .filter((line) => /[│├]/.test(line));
  const columns = new Set(lines.filter((line) => !/[▶◀▸]/.test(line)).map((line) => line.indexOf("│")));
  expect(columns.size).toBe(1);
});

function ladderWithoutDetails(view: LadderView): LadderView {
  return { ...view, rows: view.rows.filter(({ kind }) => kind === "message" || kind === "signal") };
}

describe("Mermaid reads", async () => {
  const { default: mermaid } = await import("mermaid");
  test.each<[string, LadderView]>([
    ["a registration", FLAGGED],
    ["lost messages, signals, gaps and folds", LADDER],
    ["hostile names and details", HOSTILE],
    ["many lanes", wideLadder(20)],
    ["a ladder without rows", { ...LADDER, rows: [] }],
    ["a hundred rows", longLadder(100)],
  ])("%s", async (_, view) => {
    expect(await mermaid.parse(drawLadderMermaid(view))).toMatchObject({ diagramType: "sequence" });
  });
});

test("a fold is a loop of one cycle", () => {
  const lines = drawLadderMermaid(FLAGGED)
    .split("\n")
    .map((line) => line.trim());
  const loop = lines.findIndex((line) => line.startsWith("loop "));
  expect(lines[loop]).toBe("loop 6 refreshes every 48 s, all 200");
  expect(lines[loop + 3]).toBe("end");
});

test("a message that nobody answered ends in a cross", () => {
  const text =
    [0, 0.5].map((at) => sent({ at, line: REGISTER })).join("") + sent({ at: 60, line: REGISTER, cseq: "2 REGISTER" });
  const view = layOutLadder(analysisOf(text), "r0");
  expect(drawLadderText(view)).toContain("REGISTER ────✕ │");
  expect(drawLadderMermaid(view)).toContain("L0-xL1: REGISTER");
});

test("an SVG for the eye", () => expect(drawLadderSvg(LADDER)).toMatchFileSnapshot("three-lanes.ladder.svg"));

test("nothing of a trace becomes markup of an SVG", () => {
  const svg = drawLadderSvg(HOSTILE);
  expect(svg).not.toContain("<b>");
  // eslint-disable-next-line no-control-regex -- XML forbids these even when escaped
  expect(svg).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  const open = svg.match(/<(?!\/|[^>]*\/>)[a-z]+/g)?.length;
  expect(svg.match(/<\/[a-z]+>/g)?.length).toBe(open);
});

test("no label of an SVG meets the words of life lines, whichever lane they stand on", () => {
  const whole = { ...LADDER.lifeLines[0]!, from: { row: 0, share: 0 }, to: { row: 3, share: 1 }, label: "pinhole" };
  const lifeLines = [0, 1, 1, 2].map((lane, index) => ({ ...whole, lane, track: index === 2 ? 1 : 0 }));
  const svg = drawLadderSvg({ ...LADDER, lifeLines });
  const words = [...svg.matchAll(/class="quiet life".*translate\((\d+) /g)].map(([, x]) => Number(x));
  expect(words).toHaveLength(4);
  const labels = [...svg.matchAll(/class="back" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map(
    ([, left, width]) => [Number(left), Number(left) + Number(width)] as const,
  );
  expect(labels.length).toBeGreaterThan(8);
  // Eleven pixels of type, a few of them below the line that it stands on.
  const met = labels.filter(([left, right]) => words.some((x) => left < x + 9 && right > x - 3));
  expect(met).toEqual([]);
});

test("an open fold draws its rows", () => {
  const rows = (svg: string) => svg.match(/class="arrow/g)?.length ?? 0;
  expect(rows(drawLadderSvg(FLAGGED, { openFolds: true })) - rows(drawLadderSvg(FLAGGED))).toBe(12);
});
