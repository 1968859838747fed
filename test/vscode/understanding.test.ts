/** What a user learns from the text itself: by resting on a word, above each message, before it, and by following words. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { registerCodeActions } from "../../src/vscode/code-actions.js";
import { registerCodeLens } from "../../src/vscode/code-lens.js";
import { COMMANDS } from "../../src/vscode/contributions.js";
import { registerDocumentLinks } from "../../src/vscode/document-links.js";
import { registerInlayHints } from "../../src/vscode/inlay-hints.js";
import { registerNavigation } from "../../src/vscode/navigation.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { registerWordHover } from "../../src/vscode/word-hover.js";
import {
  type CodeLens,
  type DocumentHighlight,
  type DocumentLink,
  editor,
  type FakeDocument,
  type Hover,
  type InlayHint,
  type Location,
  Position,
  Range,
} from "./fake-vscode.js";
import { openLog, REALM_MISMATCH, startTraces, textAt } from "./open-log.js";

let traces: OpenTraces;
let features: { dispose(): unknown }[];

beforeEach(() => {
  editor.reset();
  traces = startTraces();
  features = [
    registerCodeActions(traces),
    registerWordHover(traces),
    registerCodeLens(traces),
    registerInlayHints(traces),
    registerNavigation(traces),
    registerDocumentLinks(traces),
  ];
});

afterEach(() => {
  for (const feature of features) feature.dispose();
  traces.dispose();
});

/** The n-th place of some characters in the text. */
function placeOf(document: FakeDocument, characters: string, nth = 0): Position {
  const lines = document.getText().split("\n");
  const line = lines.flatMap((text, index) => (text.includes(characters) ? [index] : []))[nth]!;
  return new Position(line, lines[line]!.indexOf(characters));
}

describe("resting on a word", () => {
  interface Provider {
    provideHover(document: FakeDocument, position: Position): Promise<Hover | undefined>;
  }
  const hoverAt = (document: FakeDocument, position: Position) =>
    editor.provider<Provider>("hover").provideHover(document, position);

  test("tells what it is and what it means here, with its source", async () => {
    const document = await openLog(traces);
    const hover = (await hoverAt(document, placeOf(document, 'realm="asterisk"')))!;
    const { value } = hover.contents[0]!;
    expect(textAt(document, hover.range)).toBe('realm="asterisk"');
    expect(value).toMatch(/^`realm` · parameter of `Authorization`/);
    expect(value).toContain("The challenge in line 13 says `pbx.example.com`");
    expect(value).toContain("(https://www.rfc-editor.org/rfc/rfc7616#section-3.3)");
  });

  test("shows values of the trace as code, trusts nothing, and tells nothing between messages", async () => {
    const document = await openLog(traces, REALM_MISMATCH.replaceAll("Yealink SIP-T46U", "`[x](command:y) <b>"));
    const hover = (await hoverAt(document, placeOf(document, "User-Agent")))!;
    expect(hover.contents[0]!.value).toContain("`` `[x] ``");
    expect(hover.contents[0]!.isTrusted).toBeUndefined();
    expect(await hoverAt(document, new Position(0, 3))).toBeUndefined();
  });
});

describe("above each message", () => {
  interface Provider {
    provideCodeLenses(document: FakeDocument): Promise<CodeLens[]>;
  }
  const lensesOf = (document: FakeDocument) => editor.provider<Provider>("codeLens").provideCodeLenses(document);

  test("stand its answer, its findings, the ladder and what to compare", async () => {
    const document = await openLog(traces);
    const lenses = await lensesOf(document);
    const above = (line: number) => lenses.filter(({ range }) => range.start.line === line);
    const second = placeOf(document, "REGISTER sip:", 1).line;
    expect(above(second).map(({ command }) => command!.title)).toEqual([
      "Answered 401 in line 35 after 100 ms",
      "2 findings",
      "Show in Ladder",
      "Compare with…",
    ]);
    expect(above(1).map(({ command }) => command!.title)).not.toContain("Compare with…");
  });

  test("lead to the finding's characters and to the two messages side by side", async () => {
    const document = await openLog(traces);
    const lenses = await lensesOf(document);
    const run = (title: RegExp) => {
      const { command, arguments: args } = lenses.find((lens) => title.test(lens.command!.title))!.command!;
      return editor.run(command, ...args);
    };
    await run(/^2 findings/);
    expect(textAt(document, editor.shown.at(-1)!.options["selection"])).toBe("asterisk");
    const compared: unknown[] = [];
    editor.commands.set("vscode.diff", (...args) => compared.push(...args));
    await run(/^Compare/);
    expect(compared.slice(0, 2).map(String)).toEqual([
      expect.stringContaining("message%3A0"),
      expect.stringContaining("message%3A2"),
    ]);
  });

  test("stands no finding that is to be guessed, also where it was asked for before", async () => {
    const document = await openLog(traces);
    const asked = lensesOf(document);
    traces.all[0]!.isGuessing = true;
    for (const lenses of [await asked, await lensesOf(document)])
      expect(lenses.map(({ command }) => command!.title).join()).not.toMatch(/finding/i);
  });

  test("can be turned off", async () => {
    editor.settings["sipTrace.codeLens.enabled"] = false;
    expect(await lensesOf(await openLog(traces))).toEqual([]);
  });

  test("name only our commands", async () => {
    const known = [...Object.values<string>(COMMANDS), ""];
    for (const { command } of await lensesOf(await openLog(traces))) expect(known).toContain(command!.command);
  });
});

describe("before each message", () => {
  interface Provider {
    provideInlayHints(document: FakeDocument, range: Range): Promise<InlayHint[]>;
  }
  const hintsOf = (document: FakeDocument, end: number) =>
    editor.provider<Provider>("inlayHints").provideInlayHints(document, new Range(0, 0, end, 0));

  test("stands no time unless it is wanted", async () => {
    expect(await hintsOf(await openLog(traces), 100)).toEqual([]);
  });

  test("stands the time since the one before, of the lines in view", async () => {
    editor.settings["sipTrace.inlayHints.deltaTimes"] = true;
    const document = await openLog(traces);
    expect((await hintsOf(document, 100)).slice(0, 4).map(({ label }) => label)).toEqual([
      "+100 ms",
      "+100 ms",
      "+100 ms",
      "+29.7 s",
    ]);
    expect(await hintsOf(document, 12)).toHaveLength(1);
  });
});

describe("following a word", () => {
  interface Links {
    provideDocumentLinks(document: FakeDocument): DocumentLink[];
    resolveDocumentLink(link: DocumentLink): DocumentLink;
  }

  interface Definitions {
    provideDefinition(document: FakeDocument, position: Position): Promise<{ targetRange: Range }[] | undefined>;
  }
  interface References {
    provideReferences(document: FakeDocument, position: Position): Promise<Location[]>;
  }
  interface Highlights {
    provideDocumentHighlights(document: FakeDocument, position: Position): Promise<DocumentHighlight[]>;
  }

  test("leads from credentials to their challenge", async () => {
    const document = await openLog(traces);
    const [link] = (await editor
      .provider<Definitions>("definition")
      .provideDefinition(document, placeOf(document, "Authorization: Digest username")))!;
    expect(textAt(document, link!.targetRange)).toMatch(/^Digest realm="pbx\.example\.com", nonce="n0"$/);
  });

  test("leads from each Call-ID to the ladder", async () => {
    const document = await openLog(traces);
    const links = editor.provider<Links>("links");
    const given = links.provideDocumentLinks(document);
    expect(given.map(({ range }) => textAt(document, range))).toEqual(Array.from({ length: 8 }, () => "1@192.0.2.10"));
    const [scheme, target = ""] = links.resolveDocumentLink(given[1]!).target!.toString().split("command:");
    expect(scheme).toBe("");
    const [command, args = ""] = target.split("?");
    expect(command).toBe(COMMANDS.showInLadder);
    const told = decodeURIComponent(decodeURIComponent(args));
    expect(JSON.parse(told)).toEqual(["file:///logs/phone.siptrace", given[1]!.range.start.line]);
  });

  test("finds all of a Call-ID, and highlights them", async () => {
    const document = await openLog(traces);
    const at = placeOf(document, "1@192.0.2.10");
    const found = await editor.provider<References>("references").provideReferences(document, at);
    expect(found.map(({ range }) => textAt(document, range))).toEqual(Array.from({ length: 8 }, () => "1@192.0.2.10"));
    const marked = await editor.provider<Highlights>("highlights").provideDocumentHighlights(document, at);
    expect(marked).toHaveLength(8);
  });
});
