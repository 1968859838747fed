/** A finding that no SIP message shows stands at a signal: in the overview, the ladder, the texts and the reports. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Analysis, analyse } from "../../src/core/analysis.js";
import { drawLadderText } from "../../src/core/ladder/draw-text.js";
import { findingView } from "../../src/core/ladder/finding-view.js";
import { ladderKeys } from "../../src/core/ladder/ladder-keys.js";
import { layOutLadder } from "../../src/core/ladder/lay-out.js";
import { overviewOf, rowKeyOf } from "../../src/core/ladder/overview.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { finish } from "../../src/core/model/steps.js";
import { traceToJson } from "../../src/core/report/json.js";
import { traceToText } from "../../src/core/report/text.js";
import { CaptureTexts } from "../../src/worker/capture-texts.js";
import { LogText } from "../../src/worker/log-text.js";

function analyseOctets(name: string, octets: Uint8Array): Analysis {
  return finish(analyse([memorySource(name, octets)]));
}

const analysis = analyseOctets(
  "capture.pcapng",
  new Uint8Array(readFileSync(new URL("../corpus/b-32-tls-unknown-ca/capture.pcapng", import.meta.url))),
);
const finding = analysis.findings[0]!;
const place = -1 - finding.location.signal!;

describe("a handshake that fails before any SIP", () => {
  test("is flagged at the alert", () => {
    expect(finding).toMatchObject({ rule: "tls-handshake-failed", aor: null });
    expect(finding.location).toMatchObject({ message: null, header: null, range: { start: 0, end: 0 } });
    expect(finding.location.place.frame).toBe(11);
    expect(findingView(analysis, 0)).toMatchObject({ at: place, where: "TLS · frame 11" });
    expect(findingView(analysis, 0).quote).toContain("unknown_ca");
  });

  test("has a row of the overview for the two hosts", () => {
    const { rows } = overviewOf(analysis);
    expect(rows.map(({ kind }) => kind)).toEqual(["other", "finding"]);
    expect(rows[1]?.shownAt).toEqual({ key: rows[0]!.key, message: place });
    expect(rows[0]).toMatchObject({ kind: "other", health: "failed", cause: "TLS handshake failed", findings: [0] });
    expect(rowKeyOf(analysis, place)).toBe(rows[0]!.key);
    expect(ladderKeys(analysis, rows[0]!.key)).toEqual([rows[0]!.key]);
  });

  test("has a ladder that bears the finding at its arrow", () => {
    const key = overviewOf(analysis).rows[0]!.key;
    const view = layOutLadder(analysis, key);
    const flagged = view.rows.filter((row) => row.kind !== "gap" && row.findings.length > 0);
    expect(flagged).toMatchObject([{ kind: "signal", signal: finding.location.signal, frame: 11 }]);
    expect(drawLadderText(view, {})).toMatch(/TLS alert.*frame 11\n.*error: The TLS handshake/);
    expect(layOutLadder(analysis, "all").rows.some((row) => row.kind === "signal" && row.findings.length > 0)).toBe(
      true,
    );
  });

  test("stands in the reports", () => {
    const { place: at } = traceToJson(analysis).findings[0]!;
    expect(at).toEqual({ file: "capture.pcapng", frame: 11, line: null, header: null, start: 0, end: 0 });
    expect(traceToText(analysis)).toContain("frame 11: error: The TLS handshake");
  });

  test("is marked at its line of the text, also where each row has its own", () => {
    for (const texts of [new CaptureTexts(analysis), new CaptureTexts(analysis, -1)]) {
      const { selection, findings } = texts.models()[0]!;
      const { range } = findings[0]!;
      const line = texts.write(selection).text.split("\n")[range.start.line]!;
      expect(line).toContain("tls alert");
      expect(range).toMatchObject({ start: { character: 0 }, end: { line: range.start.line, character: line.length } });
    }
  });
});

test("in a text of one's own the signal's line is marked", () => {
  const text = readFileSync(new URL("../rules/reachability/transport-mismatch.bad.siptrace", import.meta.url), "utf8");
  const octets = new TextEncoder().encode(text);
  const own = analyseOctets("own.siptrace", octets);
  const { range } = new LogText(own, memorySource("own.siptrace", octets)).models()[0]!.findings[0]!;
  const line = text.split("\n")[range.start.line]!;
  expect(line).toContain("tls client-hello");
  expect(range.end).toEqual({ line: range.start.line, character: line.length });
});
