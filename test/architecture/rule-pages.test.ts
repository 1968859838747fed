/** The pages of the rules, `docs/rules/`: whether their diagrams can be drawn, their links lead somewhere, and they say what to do. */
import mermaid from "mermaid";
import { describe, expect, it } from "vitest";
import { RULES } from "../../src/core/rules/index.js";
import { sourceFiles } from "./source-files.js";

const pages = sourceFiles(["docs/rules"], [".md"]);
const rulePages = pages.filter(({ path }) => !path.endsWith("/README.md"));

it("there is one for each rule", () => {
  expect(rulePages.map(({ path }) => path).sort()).toEqual(RULES.map(({ id }) => `docs/rules/${id}.md`).sort());
});

describe.each(rulePages.map(({ path, text }) => [path, text] as const))("%s", (_, text) => {
  it("draws a ladder with the finding in it", async () => {
    const [, diagram = ""] = /^```mermaid\n([^]*?)^```$/m.exec(text) ?? [];
    expect(await mermaid.parse(diagram)).toMatchObject({ diagramType: "sequence" });
    expect(diagram).toMatch(/Note over L\d+,L\d+: (error|warning|info)/);
  });

  it("names steps of its ladder, not lines of a file", () => {
    expect(text.replace(/```[^]*?```/g, "")).not.toMatch(/\blines? \d/);
  });

  it("names a Wireshark filter with balanced brackets", () => {
    const [, filter = ""] = /look at:\n\n```text\n(.*)\n```/.exec(text) ?? [];
    expect(filter).not.toBe("");
    expect(filter.split("(").length).toBe(filter.split(")").length);
  });
});

it("every link within the pages leads to one", () => {
  const names = new Set(pages.map(({ path }) => path.slice("docs/rules/".length)));
  const links = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https:\/\/)([^)#]*)(?:#[^)]*)?\)/g)].map(([, target = ""]) => ({ path, target })),
  );
  expect(links.length).toBeGreaterThan(RULES.length);
  expect(links.filter(({ target }) => !names.has(target))).toEqual([]);
});
