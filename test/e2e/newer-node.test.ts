/** The command line on the newer Node that VS Code's server brings: what it asks of V8 is not what every V8 knows. */
import { expect, inject, it } from "vitest";
import { runCli } from "../cli/command-line.js";

it("tells the same on a newer Node, and nothing beside it", () => {
  const args = ["--format", "json", "samples/clock-skew.pcapng", "samples/healthy-registration.pcapng"];
  const newer = runCli(args, { node: inject("vscodeHost").node });
  expect(newer.err).toBe("");
  expect(newer).toEqual(runCli(args));
});
