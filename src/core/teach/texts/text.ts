/** The form of the tables of explanations: a sentence or two, and where they rest. */
import { rfc, type Source } from "../../rules/rule.js";

/** What it is, the RFC that defines it, and the section where that is certain. */
export type Text = readonly [what: string, rfc: number | null, section?: string];

export interface Explained {
  readonly what: string;
  readonly sources: readonly Source[];
}

/** @param name as the table spells it; undefined when the table has no such name. */
export function lookUp(table: Readonly<Record<string, Text>>, name: string): Explained | undefined {
  const text = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!text) return undefined;
  const [what, number, section] = text;
  return { what, sources: number === null ? [] : [rfc(number, section)] };
}
