/** The page of a rule opens from wherever a finding is shown, and no link leads out of the folder of the pages. */
import { existsSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMANDS } from "../../src/vscode/contributions.js";
import { registerRulePage, rulePageLink } from "../../src/vscode/rule-page.js";
import { RULES } from "../../src/core/rules/index.js";
import { FakeUri } from "./fake-uri.js";
import { editor } from "./fake-vscode.js";

const EXTENSION = "file:///extensions/sip-trace";
const extension = FakeUri.parse(EXTENSION) as unknown as Parameters<typeof registerRulePage>[0];

let shown: string[];
let command: { dispose(): unknown };

beforeEach(() => {
  editor.reset();
  shown = [];
  editor.commands.set("markdown.showPreview", (page) => shown.push(String(page)));
  command = registerRulePage(extension);
});
afterEach(() => command.dispose());

test("the link of each rule opens a page that is there", async () => {
  for (const { id } of RULES) {
    const { scheme, path, query } = rulePageLink(id);
    expect(scheme).toBe("command");
    await editor.run(path, ...(JSON.parse(query) as unknown[]));
    expect(shown.at(-1)).toBe(`${EXTENSION}/docs/rules/${id}.md`);
    expect(existsSync(new URL(`../../docs/rules/${id}.md`, import.meta.url))).toBe(true);
  }
});

test("without a rule the index is shown", async () => {
  await editor.run(COMMANDS.openRulePage);
  expect(shown).toEqual([`${EXTENSION}/docs/rules/README.md`]);
});

test.each(["../../package", "realm-mismatch/../../x", "https://example.com", 7, ["realm-mismatch"]])(
  "%j opens nothing",
  async (rule) => {
    await editor.run(COMMANDS.openRulePage, rule);
    expect(shown).toEqual([]);
  },
);

test("where the preview is switched off the page is shown as text", async () => {
  editor.commands.set("markdown.showPreview", () => {
    throw new Error("command not found");
  });
  editor.commands.set("vscode.open", (page) => shown.push(String(page)));
  await editor.run(COMMANDS.openRulePage, "realm-mismatch");
  expect(shown).toEqual([`${EXTENSION}/docs/rules/realm-mismatch.md`]);
});
