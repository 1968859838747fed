/** The engine behind its protocol: progress, cancelling, bad input, and texts whose positions are exact. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../src/core/model/byte-source.js";
import { MemoryTarget } from "../../src/core/model/byte-target.js";
import { readNotes } from "../../src/core/report/notes/notes-file.js";
import type { OverviewRow } from "../../src/view/overview.js";
import { EngineClient, RequestCancelled } from "../../src/worker/client.js";
import { Engine } from "../../src/worker/engine.js";
import { startInThread } from "../../src/worker/in-thread.js";
import { openMemorySource, openNoTarget } from "../../src/worker/memory-only.js";
import type { Input } from "../../src/worker/input.js";
import type { FromEngine, OpenedTrace, ShownAs, TextModel, TextRange } from "../../src/worker/protocol.js";

const sample = (name: string) => new Uint8Array(readFileSync(new URL(`../../samples/${name}`, import.meta.url)));

function octetsOf(name: string, octets: Uint8Array): Input {
  return { kind: "octets", name, octets: new Uint8Array(octets), modifiedMicros: undefined };
}

function startClient(): EngineClient {
  return new EngineClient(
    (listener) => Promise.resolve(startInThread(listener)),
    () => undefined,
  );
}

function open(client: EngineClient, input: Input, shownAs: ShownAs = "capture", trace = 1): Promise<OpenedTrace> {
  return client.ask("open", { trace, shownAs, input, options: {} });
}

/** The part that holds the first rows and findings. */
const firstPart = (client: EngineClient) => client.ask("overviewPart", { trace: 1, part: 0 });

/** The characters of a range that does not leave its line. */
function textAt(text: string, { start, end }: TextRange): string {
  expect(end.line).toBe(start.line);
  return text.split("\n")[start.line]!.slice(start.character, end.character);
}

const findingOf = (model: TextModel, rule: string) => model.findings.find(({ view }) => view.rule === rule)!;

describe("a capture", () => {
  test("is opened, drawn, and written as text with exact marks", async () => {
    const client = startClient();
    const opened = await open(client, octetsOf("realm-mismatch.pcapng", sample("realm-mismatch.pcapng")));
    expect(opened.overview.messages).toBe(8);
    expect(opened.hasWholeText).toBe(true);
    const { text, model } = await client.ask("text", { trace: 1, selection: "all" });
    expect(model).toEqual(opened.models[0]);
    const finding = findingOf(model, "realm-mismatch");
    expect(textAt(text, finding.range)).toBe("asterisk");
    expect(textAt(text, finding.related[0]!.range)).toBe("pbx.example.com");
    // Each message begins at its start line and ends at its last line that is not blank.
    const lines = text.split("\n");
    for (let at = 0; at < model.messages.length; at += 4) {
      expect(lines[model.messages[at + 1]!]).toMatch(/SIP\/2\.0/);
      expect(lines[model.messages[at + 3]! - 1]).not.toBe("");
      expect(lines[model.messages[at + 3]!]).toBe("");
    }
    expect(opened.overviewParts).toBe(1);
    const row = (await firstPart(client)).rows[0]!.key;
    const ladder = await client.ask("ladder", { trace: 1, key: row });
    expect(ladder.rows.rows.length).toBeGreaterThan(3);
    const { edition } = ladder.view;
    const asked = await client.ask("ladderRows", { trace: 1, edition, first: 2, end: 4 });
    expect(asked?.rows).toEqual(ladder.rows.rows.slice(2, 4));
    expect(await client.ask("ladderRows", { trace: 1, edition: edition + 1, first: 0, end: 4 })).toBeNull();
    expect(await client.ask("row", { trace: 1, message: 2 })).toBe(row);
    const card = await client.ask("card", { trace: 1, key: row });
    expect(card?.items.map(({ id }) => id)).toContain("expiry");
    expect(await client.ask("card", { trace: 1, key: "all" })).toBeNull();
    const one = await client.ask("text", { trace: 1, selection: row });
    expect(textAt(one.text, findingOf(one.model, "realm-mismatch").range)).toBe("asterisk");
  });

  test("with SDP says where each body begins", async () => {
    const client = startClient();
    await open(client, octetsOf("sip-alg.pcapng", sample("sip-alg.pcapng")));
    const { text, model } = await client.ask("text", { trace: 1, selection: "all" });
    const lines = text.split("\n");
    const bodies: string[] = [];
    for (let at = 0; at < model.messages.length; at += 4) {
      const [body, end] = [model.messages[at + 2]!, model.messages[at + 3]!];
      if (body < end) bodies.push(lines[body]!);
    }
    expect(bodies.length).toBeGreaterThan(0);
    expect(new Set(bodies)).toEqual(new Set(["v=0"]));
  });

  test("cut at any octet is opened as far as it goes, with a sentence on where it ends", async () => {
    const client = startClient();
    const whole = sample("realm-mismatch.pcapng");
    for (const length of [0, 3, 27, 100, 700, 2000, whole.length - 1]) {
      const { overview } = await open(client, octetsOf("cut.pcapng", whole.subarray(0, length)));
      expect(overview.problems.join(), `cut at ${length}`).toMatch(/\w+ .*\./);
    }
  });

  test("that is none is told in a sentence", async () => {
    const client = startClient();
    const png = new Uint8Array(readFileSync(new URL("../../media/icon.png", import.meta.url)));
    const { overview } = await open(client, octetsOf("photo.pcap", png));
    expect(overview.messages).toBe(0);
    expect(overview.problems.join()).toMatch(/photo\.pcap: .*\./);
  });
});

describe("a search", () => {
  const ASKED = { words: ["asterisk"], methods: [], statusClasses: [], address: "", fromMicros: null, toMicros: null };

  test("finds messages by the rows that show them", async () => {
    const client = startClient();
    await open(client, octetsOf("realm-mismatch.pcapng", sample("realm-mismatch.pcapng")));
    const { rows } = await firstPart(client);
    const found = await client.ask("search", { trace: 1, query: ASKED });
    expect(found).toMatchObject({ examined: 8, total: 8 });
    expect(found.hits).toBeGreaterThan(0);
    expect(rows[found.rows[0]!]?.kind).toBe("registration");
    expect(found.counts[0]).toBe(found.hits);
  });

  test("of many messages tells its first hits early, lets others in between, and can be cancelled", async () => {
    const message = "REGISTER sip:example.com SIP/2.0\r\nCall-ID: asterisk\r\nCSeq: 1 REGISTER\r\n\r\n";
    const log = Array.from(
      { length: 3000 },
      (_, index) => `2026-11-20T10:00:00.${index + 100000}Z udp 192.0.2.10:5060 > 198.51.100.1:5060\n${message}`,
    ).join("");
    const told: FromEngine[] = [];
    // A slice of no length ends after each step.
    const engine = new Engine({
      post: (sentOn) => told.push(sentOn),
      openSource: (input) => memorySource(input.name, input.kind === "octets" ? input.octets : new Uint8Array()),
      openTarget: openNoTarget,
      breathe: () => new Promise((resolve) => setTimeout(resolve)),
      sliceMillis: 0,
    });
    const answered = async (id: number) => {
      const isLast = (each: FromEngine) =>
        "id" in each && each.id === id && /^(answer|failed|cancelled)$/.test(each.type);
      while (!told.some(isLast)) await new Promise((resolve) => setTimeout(resolve, 1));
      return told.find(isLast)!;
    };
    const input = octetsOf("a.siptrace", new TextEncoder().encode(log));
    engine.receive({
      type: "request",
      id: 1,
      request: { type: "open", asks: { trace: 1, shownAs: "text", input, options: {} } },
    });
    expect((await answered(1)).type).toBe("answer");
    engine.receive({ type: "request", id: 2, request: { type: "search", asks: { trace: 1, query: ASKED } } });
    engine.receive({ type: "request", id: 3, request: { type: "row", asks: { trace: 1, message: 0 } } });
    await answered(3);
    expect(told.some((each) => each.type === "answer" && each.id === 2)).toBe(false);
    const early = told.find((each) => each.type === "found");
    expect(early?.type === "found" && early.found.examined).toBeLessThan(3000);
    engine.receive({ type: "cancel", id: 2 });
    expect((await answered(2)).type).toBe("cancelled");
    engine.receive({ type: "request", id: 4, request: { type: "search", asks: { trace: 1, query: ASKED } } });
    engine.receive({ type: "close", trace: 1 });
    expect(await answered(4)).toMatchObject({ type: "failed", message: "The trace was closed." });
  });
});

describe("a redacted copy", () => {
  const asks = {
    path: undefined,
    logFormat: undefined,
    userLogFormats: [],
    keepsTable: true,
    notes: undefined,
    keepsNoteText: false,
  };

  test("comes back as octets with its report and table, and has the same findings", async () => {
    const client = startClient();
    const input = octetsOf("realm-mismatch.pcapng", sample("realm-mismatch.pcapng"));
    const { octets, report, table } = await client.ask("redact", { ...asks, input });
    expect(Buffer.from(octets!).toString("latin1")).not.toMatch(/pbx\.example\.com|2001@/);
    expect(report).toMatch(/^Replaced.*\n {2}\d+ names, numbers and other words\n/);
    expect(JSON.parse(table!)).toMatchObject({ version: 1 });
    expect(table).toContain('"original": "example"');
    await open(client, octetsOf("copy.pcapng", octets!));
    expect((await firstPart(client)).findings.map(({ rule }) => rule)).toContain("realm-mismatch");
  });

  test("is reported on with its notes, which have no text", async () => {
    const client = startClient();
    const input = octetsOf("realm-mismatch.pcapng", sample("realm-mismatch.pcapng"));
    await open(client, input);
    const message = await client.ask("messageKey", { trace: 1, message: 0 });
    const comment = { id: "c", author: "Ann", created: "2026-11-22T09:30:00.000Z", text: "Mrs. Miller called." };
    const notes = { threads: [{ id: "t", message, comments: [comment] }], deleted: [] };
    const copy = await client.ask("redact", { ...asks, input, notes });
    const read = readNotes(copy.notes!);
    if (read.kind !== "read") throw new Error(read.reason);
    const report = await client.ask("fileReport", {
      input: octetsOf("copy.pcapng", copy.octets!),
      options: {},
      format: "markdown",
      version: "1",
      notes: read.notes,
    });
    expect(report).toContain("This text was left out of the redacted copy.");
    expect(report).not.toMatch(/pbx\.example\.com|Miller/);
  });

  test("of what is no trace is refused in a sentence", async () => {
    const input = octetsOf("photo.jpg", new Uint8Array(64));
    await expect(startClient().ask("redact", { ...asks, input })).rejects.toThrow(
      "photo.jpg: This is neither a capture nor a text",
    );
  });

  test("that is cancelled is taken away", async () => {
    const told: FromEngine[] = [];
    const closed: boolean[] = [];
    const engine = new Engine({
      post: (message) => told.push(message),
      openSource: openMemorySource,
      openTarget: (path) =>
        Object.assign(new MemoryTarget(path), { close: (isWhole: boolean) => closed.push(isWhole) }),
      breathe: () => new Promise((resolve) => setTimeout(resolve)),
      sliceMillis: 0,
    });
    const input = octetsOf("realm-mismatch.pcapng", sample("realm-mismatch.pcapng"));
    const request = { type: "redact", asks: { ...asks, input, path: "/copy.pcapng" } } as const;
    engine.receive({ type: "request", id: 1, request });
    engine.receive({ type: "cancel", id: 1 });
    await expect.poll(() => told.at(-1)?.type).toBe("cancelled");
    expect(closed).toEqual([false]);
    engine.receive({ type: "request", id: 2, request });
    await expect.poll(() => told.at(-1)?.type).toBe("answer");
    expect(closed).toEqual([false, true]);
  });
});

describe("a log", () => {
  test("is marked in its own lines, behind what it prints before them", async () => {
    const indented = readFileSync(new URL("../../samples/freeswitch-siptrace.log", import.meta.url), "utf8")
      .replaceAll('username="alice", realm="pbx.example.com"', 'username="alicé", realm="asterisk"')
      .replaceAll("SIP/2.0 200 OK", "SIP/2.0 403 Forbidden");
    const client = startClient();
    const opened = await open(client, octetsOf("fs.log", new TextEncoder().encode(indented)), "text");
    const model = opened.models[0]!;
    const finding = findingOf(model, "realm-mismatch");
    expect(textAt(indented, finding.range)).toBe("asterisk");
    expect(textAt(indented, finding.related[0]!.range)).toBe("pbx.example.com");
    const outline = await client.ask("outline", { trace: 1, selection: "all" });
    const lines = indented.split("\n");
    expect(outline[0]!.title).toBe("REGISTER sip:pbx.example.com");
    for (const { startLine, headers } of outline) {
      expect(lines[startLine]).toMatch(/^ {3}(?:REGISTER|SIP)/);
      for (const header of headers) expect(lines[header.startLine]).toContain(`   ${header.name}:`);
    }
  });
});

describe("the engine", () => {
  test("asks for a message that is not there, or of a closed trace, are refused in a sentence", async () => {
    const client = startClient();
    await open(client, octetsOf("realm-mismatch.pcapng", sample("realm-mismatch.pcapng")));
    await expect(client.ask("message", { trace: 1, message: 99 })).rejects.toThrow(/\w/);
    await client.close(1);
    await expect(client.ask("row", { trace: 1, message: 0 })).rejects.toThrow("The trace was closed.");
  });

  test("reports progress and stops when it is told to", async () => {
    const message = readFileSync(new URL("../../samples/realm-mismatch.siptrace", import.meta.url), "utf8");
    const large = new TextEncoder().encode(message.repeat(4000));
    const client = startClient();
    const stop = new AbortController();
    const seen: number[] = [];
    const opening = client.ask(
      "open",
      { trace: 1, shownAs: "text", input: octetsOf("large.siptrace", large), options: {} },
      {
        signal: stop.signal,
        onProgress: ({ readOctets, totalOctets }) => {
          expect(totalOctets).toBe(large.length);
          seen.push(readOctets);
          stop.abort();
        },
      },
    );
    await expect(opening).rejects.toBeInstanceOf(RequestCancelled);
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen[0]).toBeLessThan(large.length);
    await expect(client.ask("row", { trace: 1, message: 0 })).rejects.toThrow("The trace was closed.");
  });

  test("tells what the reading finds, and judges what was read when the reading is stopped", async () => {
    const message = readFileSync(new URL("../../samples/realm-mismatch.siptrace", import.meta.url), "utf8");
    const large = new TextEncoder().encode(message.repeat(8000));
    const client = startClient();
    const stop = new AbortController();
    const found: OverviewRow[] = [];
    const opened = await client.ask(
      "open",
      { trace: 1, shownAs: "capture", input: octetsOf("large.siptrace", large), options: {} },
      {
        stop: stop.signal,
        onProgress: ({ changed }) => {
          found.push(...changed);
          if (changed.length > 0) stop.abort();
        },
      },
    );
    expect(found[0]).toMatchObject({ kind: "registration", title: "2061@pbx.example.com" });
    const { stoppedAtPercent, problems, messages } = opened.overview;
    const { findings } = await firstPart(client);
    expect(stoppedAtPercent).toBeLessThan(100);
    expect(problems.join()).toContain(`Reading was stopped at ${stoppedAtPercent} %`);
    expect(messages).toBeGreaterThan(0);
    expect(findings.map(({ rule }) => rule)).toContain("realm-mismatch");
  });

  test("gives back the file when its trace is closed, replaced or cannot be read", async () => {
    const answers: FromEngine[] = [];
    const closed: string[] = [];
    const engine = new Engine({
      post: (message) => answers.push(message),
      openSource: ({ name }) => ({ ...memorySource(name, new Uint8Array()), close: () => closed.push(name) }),
      openTarget: openNoTarget,
      breathe: () => Promise.resolve(),
      sliceMillis: 30,
    });
    const openNamed = async (id: number, name: string) => {
      const input = octetsOf(name, new Uint8Array());
      engine.receive({
        type: "request",
        id,
        request: { type: "open", asks: { trace: 1, shownAs: "capture", input, options: {} } },
      });
      await expect.poll(() => answers.some((answer) => "id" in answer && answer.id === id)).toBe(true);
    };
    await openNamed(1, "first");
    await openNamed(2, "second");
    expect(closed).toEqual(["first"]);
    engine.receive({ type: "close", trace: 1 });
    expect(closed).toEqual(["first", "second"]);
  });
});
