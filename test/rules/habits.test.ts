/** Rules pass over registrations by what all of their REGISTERs have in common; looking at each of them finds the same. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diagnose } from "../../src/core/rules/run-rules.js";
import type { Registration } from "../../src/core/trace/registration.js";
import { traceOf } from "../trace/trace-of.js";
import { withoutCarets } from "./annotate.js";

const FOLDER = import.meta.dirname;
const TRACES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".siptrace"));
const OPTIONS = { overrides: {}, natTimeoutSeconds: 60 };

test.each(TRACES)("%s", (name) => {
  const text = withoutCarets(readFileSync(join(FOLDER, name), "utf8"));
  const closely = traceOf(text);
  const found = diagnose({ ...closely, registrations: closely.registrations.map(withoutHabits) }, OPTIONS);
  expect(diagnose(traceOf(text), OPTIONS)).toEqual(found);
});

/** The same registration, of which nothing is known beforehand. */
function withoutHabits(registration: Registration): Registration {
  const { index, aor, device, transactions } = registration;
  return {
    ...{
      index,
      aor,
      device,
      transactions,
      isSteady: false,
      hasPlainContacts: false,
      plainGrants: undefined,
      isQuiet: false,
    },
    get attempts() {
      return registration.attempts;
    },
    get attemptStarts() {
      return registration.attemptStarts;
    },
    get bindings() {
      return registration.bindings;
    },
    get state() {
      return registration.state;
    },
  };
}
