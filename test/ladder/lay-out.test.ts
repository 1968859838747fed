/** Which rows a ladder has: labels, folds, gaps, marks and lanes. */
import { expect, test } from "vitest";
import { layOutLadder } from "../../src/core/ladder/lay-out.js";
import type { FoldRow, LadderRow, LadderView, MessageRow } from "../../src/view/ladder.js";
import { REGISTER, REGISTRAR, sent } from "../trace/trace-of.js";
import { analysisOf, findingAt, healthyRegistration, ladderOf, refreshes } from "./views-of.js";

const messagesOf = ({ rows }: LadderView) => rows.filter((row): row is MessageRow => row.kind === "message");
const foldsOf = ({ rows }: LadderView) => rows.filter((row): row is FoldRow => row.kind === "fold");
const kinds = (rows: readonly LadderRow[]) => rows.map(({ kind }) => kind);

test("a registration is told from the phone to the registrar", () => {
  const view = ladderOf(healthyRegistration());
  expect(view.lanes.map(({ name, kind }) => `${kind} ${name}`)).toEqual(["device 192.0.2.10", "server 198.51.100.1"]);
  expect(messagesOf(view).map(({ from, to, label, tone }) => `${from}→${to} ${label} ${tone}`)).toEqual([
    "0→1 REGISTER request",
    "1→0 401 Unauthorized challenge",
    "0→1 REGISTER request",
    "1→0 200 OK success",
  ]);
  expect(messagesOf(view).map(({ detail }) => detail)).toEqual([
    "CSeq 1",
    'realm "example.com"',
    'CSeq 2 · realm "example.com"',
    "granted 60 s",
  ]);
});

test("a row says itself as a sentence", () => {
  const sentences = messagesOf(ladderOf(healthyRegistration())).map(({ sentence }) => sentence);
  expect(sentences[1]).toMatch(
    /^line \d+, 10 ms after, 401 Unauthorized from 198\.51\.100\.1 to 192\.0\.2\.10, realm "example\.com"$/,
  );
});

test("three refreshes that look alike fold into one row", () => {
  const view = ladderOf(healthyRegistration() + refreshes(38, 48));
  const [fold] = foldsOf(view);
  expect(fold?.label).toBe("38 refreshes every 48 s, all 200");
  expect(fold?.detail).toMatch(/^REGISTER → 200 · lines \d+–\d+$/);
  expect(fold?.rows).toHaveLength(76);
});

test("two refreshes are shown", () => {
  const view = ladderOf(healthyRegistration() + refreshes(2, 48));
  expect(foldsOf(view)).toHaveLength(0);
  expect(messagesOf(view)).toHaveLength(8);
});

test("OPTIONS and refreshes with rhythms of their own fold together", () => {
  const texts: [number, string][] = [];
  for (let index = 0; index < 10; index++)
    texts.push([
      100 + index * 48,
      refreshes(1, 0, 100 + index * 48).replaceAll("10 REGISTER", `${index + 10} REGISTER`),
    ]);
  for (let index = 0; index < 16; index++) {
    const at = 110 + index * 30;
    const about = { at, cseq: `${index + 100} OPTIONS`, callId: `ping-${index}` };
    const request = sent({
      ...about,
      line: "OPTIONS sip:2001@192.0.2.10:5060 SIP/2.0",
      from: REGISTRAR,
      to: "192.0.2.10:5060",
    });
    const answer = sent({ ...about, at: at + 0.01, line: "SIP/2.0 200 OK", from: "192.0.2.10:5060", to: REGISTRAR });
    texts.push([at, request + answer]);
  }
  const text = texts.sort((a, b) => a[0] - b[0]).map(([, each]) => each);
  const view = ladderOf(healthyRegistration() + text.join(""));
  expect(foldsOf(view).map(({ label }) => label)).toEqual([
    "10 refreshes every 48 s, 16 × OPTIONS every 30 s, all 200",
  ]);
});

test("the first of a failing run is shown, and the others are its repeats", () => {
  const attempts = Array.from({ length: 5 }, (_, index) => {
    const about = { callId: `try-${index}`, cseq: `${index + 1} REGISTER` };
    const at = index * 30;
    return sent({ ...about, at, line: REGISTER }) + sent({ ...about, at: at + 0.01, line: "SIP/2.0 403 Forbidden" });
  });
  const view = ladderOf(attempts.join(""));
  expect(kinds(view.rows)).toEqual(["message", "message", "fold"]);
  expect(foldsOf(view)[0]?.label).toBe("4 × the same, every 30 s, same result");
});

test("a flagged row stays out of the fold", () => {
  const analysis = analysisOf(healthyRegistration() + refreshes(9, 48));
  const flagged = { ...analysis, findings: [findingAt(analysis.trace, 12)] };
  const view = layOutLadder(flagged, "r0");
  const [row] = messagesOf(view).filter(({ findings }) => findings.length > 0);
  expect(row?.message).toBe(12);
  expect(row?.sentence).toContain("finding: Realm mismatch");
  expect(foldsOf(view).map(({ label }) => label.split(" ")[0])).toEqual(["4", "4"]);
});

test("a pause that stands out is silence", () => {
  const view = ladderOf(healthyRegistration() + refreshes(1, 432));
  expect(view.rows.find(({ kind }) => kind === "gap")).toMatchObject({ label: "7 min 12 s of silence" });
});

test("repeats of a REGISTER that nobody answers", () => {
  const times = [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5];
  const view = ladderOf(times.map((at) => sent({ at, line: REGISTER })).join(""));
  expect(messagesOf(view)[0]).toMatchObject({ mark: "lost" });
  expect(foldsOf(view)[0]).toMatchObject({ label: "REGISTER repeated 10 times" });
  expect(foldsOf(view)[0]?.detail).toContain("1 s, 3 s, 7 s, 11 s … after the first of them");
});

test("a binding lives on the registrar's lane until it expires, and one sees the refresh come too late", () => {
  const late = refreshes(1, 0, 400).replaceAll("10 REGISTER", "99 REGISTER");
  const view = ladderOf(healthyRegistration() + refreshes(2, 48) + late);
  expect(view.lifeLines.map(({ kind, lane, label }) => `${kind} ${lane} ${label}`)).toEqual([
    "alive 1 binding valid, 60 s, refreshed 2 ×",
    "lapsed 1 binding expired, refreshed 4 min 4 s too late",
    "alive 1 binding valid, 60 s",
  ]);
  const [alive, lapsed] = view.lifeLines;
  expect(view.rows[alive!.from.row]).toMatchObject({ label: "200 OK", detail: "granted 60 s" });
  // The last grant was at 96.02 s for 60 s: the line ends in the silence before the REGISTER at 400 s.
  expect(view.rows[alive!.to.row]).toMatchObject({ label: "200 OK" });
  expect(alive!.to.share).toBeCloseTo(60 / (400 - 96.02), 3);
  expect(lapsed!.from).toEqual(alive!.to);
});

test("the pinhole of a NAT closes on the phone's lane before the INVITE", () => {
  const nat = { from: "203.0.113.7:40112", to: REGISTRAR };
  const back = { from: REGISTRAR, to: nat.from };
  const text =
    sent({ at: 0, line: REGISTER, headers: ["Contact: <sip:2001@192.168.1.20:5060>"], ...nat }).replaceAll(
      "192.0.2.10:5060;rport",
      "192.168.1.20:5060;rport",
    ) +
    sent({ at: 0.1, line: "SIP/2.0 200 OK", headers: ["Contact: <sip:2001@192.168.1.20:5060>;expires=600"], ...back }) +
    sent({ at: 200, line: "INVITE sip:2001@203.0.113.7:40112 SIP/2.0", cseq: "1 INVITE", callId: "in", ...back });
  const view = ladderOf(text, "all");
  expect(view.lifeLines.map(({ kind, lane }) => `${kind} ${view.lanes[lane]?.address}`)).toEqual([
    "alive 198.51.100.1",
    "open 203.0.113.7",
    "shut 203.0.113.7",
  ]);
  const shut = view.lifeLines[2]!;
  expect(shut.from.share).toBeCloseTo(60 / 199.9, 2);
  expect(view.rows[shut.to.row]).toMatchObject({ label: "INVITE" });
});

test("lanes stand as a person arranged them; a hidden one takes its rows with it", () => {
  const analysis = analysisOf(healthyRegistration());
  const [phone, registrar] = layOutLadder(analysis, "r0").lanes.map(({ id }) => id);
  const turned = layOutLadder(analysis, "r0", { lanes: [{ id: registrar! }, { id: phone!, name: "Desk 4" }] });
  expect(turned.lanes.map(({ name }) => name)).toEqual(["198.51.100.1", "Desk 4"]);
  expect(messagesOf(turned)[0]).toMatchObject({ from: 1, to: 0, label: "REGISTER" });
  expect(messagesOf(turned)[1]?.sentence).toContain("401 Unauthorized from 198.51.100.1 to Desk 4");
  const hidden = layOutLadder(analysis, "r0", { lanes: [{ id: registrar!, isHidden: true }] });
  expect(hidden).toMatchObject({ rows: [], lifeLines: [], hiddenLanes: [{ id: registrar, place: 1 }] });
  // A ladder without lanes would offer no way back.
  const all = [phone!, registrar!].map((id) => ({ id, isHidden: true }));
  expect(layOutLadder(analysis, "r0", { lanes: all }).lanes).toHaveLength(2);
});

test("several rows of the overview stand on one ladder, in time", () => {
  const call = sent({ at: 0.015, line: "INVITE sip:2002@example.com SIP/2.0", cseq: "1 INVITE", callId: "c" });
  const analysis = analysisOf(healthyRegistration() + call);
  const view = layOutLadder(analysis, "r0+c0");
  expect(messagesOf(view).map(({ label }) => label)).toEqual([
    "REGISTER",
    "401 Unauthorized",
    "INVITE",
    "REGISTER",
    "200 OK",
  ]);
  expect(view.title).toContain(" + ");
  expect(() => layOutLadder(analysis, "r0+c9")).toThrow(RangeError);
});

test("a server that log lines do not name is a lane of its own", () => {
  const view = layOutLadder(analysisOf(healthyRegistration()), "all");
  expect(view).toMatchObject({ key: "all", omitted: 0 });
});

test("too many messages are cut, and it is said", () => {
  const view = layOutLadder(analysisOf(healthyRegistration() + refreshes(10, 48)), "all", { mostMessages: 6 });
  expect(view.omitted).toBe(18);
  expect(view.subtitle).toBe("the first 6 messages");
});

test("hosts beyond what can be drawn side by side share a lane", () => {
  const texts = Array.from({ length: 100 }, (_, index) => {
    const phone = `192.0.2.${index + 100}:5060`;
    const about = { callId: `phone-${index}`, branch: `${index}` };
    const answer = sent({ ...about, at: index + 0.01, line: "SIP/2.0 200 OK", to: phone });
    return sent({ ...about, at: index, line: REGISTER, from: phone }) + answer;
  });
  const view = layOutLadder(analysisOf(texts.join("")), "all");
  expect(view.lanes).toHaveLength(64);
  expect(view.lanes.at(-1)).toMatchObject({ name: "198.51.100.1", kind: "server" });
  expect(view.lanes.at(-2)?.name).toBe("38 other hosts");
  const last = messagesOf(view).at(-1);
  expect(last).toMatchObject({ from: 63, to: 62 });
});

test("a key that no row has is refused", () => {
  expect(() => ladderOf(healthyRegistration(), "r7")).toThrow(RangeError);
});

test("10,000 messages are laid out completely", () => {
  const analysis = analysisOf(healthyRegistration() + refreshes(5000, 48));
  const view = layOutLadder(analysis, "r0");
  expect(foldsOf(view)[0]?.rows).toHaveLength(10_000);
});
