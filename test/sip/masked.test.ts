/** Blotted-out values are known as such, and real ones are not taken for them. */
import { expect, it } from "vitest";
import { isMasked } from "../../src/core/sip/masked.js";

it.each(["xxxx", "XX.XX.XX.XX", "***", "...", "<removed>", "[redacted]", "XXX-XXX", "(Hidden)"])("%s is", (value) => {
  expect(isMasked(value)).toBe(true);
});

it.each(["", "x", "xbox", "pbx.example.com", "192.0.2.1", "removed by", "max", "10.x.1"])("%s is not", (value) => {
  expect(isMasked(value)).toBe(false);
});
