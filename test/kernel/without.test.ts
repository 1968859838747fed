/** Where a page's policy forbids WebAssembly the same is found without it, only slower. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { projectCaptures, projectLogs, type ProjectFile } from "../capture/project-captures.js";

/** Each of a dozen of files that differ in kind. */
const FILES = [...projectCaptures(), ...projectLogs()].filter((_, index) => index % 12 === 0);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function found(file: ProjectFile, hasKernel: boolean) {
  vi.resetModules();
  if (!hasKernel) vi.stubGlobal("WebAssembly", undefined);
  const { sharedKernel } = await import("../../src/core/model/kernel.js");
  expect(sharedKernel() !== null).toBe(hasKernel);
  const { analyse, finish, memorySource } = await import("../../src/core/index.js");
  const { trace, findings } = finish(analyse([memorySource(file.path, file.octets)]));
  return { findings, registrations: trace.registrations.length, transactions: trace.transactions.length };
}

describe("without WebAssembly", () => {
  it("there are files to compare", () => expect(FILES.length).toBeGreaterThan(10));

  it.each(FILES.map((file) => [file.path, file] as const))("%s tells the same", async (_, file) => {
    const withKernel = await found(file, true);
    expect(withKernel.transactions + withKernel.findings.length).toBeGreaterThan(0);
    expect(await found(file, false)).toEqual(withKernel);
  });
});
