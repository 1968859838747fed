/** Any trace is drawn: broken messages, cut lines and absurd values neither stop nor slow down the ladder. */
import { expect, test } from "vitest";
import fc from "fast-check";
import { drawLadderMermaid } from "../../src/core/ladder/draw-mermaid.js";
import { drawLadderSvg } from "../../src/core/ladder/draw-svg.js";
import { drawLadderText } from "../../src/core/ladder/draw-text.js";
import { layOutLadder } from "../../src/core/ladder/lay-out.js";
import { messageView } from "../../src/core/ladder/message-view.js";
import { overviewOf, rowKeyOf } from "../../src/core/ladder/overview.js";
import { REGISTER, sent } from "../trace/trace-of.js";
import { analysisOf, healthyRegistration, refreshes } from "./views-of.js";

const TEXT = healthyRegistration() + refreshes(4, 48) + sent({ at: 300, line: REGISTER, cseq: "99 REGISTER" });

/** Overwrites, removes or repeats pieces of a trace. */
const damaged = fc
  .array(
    fc.record({
      at: fc.nat(TEXT.length),
      length: fc.nat(200),
      by: fc.oneof(
        fc.constant(""),
        fc.string({ maxLength: 20 }),
        fc.constantFrom("\u0000", "\u202e", "CSeq: 99999999999 \n", "Via: ", ">", TEXT.slice(0, 300)),
      ),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((changes) =>
    changes.reduce((text, { at, length, by }) => text.slice(0, at) + by + text.slice(at + length), TEXT),
  );

test("a damaged trace is laid out and drawn whole", () => {
  fc.assert(
    fc.property(damaged, (text) => {
      const analysis = analysisOf(text);
      const { length } = analysis.trace.messages;
      const view = overviewOf(analysis);
      for (const key of ["all", ...view.rows.map((row) => row.key)]) {
        const ladder = layOutLadder(analysis, key);
        for (const drawn of [drawLadderText(ladder), drawLadderMermaid(ladder), drawLadderSvg(ladder)]) {
          // eslint-disable-next-line no-control-regex -- these must not be in it
          expect(drawn).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
        }
      }
      for (let message = 0; message < length; message++) {
        expect(view.rows.map((row) => row.key)).toContain(rowKeyOf(analysis, message));
        messageView(analysis, message);
      }
    }),
    { numRuns: 150 },
  );
});

test("every message of a trace has its row in the ladder of its overview row", () => {
  const analysis = analysisOf(TEXT);
  const { length } = analysis.trace.messages;
  for (let message = 0; message < length; message++) {
    const { rows } = layOutLadder(analysis, rowKeyOf(analysis, message)!);
    const shown = rows.flatMap((row) => (row.kind === "fold" ? row.rows : [row]));
    expect(shown.some((row) => row.kind === "message" && row.message === message)).toBe(true);
  }
});
