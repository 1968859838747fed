/** Twelve ladders as text, Mermaid and SVG: what a healthy phone looks like, each of the usual faults, and what makes drawings hard. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyse, type Analysis, memorySource } from "../../src/core/index.js";
import { drawLadderMermaid } from "../../src/core/ladder/draw-mermaid.js";
import { drawLadderSvg } from "../../src/core/ladder/draw-svg.js";
import { drawLadderText } from "../../src/core/ladder/draw-text.js";
import { layOutLadder } from "../../src/core/ladder/lay-out.js";
import { finish } from "../../src/core/model/steps.js";
import { REGISTER, sent } from "../trace/trace-of.js";
import { LADDER, wideLadder } from "../webview/views.js";
import { healthyRegistration, refreshes } from "./views-of.js";

const CORPUS = join(import.meta.dirname, "..", "corpus");

/** The files of a recording of the corpus; several are several capture points. */
function recording(name: string): Analysis {
  const folder = join(CORPUS, name);
  const files = readdirSync(folder).filter((file) => /\.(?:pcap|pcapng|log)$/.test(file));
  return analysed(files.map((file) => memorySource(file, new Uint8Array(readFileSync(join(folder, file))))));
}

function written(text: string): Analysis {
  return analysed([memorySource("trace.siptrace", new TextEncoder().encode(text))]);
}

function analysed(sources: Parameters<typeof analyse>[0]): Analysis {
  return finish(analyse(sources));
}

const inIpv6 = (text: string) =>
  text.replaceAll("192.0.2.10:5060", "[2001:db8::10]:5060").replaceAll("198.51.100.1:5060", "[2001:db8:1::1]:5060");
const oneSided =
  [0, 0.5, 1.5].map((at) => sent({ at, line: REGISTER })).join("") +
  sent({ at: 60, line: REGISTER, cseq: "2 REGISTER" });

const LADDERS: readonly (readonly [name: string, key: string, make: () => Analysis])[] = [
  ["healthy", "r0", () => recording("a-01-healthy-refresh-80")],
  ["realm-mismatch", "r0", () => recording("a-21-realm-mismatch")],
  ["wrong-password", "r0", () => recording("a-24-digest-failed-baresip")],
  ["stale-nonce", "r0", () => recording("a-29-clock-skew-pjsip")],
  ["alg", "r0+c0", () => recording("a-49-alg-buggy-half")],
  ["nat-expired", "r0+c0", () => recording("a-52-nat-flow-expired-inbound")],
  ["fork", "c0", () => recording("b-11-healthy-parallel-fork")],
  ["two-capture-points", "all", () => recording("a-47-alg-kernel-two-sided")],
  ["fold", "r0", () => written(healthyRegistration() + refreshes(38, 48))],
  ["gaps", "r0", () => written(healthyRegistration() + refreshes(1, 432))],
  ["ipv6", "r0", () => written(inIpv6(healthyRegistration()))],
  ["one-sided", "r0", () => written(oneSided)],
];

describe.each(LADDERS)("%s", (name, key, make) => {
  const view = layOutLadder(make(), key);
  const golden = (ending: string) => join(import.meta.dirname, "goldens", `${name}.${ending}`);

  test("as text", () => expect(drawLadderText(view)).toMatchFileSnapshot(golden("txt")));

  test("as an SVG", () => expect(drawLadderSvg(view)).toMatchFileSnapshot(golden("svg")));

  test("as a Mermaid diagram that Mermaid itself reads", async () => {
    const text = drawLadderMermaid(view);
    await expect(text).toMatchFileSnapshot(golden("mmd"));
    const { default: mermaid } = await import("mermaid");
    expect(await mermaid.parse(text)).toMatchObject({ diagramType: "sequence" });
  });
});

test("2,000 messages between 20 lanes are drawn to the last", async () => {
  const wide = wideLadder(20);
  const rows = Array.from({ length: 2000 }, (_, message) => ({
    ...wide.rows[message % wide.rows.length]!,
    message,
    detail: `no. ${message}`,
  }));
  const view = { ...wide, rows };
  const [text, mermaidText, svg] = [drawLadderText(view), drawLadderMermaid(view), drawLadderSvg(view)];
  for (let message = 0; message < 2000; message++) {
    for (const drawn of [text, mermaidText, svg]) expect(drawn.includes(`no. ${message}`)).toBe(true);
  }
  const { default: mermaid } = await import("mermaid");
  expect(await mermaid.parse(mermaidText)).toMatchObject({ diagramType: "sequence" });
});

test("phones behind one address stand in a box", () => {
  const [phone, nat, pbx] = LADDER.lanes;
  const shared = {
    ...LADDER,
    lanes: [{ ...phone!, address: "2001:db8::7" }, { ...nat!, address: "2001:db8::7" }, pbx!],
  };
  const text = drawLadderMermaid(shared);
  expect(
    text
      .split("\n")
      .slice(1, 5)
      .map((line) => line.trim()),
  ).toEqual([
    "box transparent at 2001#58;db8#58;#58;7",
    "participant L0 as Yealink T46U<br/>192.0.2.20#58;5060",
    "participant L1 as NAT router<br/>203.0.113.7",
    "end",
  ]);
});
