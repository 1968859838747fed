/**
 * What posters blot out is no fault: with any kind of value masked in any style, in all messages or some, no trace of the
 * rules' tests shows a finding that it does not show as it is. One may vanish with the value that proves it. Call-IDs and
 * branches keep something of their own: without it nothing tells which messages belong together.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { diagnoseText, withoutCarets } from "../rules/annotate.js";
import { CUTS, masking, MASKS, printed, SCOPES, SECRETS, type Secret } from "./masking.js";

const FOLDER = join(import.meta.dirname, "..", "rules");
const TRACES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".siptrace"))
  .sort()
  .map((name) => ({ name: basename(name), trace: withoutCarets(readFileSync(join(FOLDER, name), "utf8")) }))
  .filter(({ trace }) => trace.length < 12_000)
  .map(({ name, trace }) => {
    const plain = printed(trace);
    const { trace: read, findings } = diagnoseText(plain);
    return { name, trace, plain, messages: read.messages.length, findings };
  });

/** They say what a trace shows of a failure, where the finding that tells its reason needs the value that is gone. */
const REMAINS: readonly string[] = [
  ...["register-refused", "aor-unknown", "register-forbidden", "auth-loop", "digest-failed"],
  ...["inbound-call-unreachable", "register-timeout", "keepalive-missing", "password-guessing", "retry-too-fast"],
];

/** Every so many of all combinations; those of one kind of value meet all styles, scopes and traces in turn. */
const STEP = 307;

describe.each(Object.keys(SECRETS) as Secret[])("a mask in place of: %s", (secret) => {
  const combinations = MASKS.flatMap((mask) => SCOPES.map((scope) => ({ mask, scope })));

  it("makes no finding and loses no message", { timeout: 120_000 }, () => {
    const made: string[] = [];
    for (const [index, { name, trace, plain, messages, findings }] of TRACES.entries()) {
      const rules = new Set(findings.map(({ rule }) => rule));
      const isFaulty = rules.size > 0;
      for (let at = (37 * index) % STEP; at < combinations.length; at += STEP) {
        const { mask, scope } = combinations[at]!;
        const text = printed(trace, masking(secret, mask, scope));
        if (text === plain) continue;
        const after = diagnoseText(text);
        const where = `${name} with ${mask} in ${scope}`;
        if (after.trace.messages.length !== messages) made.push(`${where}: another count of messages`);
        for (const { rule, message } of after.findings) {
          if (rules.has(rule) || (isFaulty && REMAINS.includes(rule))) continue;
          made.push(`${where}: ${rule}: ${message}`);
        }
      }
    }
    expect(made).toEqual([]);
  });
});

/** What a cut takes away may be what a finding rests on, and that it is missing is told. */
const TOLD = [...REMAINS, "message-truncated"];

/** Rules about a message's own form. */
const FORM = readdirSync(join(import.meta.dirname, "..", "..", "src", "core", "rules", "message")).map((file) =>
  basename(file, ".ts"),
);

describe.each(Object.entries(CUTS))("a log with %s", (what, cut) => {
  it("makes no finding and loses no message", { timeout: 120_000 }, () => {
    const made: string[] = [];
    for (const { name, trace, plain, messages, findings } of TRACES) {
      const rules = new Set(findings.map(({ rule }) => rule));
      const text = printed(trace, cut);
      if (text === plain) continue;
      const after = diagnoseText(text);
      if (after.trace.messages.length !== messages) made.push(`${name}: another count of messages`);
      for (const { rule, message } of after.findings) {
        // What a header lacks where the log ends it without a word is lacking to every rule but those about its form.
        const isMeant = !what.includes("limited") || FORM.includes(rule);
        if (isMeant && !rules.has(rule) && !TOLD.includes(rule)) made.push(`${name}: ${rule}: ${message}`);
      }
    }
    expect(made).toEqual([]);
  });
});
