/** The style sheet of an SVG moved into its elements. */
import { expect, test } from "vitest";
import { inlineStyles } from "../../src/cli/inline-styles.js";
import { drawLadderSvg } from "../../src/core/ladder/draw-svg.js";
import { LADDER } from "../webview/views.js";

const svg = (sheet: string, inside: string) => `<svg><style>${sheet}</style>${inside}</svg>`;

test("an element has what its name and its classes say, and then its own", () => {
  const sheet = "svg { font: 13px system-ui, serif } text { fill: red } .a, .b { color: blue } .b { opacity: .5 }";
  expect(inlineStyles(svg(sheet, '<text class="a b" style="fill:#fff" x="1">{ .a }</text><g class="none"/>'))).toBe(
    '<svg style="font-size: 13px; font-family: system-ui, serif;">' +
      '<text x="1" style="fill: red;color: blue;color: blue;opacity: .5;fill:#fff">{ .a }</text><g/></svg>',
  );
});

test("dark schemes and halos are left out", () => {
  const sheet =
    ".a { fill: red; paint-order: stroke; stroke: #fff; stroke-width: 3px } @media (x: dark) { .a { fill: blue } .b { fill: green } }";
  expect(inlineStyles(svg(sheet, '<path class="a"/><path class="b"/>'))).toBe(
    '<svg><path style="fill: red;"/><path/></svg>',
  );
});

test("no class of a ladder is left without its style", () => {
  const inlined = inlineStyles(drawLadderSvg(LADDER));
  expect(inlined).not.toMatch(/<style|class=/);
  expect(inlined).toContain("color: #1a6fd8");
});
