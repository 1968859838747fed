/** The card as a whole: who it is about, what findings say, and how it is printed. */
import { expect, test } from "vitest";
import type { Analysis } from "../../../src/core/analysis.js";
import { cardsToJson } from "../../../src/core/report/card/card-json.js";
import { cardsToText } from "../../../src/core/report/card/card-text.js";
import { cardView } from "../../../src/core/report/card/card-view.js";
import { cardsOf } from "../../../src/core/report/card/card.js";
import { analysisOf } from "../../ladder/views-of.js";
import { cardOf, item, later, NAT, PUBLIC, register } from "./phone.js";

const REMOTE = [0, 480, 960].map((at, index) => register({ at, cseq: index + 1, where: NAT })).join("");

test("the card says who the device is", () => {
  const facts = Object.fromEntries(cardOf(REMOTE).facts.map(({ label, value }) => [label, value]));
  expect(facts).toEqual({
    Device: "Yealink T46U (Yealink SIP-T46U 108.86.0.20)",
    Address: "192.168.1.20:5060, seen as 203.0.113.5:40112, behind a NAT",
    Registrar: "198.51.100.1:5060 Asterisk 20.5.0",
    State: "registered, 3 attempts (3 accepted)",
  });
});

test("where a rule finds fault the card does not say otherwise", () => {
  const finding = { rule: "late-refresh", severity: "warning", message: "It came late." } as const;
  expect(item(REMOTE, "refresh")).toMatchObject({ verdict: "good" });
  const found = item(REMOTE, "refresh", [finding]);
  expect(found).toMatchObject({ verdict: "poor", reason: "It came late." });
  expect(found.places[0]).toMatchObject({ message: "what is wrong", location: { message: 0 } });
  expect(item(REMOTE, "refresh", [{ ...finding, severity: "info" }])).toMatchObject({ verdict: "good" });
  expect(item(REMOTE, "expiry", [finding])).toMatchObject({ verdict: "good" });
});

test("a card as text", async () => {
  await expect(cardsToText([cardOf(REMOTE)])).toMatchFileSnapshot("remote.card.txt");
});

test("several registrations have a card each, and names choose among them", () => {
  const analysis = analysisOf(REMOTE + register({ at: 5, where: PUBLIC, callId: "call-2" }));
  expect(cardsOf(analysis).map(({ key }) => key)).toEqual(["r0", "r1"]);
  expect(cardsOf(analysis, "r1").map(({ key }) => key)).toEqual(["r1"]);
  expect(cardsOf(analysis, "2001@example.com")).toHaveLength(2);
  expect(cardsOf(analysis, "call-2").map(({ key }) => key)).toEqual(["r1"]);
  expect(cardsOf(analysis, "nobody@example.com")).toEqual([]);
});

test("a view names the places in words", () => {
  const view = cardView(analysisOf(REMOTE), "r0");
  const expiry = view?.items.find(({ id }) => id === "expiry");
  expect(expiry?.places).toEqual([
    { message: 4, where: "REGISTER · line 50", label: "what it asks for" },
    { message: 5, where: "200 · line 63", label: "what is granted" },
  ]);
  expect(cardView(analysisOf(REMOTE), "c0")).toBeUndefined();
  expect(cardView(analysisOf(REMOTE), "all")).toBeUndefined();
});

test("JSON has the octets of each place", () => {
  const [card] = cardsToJson(analysisOf(REMOTE), "r0");
  const expiry = card?.items.find(({ id }) => id === "expiry");
  expect(expiry).toMatchObject({ verdict: "good", seen: "asked 600 s, granted 600 s" });
  expect(expiry?.places[0]).toMatchObject({ message: "what it asks for", place: { header: "Expires", line: 50 } });
});

test("without times no interval is judged", () => {
  const text = REMOTE.replace(/^\S+Z /gm, "- ");
  const verdicts = cardOf(text).items.map(({ id, verdict }) => [id, verdict]);
  expect(Object.fromEntries(verdicts)).toMatchObject({ refresh: "unknown", retry: "unknown", "keep-alive": "unknown" });
});

test("answers alone make no card", () => {
  const answers = register({ at: 0 }).replace(/^[^]*?(?=\S+Z udp 192\.168\.1\.1)/, "");
  expect(answers).toMatch(/^\S+ udp 192.168.1.1:5060 > .*\nSIP\/2.0 200 OK/);
  expect(cardsOf(analysisOf(answers + later(1)))).toEqual([]);
});

test("what a hostile trace says is printed harmless and short", () => {
  const evil = `\\x1b]0;owned\\x07${"x".repeat(3000)}`;
  const text = register({
    at: 0,
    contact: `<sip:${evil}@192.168.1.20>;reg-id=${evil};+sip.instance="<${evil}>"`,
    target: `sip:${evil}.example.com`,
    headers: [`Authorization: Digest username="a", algorithm=${evil}, qop=${evil}`],
    answered: [`Server: ${evil}`, `Date: ${evil}`, `Flow-Timer: ${"9".repeat(400)}`],
  });
  const analysis: Analysis = analysisOf(text);
  const printed = cardsToText(cardsOf(analysis));
  // eslint-disable-next-line no-control-regex -- that is what must not be there
  expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(printed).toContain("Verdicts");
  for (const line of printed.split("\n")) expect(line.length).toBeLessThan(130);
  for (const { seen, reason } of cardsOf(analysis)[0]!.items) expect(seen.length + reason.length).toBeLessThan(600);
});
