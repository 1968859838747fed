/** The compiler, the linter and the formatter notice what they are there for: each is run on planted breaches. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plant, type PlantedTree } from "./planted-tree.js";

describe("the compiler keeps hosts out of core", () => {
  const PLANTED: Readonly<Record<string, string>> = {
    "document.ts": "export const used = document.title;\n",
    "window.ts": "export const used = window.name;\n",
    "process.ts": "export const used = process.pid;\n",
    "buffer.ts": "export const used = Buffer.alloc(1);\n",
    "node.ts": 'import { readFileSync } from "node:fs";\nexport const used = readFileSync;\n',
    "timer.ts": "export const used = setTimeout(() => {}, 1);\n",
    "unchecked-index.ts": "export const used: number = new Uint8Array(1)[0];\n",
  };
  let tree: PlantedTree;
  let printed: string;
  beforeAll(() => {
    const planted = Object.entries(PLANTED).map(([name, text]) => [`src/core/model/${name}`, text] as const);
    const control = ["src/core/model/clean.ts", "export const used = new TextDecoder().decode();\n"] as const;
    tree = plant({ ...Object.fromEntries([...planted, control]), "src/view/empty.ts": "export {};\n" });
    printed = tree.run("typescript/bin/tsc", ["-b", "src/core"]).printed;
  });
  afterAll(() => tree.remove());

  it.each(Object.keys(PLANTED))("notices %s", (name) => {
    expect(printed).toContain(`src/core/model/${name}(`);
  });

  it("lets pass what every host has", () => {
    expect(printed).not.toContain("clean.ts");
  });
});

describe("the compiler keeps Node out of the page", () => {
  it("notices it", () => {
    const tree = plant({
      "webview/node.ts": "export const used = process.pid;\n",
      "src/view/empty.ts": "export {};\n",
    });
    try {
      const { printed } = tree.run("typescript/bin/tsc", ["-b", "webview"]);
      expect(printed).toContain("webview/node.ts(1");
    } finally {
      tree.remove();
    }
  });
});

describe("the linter", () => {
  const PLANTED: readonly { path: string; text: string; rule: string }[] = [
    {
      path: "src/core/model/node.ts",
      text: 'import { sep } from "node:path";\nexport const used = sep;\n',
      rule: "no-restricted-imports",
    },
    {
      path: "src/core/model/editor.ts",
      text: 'import * as vscode from "vscode";\nexport const used = vscode;\n',
      rule: "no-restricted-imports",
    },
    { path: "src/core/model/page.ts", text: "export const used = document;\n", rule: "no-restricted-globals" },
    { path: "src/core/model/host.ts", text: "export const used = process;\n", rule: "no-restricted-globals" },
    { path: "src/core/model/loose.ts", text: "export const used = (a: number) => a == 1;\n", rule: "eqeqeq" },
    {
      path: "src/core/model/promise.ts",
      text: "export const used = (work: () => Promise<void>) => {\n  work();\n};\n",
      rule: "@typescript-eslint/no-floating-promises",
    },
    {
      path: "webview/markup.ts",
      text: "export const used = (e: Element, text: string) => {\n  e.innerHTML = text;\n};\n",
      rule: "no-restricted-syntax",
    },
    {
      path: "webview/insert.ts",
      text: 'export const used = (e: Element, text: string) => e.insertAdjacentHTML("beforeend", text);\n',
      rule: "no-restricted-syntax",
    },
    {
      path: "webview/editor.ts",
      text: 'import * as vscode from "vscode";\nexport const used = vscode;\n',
      rule: "no-restricted-imports",
    },
    {
      path: "test/lonely.test.ts",
      text: 'import { it } from "vitest";\nit.only("alone", () => {});\n',
      rule: "no-restricted-syntax",
    },
    {
      path: "test/each.test.ts",
      text: 'import { it } from "vitest";\nit.skip.each([1])("%i", () => {});\n',
      rule: "no-restricted-syntax",
    },
  ];
  let tree: PlantedTree;
  let complaints: Map<string, string[]>;
  beforeAll(() => {
    const configuration = {
      "tsconfig.json": '{ "extends": "./tsconfig.base.json", "include": ["test"] }\n',
      "src/core/model/clean.ts": "export const used = (octets: Uint8Array) => octets[0]!;\n",
    };
    tree = plant({ ...configuration, ...Object.fromEntries(PLANTED.map(({ path, text }) => [path, text])) });
    const { printed } = tree.run("eslint/bin/eslint.js", [".", "--format", "json"]);
    const results = JSON.parse(printed) as { filePath: string; messages: { ruleId: string }[] }[];
    complaints = new Map(
      results.map(({ filePath, messages }) => [filePath.replaceAll("\\", "/"), messages.map(({ ruleId }) => ruleId)]),
    );
  });
  afterAll(() => tree.remove());

  const complaintsAbout = (path: string) => [...complaints].find(([file]) => file.endsWith(path))?.[1];

  it.each(PLANTED)("notices $path", ({ path, rule }) => {
    expect(complaintsAbout(path)).toContain(rule);
  });

  it("lets pass what is allowed", () => {
    expect(complaintsAbout("src/core/model/clean.ts")).toEqual([]);
  });
});

describe("the formatter", () => {
  it("notices an unformatted file and only that", () => {
    const tree = plant({
      "src/core/model/wild.ts": "export   const used=1\n",
      "src/core/model/tame.ts": "export {};\n",
    });
    try {
      const { status, printed } = tree.run("prettier/bin/prettier.cjs", ["--check", "src/core/model"]);
      expect(status).toBe(1);
      expect(printed).toContain("wild.ts");
      expect(printed).not.toContain("tame.ts");
    } finally {
      tree.remove();
    }
  });
});
