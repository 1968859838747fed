/** The search over the messages: what is found, by which row it is shown, and what it costs. */
import { expect, test } from "vitest";
import { overviewOf } from "../../src/core/ladder/overview.js";
import { searchMessages } from "../../src/core/ladder/search.js";
import type { Found, MessageQuery } from "../../src/view/search.js";
import { PHONE, REGISTRAR, sent } from "../trace/trace-of.js";
import { analysisOf, healthyRegistration } from "./views-of.js";

const EVERYTHING: MessageQuery = {
  words: [],
  methods: [],
  statusClasses: [],
  address: "",
  fromMicros: null,
  toMicros: null,
};

const CALL = { callId: "call-9", cseq: "1 INVITE", from: REGISTRAR, to: PHONE };
const TEXT = [
  healthyRegistration(),
  sent({ ...CALL, at: 20, line: "INVITE sip:2001@192.0.2.10 SIP/2.0", headers: ["Subject: Grüße aus KÖLN"] }),
  sent({ ...CALL, at: 21, line: "SIP/2.0 486 Busy Here", from: PHONE, to: REGISTRAR }),
].join("");

/** Hits by row. */
function found(query: Partial<MessageQuery>, findings: Parameters<typeof analysisOf>[1] = []): Record<string, number> {
  const analysis = analysisOf(TEXT, findings);
  const { rows } = overviewOf(analysis);
  let last: Found | undefined;
  for (const step of searchMessages(analysis, rows, { ...EVERYTHING, ...query })) last = step.take();
  expect(last?.examined).toBe(analysis.trace.messages.length);
  return Object.fromEntries([...(last?.rows ?? [])].map((row, index) => [rows[row]!.key, last?.counts[index] ?? 0]));
}

test("words are found in any case and order, if all stand in one message", () => {
  expect(found({ words: ["busy"] })).toEqual({ c0: 1 });
  expect(found({ words: ["BUSY", "sip/2.0 486"] })).toEqual({ c0: 1 });
  expect(found({ words: ["busy", "invite sip:"] })).toEqual({});
  expect(found({ words: ["sip/2.0"] })).toEqual({ r0: 4, c0: 2 });
});

test("what is not ASCII is compared as text, in any case", () => {
  expect(found({ words: ["köln"] })).toEqual({ c0: 1 });
  expect(found({ words: ["GRÜSSE"] })).toEqual({});
  expect(found({ words: ["GRÜßE", "aus"] })).toEqual({ c0: 1 });
  // The same octets within others are not the letter.
  expect(found({ words: ["ö"] })).toEqual({ c0: 1 });
  expect(found({ words: ["\u00c3"] })).toEqual({});
});

test("a response has the method of its request", () => {
  expect(found({ methods: ["INVITE"] })).toEqual({ c0: 2 });
  expect(found({ methods: ["INVITE"], statusClasses: [4] })).toEqual({ c0: 1 });
  expect(found({ statusClasses: [0] })).toEqual({ r0: 2, c0: 1 });
});

test("an address is found as it begins, with its port, or in its network", () => {
  expect(found({ address: "192.0.2.10" })).toEqual({ r0: 4, c0: 2 });
  expect(found({ address: "192.0.2.10:5060" })).toEqual({ r0: 4, c0: 2 });
  expect(found({ address: "192.0.2.10:5061" })).toEqual({});
  expect(found({ address: "192.0.2.0/24", methods: ["INVITE"] })).toEqual({ c0: 2 });
  expect(found({ address: "203.0.113.0/24" })).toEqual({});
  expect(found({ address: "192.0.2.0/99" })).toEqual({});
});

test("a range of time is half-open", () => {
  const { trace } = analysisOf(TEXT);
  const at = trace.messages.atMicros(5);
  expect(found({ fromMicros: at })).toEqual({ c0: 1 });
  expect(found({ toMicros: at })).toEqual({ r0: 4, c0: 1 });
});

test("a finding counts what is found of the message it is flagged at", () => {
  const hits = found({ words: ["register sip:"] }, [{}]);
  expect(hits["n0"]).toBe(1);
});

test("the first hit of each row is told, and a row again only when it has more", () => {
  const analysis = analysisOf(TEXT);
  const { rows } = overviewOf(analysis);
  const steps = searchMessages(analysis, rows, { ...EVERYTHING, words: ["busy"] });
  const progress = steps.next().value;
  const told = progress.take();
  expect([...told.firsts]).toEqual([5]);
  expect(progress.take().rows).toHaveLength(0);
});

test("a search of very many words looks at the first ones", () => {
  const words = ["busy", ...Array.from({ length: 15 }, () => "sip"), "nowhere"];
  expect(found({ words })).toEqual({ c0: 1 });
});
