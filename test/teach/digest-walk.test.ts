/** The values of a digest with their places, and the responses of real stacks computed from known passwords. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { analyse, type Analysis } from "../../src/core/index.js";
import { finish } from "../../src/core/model/steps.js";
import { digestWalk } from "../../src/core/teach/digest-walk.js";
import { compareResponses, walkDigest, type WalkValues } from "../../src/core/teach/live/digest-walk.js";
import type { DigestWalkView } from "../../src/view/digest-walk.js";
import { openFileSource } from "../../src/worker/file-source.js";
import { analysisOf } from "../ladder/views-of.js";
import { REGISTER, sent } from "../trace/trace-of.js";

const CHALLENGE = 'Digest realm="Example.com", nonce="n1", qop="auth", algorithm=MD5';
const ANSWER =
  'Digest username="2001", realm="example.com", nonce="n1", uri="sip:example.com", response="00", qop=auth, nc=00000001, cnonce="c"';

function exchange(challenge: string, answer: string): Analysis {
  return analysisOf(
    [
      sent({ at: 0, line: REGISTER }),
      sent({ at: 0.1, line: "SIP/2.0 401 Unauthorized", headers: [`WWW-Authenticate: ${challenge}`] }),
      sent({ at: 0.2, line: REGISTER, cseq: "2 REGISTER", headers: [`Authorization: ${answer}`] }),
      sent({ at: 0.3, line: "SIP/2.0 403 Forbidden", cseq: "2 REGISTER" }),
    ].join(""),
  );
}

function valuesOf({ values }: DigestWalkView, side: "used" | "expected"): WalkValues {
  return Object.fromEntries(
    values.map(({ name, used, expected }) => [name, ((side === "expected" && expected) || used)?.octets]),
  );
}

test("each value stands where it says, and the registrar's beside it", () => {
  const analysis = exchange(CHALLENGE, ANSWER);
  const walk = digestWalk(analysis, 2)!;
  for (const { used, expected } of walk.values) {
    for (const value of [used, expected]) {
      if (!value) continue;
      const { sip } = analysis.trace.messages.at(value.place.message);
      expect(sip.text.slice(value.place.start, value.place.end)).toBe(value.octets);
    }
  }
  expect(walk.values.map(({ name, used, expected }) => [name, used?.octets, expected?.octets])).toEqual([
    ["username", "2001", undefined],
    ["realm", "example.com", "Example.com"],
    ["nonce", "n1", "n1"],
    ["method", "REGISTER", undefined],
    ["uri", "sip:example.com", undefined],
    ["algorithm", undefined, "MD5"],
    ["qop", "auth", undefined],
    ["nonceCount", "00000001", undefined],
    ["cnonce", "c", undefined],
    ["body", "", undefined],
  ]);
  expect(walk).toMatchObject({
    answer: { message: 2 },
    challenge: { message: 1 },
    outcome: { message: 3, status: 403, words: "403 Forbidden" },
    response: { octets: "00", place: { message: 2, field: "Authorization" } },
  });
});

test("the challenge and the answer lead to the same digest; a request without credentials to none", () => {
  const analysis = exchange(CHALLENGE, ANSWER);
  const walk = digestWalk(analysis, 2);
  expect([1, 3].map((message) => digestWalk(analysis, message))).toEqual([walk, walk]);
  expect(digestWalk(analysis, 0)).toBeNull();
  expect(digestWalk(analysis, 99)).toBeNull();
});

test("a hashed user name has to be typed, a uri that is not the Request-URI is told", () => {
  const walk = digestWalk(exchange(CHALLENGE, ANSWER.replace("sip:example.com", "sip:other") + ", userhash=true"), 2)!;
  expect(walk.values[0]).toMatchObject({ used: null, note: expect.stringContaining("hash only") as string });
  expect(walk.values.find(({ name }) => name === "uri")!.note).toContain("Not the Request-URI");
});

test("a value longer than a datagram is not taken apart", () => {
  const walk = digestWalk(exchange(CHALLENGE, ANSWER.replace("example.com", "x".repeat(70_000))), 2)!;
  expect(walk.values[1]).toMatchObject({ used: null, note: "Too long to compute with." });
});

interface Truth {
  readonly files: readonly string[];
  readonly keylog?: string | null;
  readonly passwords?: readonly { user: string; realm: string; password: string }[];
}

const CORPUS = join(import.meta.dirname, "../corpus");

function analysed(name: string, { files, keylog }: Truth): Analysis {
  const sources = files.map((file) => openFileSource(join(CORPUS, name, file), file));
  return finish(analyse(sources, { keyLogs: keylog ? [readFileSync(join(CORPUS, name, keylog))] : [] }));
}

/** Responses of accepted requests, computed from the configured password: `computed = traced` of each. */
function accepted(analysis: Analysis, { passwords = [] }: Truth): { computed: string | undefined; traced: string }[] {
  const found: { computed: string | undefined; traced: string }[] = [];
  for (const { request, status, hasCredentials } of analysis.trace.transactions) {
    if (!request || !hasCredentials || status < 200 || status >= 300) continue;
    const walk = digestWalk(analysis, request.index);
    if (!walk?.response) continue;
    const values = valuesOf(walk, "used");
    const known = passwords.find(({ user, realm }) => user === values.username && realm === values.realm);
    if (known) found.push({ computed: walkDigest(values, known.password).response, traced: walk.response.octets });
  }
  return found;
}

describe("captures of real stacks", () => {
  const scenes = readdirSync(CORPUS)
    .filter((name) => existsSync(join(CORPUS, name, "truth.json")))
    .map((name) => [name, JSON.parse(readFileSync(join(CORPUS, name, "truth.json"), "utf8")) as Truth] as const)
    .filter(([, { passwords }]) => passwords && passwords.length > 0);

  it("have every accepted response explained by the configured password", () => {
    let count = 0;
    for (const [name, truth] of scenes) {
      const responses = accepted(analysed(name, truth), truth);
      for (const { computed, traced } of responses) expect(`${name}: ${computed}`).toBe(`${name}: ${traced}`);
      count += responses.length;
    }
    expect(count).toBeGreaterThan(100);
  });

  it("show in a realm of another case which one the phone computed with", () => {
    const [name, truth] = scenes.find(([each]) => each === "a-22-realm-case")!;
    const analysis = analysed(name, truth);
    const refused = analysis.trace.transactions.find(({ hasCredentials, status }) => hasCredentials && status >= 400)!;
    const walk = digestWalk(analysis, refused.request!.index)!;
    const { password } = truth.passwords![0]!;
    const [used, expected] = (["used", "expected"] as const).map((side) => walkDigest(valuesOf(walk, side), password));
    expect(walk.values.find(({ name: each }) => each === "realm")).toMatchObject({
      used: { octets: "asterisk" },
      expected: { octets: "Asterisk" },
    });
    expect(compareResponses(used!.response!, walk.response!.octets).isSame).toBe(true);
    expect(compareResponses(expected!.response!, walk.response!.octets).isSame).toBe(false);
  });
});
