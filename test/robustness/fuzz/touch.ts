/** Asks a lazily read value for everything it can tell, whatever it offers: its own properties, its getters, and theirs. */

const MAX_DEPTH = 6;

/** @returns how many values were asked. */
export function touchAll(value: unknown, depth = 0): number {
  if (value === null || typeof value !== "object" || depth > MAX_DEPTH || ArrayBuffer.isView(value)) return 0;
  if (Array.isArray(value)) return value.slice(0, 50).reduce<number>((sum, item) => sum + touchAll(item, depth + 1), 1);
  let asked = 1;
  const record = value as Record<string, unknown>;
  for (const name of new Set([...Object.keys(record), ...gettersOf(record)]))
    asked += touchAll(record[name], depth + 1);
  return asked;
}

function gettersOf(value: object): string[] {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return [];
  const descriptors = Object.getOwnPropertyDescriptors(prototype);
  const own = Object.keys(descriptors).filter((name) => "get" in descriptors[name]! && name !== "__proto__");
  return [...own, ...gettersOf(prototype)];
}
