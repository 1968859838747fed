/** A rule as SARIF describes it: what a code-scanning viewer shows beside each result (SARIF 2.1.0 §3.49). */
import { subjectOf } from "../rules/catalogue.js";
import type { Rule } from "../rules/rule.js";
import { ruleHelp } from "./rule-help.js";

/** GitHub's word for how grave a rule is, beside SARIF's own level. */
const GRAVITY = { error: "error", warning: "warning", info: "recommendation" } as const;

/** @param level SARIF's word for the rule's severity. */
export function sarifRule(rule: Rule, level: string) {
  const { id, title, severity, kind, summary, why, remedy, sources } = rule;
  const [first] = sources;
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: title },
    fullDescription: { text: summary },
    help: {
      text: [summary, why, remedy, sources.map(({ label }) => label).join(", ")].join("\n\n"),
      markdown: ruleHelp(rule, { nameRule: (other) => `\`${other}\`` }),
    },
    // The rule's page has no address on the web; its text is the help above. What is right stands in the RFC.
    ...(first ? { helpUri: first.url } : {}),
    defaultConfiguration: { level },
    properties: { tags: ["sip", subjectOf(id) ?? "sip", kind], "problem.severity": GRAVITY[severity] },
  };
}

function pascalCase(kebab: string): string {
  return kebab.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
