/** Finds rules by id, and their subject. */
import { RULES, RULES_BY_SUBJECT } from "./index.js";
import type { Rule } from "./rule.js";

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}

/** The rule's page, from the root of the repository and of the extension. */
export function rulePagePath(id: string): string {
  return `docs/rules/${id}.md`;
}

/** By the folder of the rule's file, in the order in which a registration meets them. */
export const SUBJECT_TITLES = {
  reachability: "Reachability, transport, DNS and TLS",
  authentication: "Authentication",
  refusal: "Refusals and retries",
  timers: "Timers and bindings",
  nat: "NAT, keep-alive and ALG",
  outbound: "Outbound, Path and GRUU",
  forking: "Several devices and forking",
  message: "Form of messages",
} as const satisfies Readonly<Record<keyof typeof RULES_BY_SUBJECT, string>>;

type Subject = keyof typeof SUBJECT_TITLES;

const SUBJECTS: ReadonlyMap<string, Subject> = new Map(
  (Object.keys(SUBJECT_TITLES) as Subject[]).flatMap((subject) =>
    RULES_BY_SUBJECT[subject].map(({ id }) => [id, subject] as const),
  ),
);

/** Folder of the rule's file; undefined for a rule that is not there. */
export function subjectOf(id: string): Subject | undefined {
  return SUBJECTS.get(id);
}
