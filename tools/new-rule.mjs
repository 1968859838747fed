/**
 * Begins a rule: its module and a pair of traces, one that shows the condition and the nearest one that does not.
 *
 *     npm run new-rule -- registration/binding-expired
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./build.mjs";
import { generate } from "./generate.mjs";

/** @param {string} id */
function ruleModule(id) {
  const words = id.replaceAll("-", " ");
  return `/** TODO: one sentence on what is wrong. */
import { defineRule, rfc } from "../rule.js";

export default defineRule({
  id: "${id}",
  title: "${words.charAt(0).toUpperCase()}${words.slice(1)}",
  severity: "error",
  kind: "cause",
  summary: "TODO: what was seen.",
  why: "TODO: why it matters.",
  looksLike: "TODO: what a person notices, and what the ladder shows.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER"',
    steps: ["TODO: what to compare, ask or try."],
  },
  notWhen: ["TODO: the look-alike, and the rule-id that tells of it."],
  remedy: "TODO: what to do, whatever the product.",
  sources: [rfc(3261, "TODO")],
  fixes: {},
  messages: { seen: "TODO: what was seen in {method}, with the real values." },
  check(trace, report) {
    for (const { request, method, index } of trace.transactions) {
      // TODO: the condition.
      if (!request || method !== "REGISTER") continue;
      report({ message: "seen", at: { message: request }, values: { method }, explains: [index] });
    }
  },
});
`;
}

/** @param {string} expires */
function trace(expires) {
  return `12:01:12.000 udp 192.0.2.10:5060 > 192.0.2.1:5060
REGISTER sip:example.com SIP/2.0
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1
From: <sip:alice@example.com>;tag=a1
To: <sip:alice@example.com>
Call-ID: 1@192.0.2.10
CSeq: 1 REGISTER
Contact: <sip:alice@192.0.2.10>
Max-Forwards: 70
Expires: ${expires}
Content-Length: 0
`;
}

/**
 * @param {string | undefined} name
 * @returns {Record<string, string>} path from the repository → text
 * @throws {Error} when the name is not `folder/rule-id` or is taken
 */
function newFiles(name) {
  const match = /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)$/.exec(name ?? "");
  if (!match)
    throw new Error("Say the folder and the id of the rule: npm run new-rule -- registration/binding-expired");
  const files = {
    [`src/core/rules/${name}.ts`]: ruleModule(match[2] ?? ""),
    [`test/rules/${name}.bad.siptrace`]: trace("3600"),
    [`test/rules/${name}.good.siptrace`]: trace("600"),
  };
  const taken = Object.keys(files).find((path) => existsSync(join(ROOT, path)));
  if (taken) throw new Error(`${taken} is there already.`);
  return files;
}

try {
  const files = newFiles(process.argv[2]);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
  const generated = await generate();
  console.log([...Object.keys(files), ...generated].map((path) => `wrote ${path}`).join("\n"));
  console.log("Fill in the TODOs, then `npm test -- unit rules -u` writes the carets into the bad trace.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
