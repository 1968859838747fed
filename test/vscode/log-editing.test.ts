/** Large logs, and logs that are typed into: what is asked of the editor, and which analysis is shown. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { registerDetectLanguage } from "../../src/vscode/detect-language.js";
import { documentOctets } from "../../src/vscode/document-octets.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { RequestCancelled } from "../../src/worker/client.js";
import { editor, type FakeDocument } from "./fake-vscode.js";
import { analysed, LOG, openLog, REALM_MISMATCH, REALM_RIGHT, startTraces } from "./open-log.js";

const octetsOf = (document: FakeDocument, signal?: AbortSignal) => documentOctets(document as never, signal);
const textOf = (octets: Uint8Array) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(octets);
const open = (text: string) => editor.open("file:///logs/large.txt", text, "plaintext");

beforeEach(() => editor.reset());

const LARGE = REALM_MISMATCH.repeat(3000);

describe("the octets of a text", () => {
  test.each([
    ["large", LARGE],
    ["with CRLF", LARGE.slice(0, 1 << 20).replaceAll("\n", "\r\n")],
    ["without a line end at its end", LARGE.trimEnd()],
    ["of one line", "x".repeat(1 << 20)],
    ["with characters of four octets", "\u{1f600}ü\n".repeat(2000)],
    ["that is empty", ""],
  ])("%s", async (_, text) => {
    expect(textOf(await octetsOf(open(text)))).toBe(text);
  });

  test("are asked for in parts", async () => {
    const document = open(LARGE);
    await octetsOf(document);
    expect(document.mostAsked).toBeLessThan(1 << 18);
  });

  test("are those of the text as it became meanwhile", async () => {
    const document = open(LARGE);
    const octets = octetsOf(document);
    setTimeout(() => editor.type(document, REALM_RIGHT));
    expect([LARGE, REALM_RIGHT]).toContain(textOf(await octets));
    expect(textOf(await octetsOf(document))).toBe(REALM_RIGHT);
  });

  test("are not read on when nobody wants them", async () => {
    const document = open(REALM_RIGHT);
    await expect(octetsOf(document, AbortSignal.abort())).rejects.toThrow(RequestCancelled);
  });
});

test("of a text with lines of a megabyte, no more is asked for than is looked at", () => {
  const feature = registerDetectLanguage();
  const document = open(`${"x".repeat(1 << 15)}\n`.repeat(300));
  feature.dispose();
  expect(document.mostAsked).toBeLessThan(1 << 20);
});

describe("a log that is typed into", () => {
  let traces: OpenTraces;
  beforeEach(() => {
    traces = startTraces();
    traces.start();
  });
  afterEach(() => traces.dispose());

  const shown = () => traces.all[0]!.opened?.overview.findings.map(({ rule }) => rule);

  test("shows nothing of the analysis that typing has overtaken", async () => {
    const seen: unknown[] = [];
    traces.onDidChange(({ state }) => {
      if (state.kind !== "analysing") seen.push(state.kind, shown());
    });
    const document = editor.open(LOG, REALM_MISMATCH);
    editor.type(document, REALM_RIGHT);
    await analysed(traces);
    expect(seen).toEqual(["analysed", shown()]);
    expect(shown()).not.toContain("realm-mismatch");
  });

  test("keeps showing the last result until the next", async () => {
    const document = await openLog(traces);
    const before = shown();
    editor.type(document, REALM_RIGHT);
    expect(shown()).toEqual(before);
    await analysed(traces);
    expect(shown()).not.toEqual(before);
  });
});
