/** Captures too large for one text: each row of the overview has its own, with its findings. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Analysis, analyse } from "../../src/core/analysis.js";
import { overviewOf } from "../../src/core/ladder/overview.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { finish } from "../../src/core/model/steps.js";
import { CaptureTexts } from "../../src/worker/capture-texts.js";

function analyseSample(name: string, folder = "../../samples"): Analysis {
  const octets = new Uint8Array(readFileSync(new URL(`${folder}/${name}`, import.meta.url)));
  return finish(analyse([memorySource(name, octets)]));
}

describe("a capture beyond the bound", () => {
  const analysis = analyseSample("realm-mismatch.pcapng");
  const texts = new CaptureTexts(analysis, 5);
  const row = overviewOf(analysis).rows[0]!.key;

  test("has no text of all its messages", () => {
    expect(texts.hasWholeText).toBe(false);
    expect(texts.write("all").text).toBe("");
  });

  test("is marked in the texts of the rows that have findings", () => {
    expect(texts.models().map(({ selection }) => selection)).toEqual([row]);
    const { text, model } = texts.write(row);
    const { range, view } = model.findings[0]!;
    expect(view.rule).toBe("realm-mismatch");
    expect(text.split("\n")[range.start.line]!.slice(range.start.character, range.end.character)).toBe("asterisk");
  });

  test("has an empty text for a row that is not there", () => {
    expect(texts.write("r99").text).toBe("");
    expect(texts.outline("r99")).toEqual([]);
  });
});

test("signals stand between the messages in the order of time", () => {
  const texts = new CaptureTexts(analyseSample("nat-flow-expired.pcapng"));
  const times = texts
    .write("all")
    .text.split("\n")
    .filter((line) => /^\d{4}-\d\d-\d\dT\S+Z .* > /.test(line))
    .map((line) => line.slice(0, 26));
  expect(times.length).toBeGreaterThan(5);
  expect(times).toEqual([...times].sort());
});

test("each signal of the text has its line", () => {
  const texts = new CaptureTexts(analyseSample("capture.pcapng", "../corpus/b-21-port-unreachable-icmp"));
  const { text, model } = texts.write("all");
  const lines = text.split("\n");
  expect(model.signals.length).toBeGreaterThan(0);
  const atMessages = new Set(model.messages.filter((_, at) => at % 4 === 1).map((line) => line - 1));
  for (let at = 0; at < model.signals.length; at += 2) {
    const line = model.signals[at + 1]!;
    expect(lines[line]).toMatch(/^\d{4}-\d\d-\d\dT\S+Z /);
    expect(atMessages).not.toContain(line);
  }
});
