/** Messages and findings as the page shows them. */
import { expect, test } from "vitest";
import { findingView } from "../../src/core/ladder/finding-view.js";
import { messageView } from "../../src/core/ladder/message-view.js";
import { sent } from "../trace/trace-of.js";
import { analysisOf, findingAt, healthyRegistration } from "./views-of.js";

test("marks count characters of the text, not octets of the message", () => {
  const text = sent({ at: 0, line: "REGISTER sip:example.com SIP/2.0", headers: ['Subject: "Zoë" here'] });
  const analysis = analysisOf(text);
  const octets = analysis.trace.messages.at(0).sip.text;
  const start = octets.indexOf("here");
  const finding = findingAt(analysis.trace, 0);
  const flagged = { ...finding, location: { ...finding.location, range: { start, end: start + 4 } } };
  const view = messageView({ ...analysis, findings: [flagged] }, 0);
  expect(view.marks).toHaveLength(1);
  expect(view.text.slice(view.marks[0]!.start, view.marks[0]!.end)).toBe("here");
  expect(view.text).toContain("Zoë");
  expect(view.text).not.toContain("\r");
});

test("control characters are pictured", () => {
  const text = sent({ at: 0, line: "REGISTER sip:example.com SIP/2.0", headers: ["Subject: a\u001b[2Jb\u202ec"] });
  expect(messageView(analysisOf(text), 0).text).toContain("Subject: a␛[2Jb�c");
});

test("a finding brings its rule's texts, its quote and where its places stand", () => {
  const analysis = analysisOf(healthyRegistration());
  const finding = findingAt(analysis.trace, 2);
  const location = { ...findingAt(analysis.trace, 1).location, range: { start: 8, end: 24 } };
  const view = findingView(
    { ...analysis, findings: [{ ...finding, related: [{ location, message: "the challenge" }] }] },
    0,
  );
  expect(view).toMatchObject({ title: "Realm mismatch", quote: "REGISTER", at: 2 });
  expect(view.where).toMatch(/^REGISTER · line \d+$/);
  expect(view.related[0]).toMatchObject({ message: 1, label: "the challenge", quote: "401 Unauthorized" });
  expect(view.why).not.toBe("");
});

test("an index out of range is refused", () => {
  const analysis = analysisOf(healthyRegistration());
  expect(() => findingView(analysis, 0)).toThrow(RangeError);
  expect(() => messageView(analysis, 99)).toThrow(RangeError);
});
