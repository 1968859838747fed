/** Finds rules by id. */
import { RULES } from "./index.js";
import type { Rule } from "./rule.js";

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
