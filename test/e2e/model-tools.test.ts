/** Another extension calls the language-model tools in a real VS Code, as a model would: they read the workspace alone, with pseudonyms. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Workbench } from "./driver/workbench.js";

const ORIGINALS = ["pbx.example.com", "2061", "192.168.10.61", "192.168.10.5"];

type Answer = { readonly text: string } | { readonly refused: string };

describe("language-model tools", () => {
  const outside = mkdtempSync(join(tmpdir(), "sip-trace-outside-"));
  let workbench: Workbench;
  let answers: readonly Answer[] = [];

  beforeAll(async () => {
    const caller = join(outside, "tool-caller.vsix");
    await createVSIX({
      cwd: join(import.meta.dirname, "tool-caller"),
      packagePath: caller,
      dependencies: false,
      allowMissingRepository: true,
      skipLicense: true,
    });
    workbench = await Workbench.open({
      host: "node",
      readyCommand: "Tool Caller: Call",
      beside: [caller],
      settings: { "chat.disableAIFeatures": false },
    });
    writeFileSync(join(outside, "phone.pcapng"), readFileSync(join(workbench.folder, "realm-mismatch.pcapng")));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(outside, { recursive: true, force: true });
  });

  const file = "realm-mismatch.pcapng";
  const CALLS = [
    { tool: "sip-trace_findings", input: { file } },
    { tool: "sip-trace_ladder", input: { file, name: "r0" } },
    { tool: "sip-trace_message", input: { file, place: 5 } },
    { tool: "sip-trace_card", input: { file, name: "r0" } },
    { tool: "sip-trace_findings", input: { file: join(outside, "phone.pcapng") } },
    { tool: "sip-trace_findings", input: { file: "../phone.pcapng" } },
    { tool: "sip-trace_findings", input: { file: "nothing.pcapng" } },
    { tool: "sip-trace_findings", input: {} },
  ];

  it("are called by another extension", async () => {
    const path = join(workbench.folder, "answers.json");
    writeFileSync(join(workbench.folder, "calls.json"), JSON.stringify(CALLS));
    await workbench.runCommand("Tool Caller: Call");
    await expect
      .poll(() => existsSync(path) && readFileSync(path, "utf8").endsWith("}"), { timeout: 60_000 })
      .toBe(true);
    const told = JSON.parse(readFileSync(path, "utf8")) as { tools: readonly string[]; answers: readonly Answer[] };
    expect(told.tools).toEqual(expect.arrayContaining(CALLS.map(({ tool }) => tool)));
    answers = told.answers;
    expect(answers).toHaveLength(CALLS.length);
  });

  it.each([
    ["findings", 0, /realm-mismatch/],
    ["ladder", 1, /REGISTER[^]*401 Unauthorized/],
    ["message", 2, /REGISTER[^]*Authorization: Digest username=/],
    ["card", 3, /Digest/],
  ] as const)("%s tells what the trace shows, and nothing that it names", (_, index, expected) => {
    const answer = answers[index]!;
    expect(answer).toEqual({ text: expect.stringMatching(expected) as string });
    const text = "text" in answer ? answer.text : "";
    for (const original of ORIGINALS) expect(text).not.toContain(original);
  });

  it.each([
    ["an absolute path", 4],
    ["a way up", 5],
    ["a file that is not there", 6],
    ["no file, with none in front", 7],
  ] as const)("refuse %s", (_, index) => {
    expect(answers[index]).toEqual({ refused: expect.stringMatching(/workspace/) as string });
  });
});
