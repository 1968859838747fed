/** Guess mode: what is right, half right and wrong, what hints and tries cost, and what the class is told. */
import { describe, expect, it } from "vitest";
import { layOutLadder } from "../../src/core/index.js";
import { guessKeys, playGuess } from "../../src/core/teach/guess.js";
import type { GuessMove } from "../../src/view/guess.js";
import { CHALLENGE, CONTACT, CREDENTIALS, healthyRegistration, REGISTER, sent } from "../trace/trace-of.js";
import { analysed } from "./words-of.js";

/** Twice the same: the phone hashes another realm than the challenge's. */
const attempt = (at: number, cseq: number) => {
  const wrong = CREDENTIALS.replace('realm="example.com"', 'realm="asterisk"').replaceAll('"n1"', `"n${cseq}"`);
  const challenge = CHALLENGE.replace('"n1"', `"n${cseq}"`);
  const refusal = { line: "SIP/2.0 401 Unauthorized", headers: [CHALLENGE.replace('"n1"', `"n${cseq}x"`)] };
  return [
    sent({ at, line: REGISTER, cseq: `${cseq} REGISTER`, headers: [CONTACT] }),
    sent({ at: at + 0.1, line: "SIP/2.0 401 Unauthorized", cseq: `${cseq} REGISTER`, headers: [challenge] }),
    sent({ at: at + 0.2, line: REGISTER, cseq: `${cseq + 1} REGISTER`, headers: [CONTACT, wrong] }),
    sent({ at: at + 0.3, cseq: `${cseq + 1} REGISTER`, ...refusal }),
  ].join("\n");
};
const analysis = analysed(attempt(0, 1) + attempt(60, 3));
const [fault] = analysis.findings.filter(({ severity }) => severity !== "info");

const CULPRIT = 2;
const lineOf = (header: string) =>
  analysis.trace.messages
    .sip(CULPRIT)
    .text.split("\n")
    .findIndex((line) => line.startsWith(header));
const at = (place: number, line: number | null = null): GuessMove => ({ kind: "answer", place, line });
const HINT: GuessMove = { kind: "hint" };
const play = (...moves: GuessMove[]) => playGuess(analysis, "r0", moves);

it("is about a trace with one fault, at the second REGISTER", () => {
  expect(fault).toMatchObject({ rule: "realm-mismatch", location: { message: CULPRIT, header: "Authorization" } });
  expect(play()).toMatchObject({ count: 1, points: 0, mostPoints: 4, tries: 0, isOver: false, known: [] });
});

describe("score", () => {
  it.each<readonly [title: string, moves: readonly GuessMove[], verdict: string, points: number, isOver: boolean]>([
    ["message and line", [at(CULPRIT, lineOf("Authorization"))], "over", 4, true],
    ["the fault where it shows again", [at(6, lineOf("Authorization"))], "over", 4, true],
    ["the message alone is half", [at(CULPRIT)], "half", 2, false],
    ["the message, then the line", [at(CULPRIT), at(CULPRIT, lineOf("Authorization"))], "over", 4, true],
    ["another line of the message", [at(CULPRIT, lineOf("Contact"))], "half", 2, false],
    ["the challenge that it answers is half", [at(1)], "half", 2, false],
    ["a try in vain", [at(0)], "wrong", 0, false],
    ["a try in vain, then right", [at(0), at(CULPRIT, lineOf("Authorization"))], "over", 3, true],
    ["a hint, then right", [HINT, at(CULPRIT, lineOf("Authorization"))], "over", 3, true],
    [
      "what is found is worth a point",
      [at(0), at(0), at(0), at(0), HINT, at(CULPRIT, lineOf("Authorization"))],
      "over",
      1,
      true,
    ],
    ["a place that no trace has", [at(999), at(-999)], "wrong", 0, false],
    ["giving up", [{ kind: "reveal" }], "over", 0, true],
    ["half, then giving up", [at(1), { kind: "reveal" }], "over", 2, true],
  ])("%s", (_, moves, verdict, points, isOver) => {
    expect(play(...moves)).toMatchObject({ verdict, points, isOver });
  });

  it("tells why a related message counts half", () => {
    expect(play(at(1)).words).toMatch(/^That belongs to it: .+\. What is wrong stands elsewhere\.$/);
  });

  it("counts nothing any more when the round is over", () => {
    const done = [at(CULPRIT, lineOf("Authorization"))];
    expect(play(...done, at(0), HINT)).toEqual(play(...done));
  });
});

it("hints lead from the side to the transaction to the header, and no further", () => {
  const { hints, hintsLeft, hintsUsed } = play(HINT, HINT, HINT, HINT);
  expect(hints[0]).toMatch(/^Look at what comes from the phone/);
  expect(hints[1]).toMatch(/^Look at the REGISTER with CSeq 2, line \d+ to line \d+\.$/);
  expect(hints[2]).toMatch(/in the header Authorization\.$/);
  expect([hintsLeft, hintsUsed]).toEqual([0, 3]);
});

it("shows a finding only once it is found or revealed", () => {
  expect(play(at(CULPRIT)).known).toEqual([]);
  const [known] = play({ kind: "reveal" }).known;
  expect(known).toMatchObject({ points: 0, finding: { rule: "realm-mismatch" } });
});

it("offers the rows in which something is wrong", () => {
  expect(guessKeys(analysis)).toEqual(["r0"]);
  const healthy = analysed(healthyRegistration());
  expect(guessKeys(healthy)).toEqual([]);
  expect(playGuess(healthy, "r0", [HINT, at(0), { kind: "reveal" }])).toMatchObject({
    count: 0,
    points: 0,
    isOver: true,
  });
});

it("is played on a ladder that tells nothing of the findings, and shows the same messages", () => {
  const hidden = layOutLadder(analysis, "r0", { hidesFindings: true });
  const shown = layOutLadder(analysis, "r0");
  expect(hidden.findings).toEqual([]);
  expect(JSON.stringify(hidden.rows.map(({ sentence }) => sentence))).not.toContain("finding");
  const messages = (view: typeof shown) =>
    view.rows
      .flatMap((row) => (row.kind === "fold" ? row.rows : [row]))
      .flatMap((row) => (row.kind === "message" ? [row.message] : []));
  expect(messages(hidden)).toEqual(messages(shown));
});
