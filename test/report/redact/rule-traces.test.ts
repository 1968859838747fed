/** The traces that show each rule its condition, and the nearest ones that do not, are judged the same once they are redacted. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { analyseOctets, findingsOf, redactOctets } from "./redacting.js";

const RULES = join(import.meta.dirname, "../../rules");
const traces = readdirSync(RULES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".siptrace"));

test.each(traces)("%s", (name) => {
  const original = new Uint8Array(readFileSync(join(RULES, name)));
  expect(findingsOf(analyseOctets(redactOctets(original)))).toEqual(findingsOf(analyseOctets(original)));
});
