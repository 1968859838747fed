/** What a person may call a ladder by: its key, an AoR, or a Call-ID. */
import type { Analysis } from "../analysis.js";
import { shelvesOf } from "./shelves.js";
import { signalShelves } from "./signal-shelves.js";

/** Rows of the overview that one ladder shows together: `r0+c3`. */
export function keysOf(key: string): readonly string[] {
  return [...new Set(key.split("+"))];
}

/**
 * Keys of the ladders that a name means: `all`; a key as `r0` or `c2`; an AoR, with or without its scheme, which several
 * devices may have registered; a Call-ID; several keys joined by `+`. Empty when nothing is called so.
 */
export function ladderKeys(analysis: Analysis, name: string): string[] {
  if (name === "all") return ["all"];
  const keys = keysOf(name);
  if (keys.length > 1 && keys.every((key) => isKey(analysis, key))) return [name];
  const shelves = shelvesOf(analysis);
  if (isKey(analysis, name)) return [name];
  const ofAor = shelves.all.filter(({ registration }) => registration && isCalled(registration.aor, name));
  if (ofAor.length > 0) return ofAor.map(({ key }) => key);
  return shelves.all
    .filter(({ transactions }) => transactions.some(({ callId }) => callId === name))
    .map(({ key }) => key);
}

function isCalled(aor: string, name: string): boolean {
  return aor === name || aor.replace(/^sips?:/, "") === name;
}

function isKey(analysis: Analysis, key: string): boolean {
  return shelvesOf(analysis).byKey.has(key) || signalShelves(analysis).has(key);
}
