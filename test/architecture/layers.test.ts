/** Imports point the way the architecture says, and each rule of that is proved to notice its breach. */
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../tools/build.mjs";
import layers from "./layers.cjs";
import { plant } from "./planted-tree.js";

/** @returns one line a breach: `rule: from -> to` */
async function breaches(root: string): Promise<string[]> {
  const { output } = await cruise(["src", "webview"], {
    baseDir: root,
    validate: true,
    ruleSet: layers as never,
    // Types bind as much as values: a cycle of types is a cycle of ideas.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "default", "types"] },
  });
  const { violations } = (output as ICruiseResult).summary;
  // A planted tree's packages lie elsewhere, behind a link.
  const target = (path: string) => path.replace(/^.*(?=node_modules\/)/, "");
  return violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${target(to)}`).sort();
}

describe("the layers", () => {
  it("hold in the whole tree", async () => {
    expect(await breaches(ROOT)).toEqual([]);
  });

  const use = (path: string) => `import { value } from "${path}";\nexport const used = value;\n`;
  const useType = (path: string) => `import type { Value } from "${path}";\nexport type Used = Value;\n`;
  const VALUE = "export const value = 1;\nexport type Value = number;\n";

  const PLANTED: readonly { title: string; files: Record<string, string>; breach: string }[] = [
    {
      title: "an earlier station that imports a later one",
      files: { "src/core/sip/planted.ts": use("../rules/value.js"), "src/core/rules/value.ts": VALUE },
      breach: "sip-before-trace: src/core/sip/planted.ts -> src/core/rules/value.ts",
    },
    {
      title: "the same for a type alone",
      files: { "src/core/model/planted.ts": useType("../capture/value.js"), "src/core/capture/value.ts": VALUE },
      breach: "model-before-capture: src/core/model/planted.ts -> src/core/capture/value.ts",
    },
    {
      title: "a station that goes through the façade",
      files: { "src/core/sip/planted.ts": use("../index.js"), "src/core/index.ts": VALUE },
      breach: "stations-without-facade: src/core/sip/planted.ts -> src/core/index.ts",
    },
    {
      title: "a station that knows the whole",
      files: { "src/core/sip/planted.ts": use("../analysis.js"), "src/core/analysis.ts": VALUE },
      breach: "analysis-is-made-of-stations: src/core/sip/planted.ts -> src/core/analysis.ts",
    },
    {
      title: "core that imports a worker",
      files: { "src/core/teach/planted.ts": use("../../worker/value.js"), "src/worker/value.ts": VALUE },
      breach: "core-knows-no-front: src/core/teach/planted.ts -> src/worker/value.ts",
    },
    {
      title: "core that imports Node",
      files: {
        "src/core/model/planted.ts": 'import { readFileSync } from "node:fs";\nexport const used = readFileSync;\n',
      },
      breach: "core-knows-no-node: src/core/model/planted.ts -> fs",
    },
    {
      title: "core that imports the editor",
      files: { "src/core/model/planted.ts": 'import * as vscode from "vscode";\nexport const used = vscode;\n' },
      breach: "vscode-only-in-src-vscode: src/core/model/planted.ts -> node_modules/@types/vscode/index.d.ts",
    },
    {
      title: "core that imports the editor for a type",
      files: { "src/core/model/planted.ts": 'import type { Uri } from "vscode";\nexport type Used = Uri;\n' },
      breach: "vscode-only-in-src-vscode: src/core/model/planted.ts -> node_modules/@types/vscode/index.d.ts",
    },
    {
      title: "a view that imports core",
      files: { "src/view/planted.ts": use("../core/model/value.js"), "src/core/model/value.ts": VALUE },
      breach: "view-is-closed: src/view/planted.ts -> src/core/model/value.ts",
    },
    {
      title: "a page that imports core",
      files: { "webview/planted.ts": use("../src/core/model/value.js"), "src/core/model/value.ts": VALUE },
      breach: "webview-knows-views-only: webview/planted.ts -> src/core/model/value.ts",
    },
    {
      title: "a teaching page that imports more of core than runs live",
      files: { "webview/teach/planted.ts": use("../../src/core/teach/value.js"), "src/core/teach/value.ts": VALUE },
      breach: "teaching-page-knows-what-runs-live: webview/teach/planted.ts -> src/core/teach/value.ts",
    },
    {
      title: "what runs live that imports the trace",
      files: { "src/core/teach/live/planted.ts": use("../../trace/value.js"), "src/core/trace/value.ts": VALUE },
      breach: "live-needs-no-trace: src/core/teach/live/planted.ts -> src/core/trace/value.ts",
    },
    {
      title: "a worker that imports the extension",
      files: { "src/worker/planted.ts": use("../vscode/value.js"), "src/vscode/value.ts": VALUE },
      breach: "worker-knows-no-front: src/worker/planted.ts -> src/vscode/value.ts",
    },
    {
      title: "a command line that imports the extension",
      files: { "src/cli/planted.ts": use("../vscode/value.js"), "src/vscode/value.ts": VALUE },
      breach: "cli-and-extension-are-apart: src/cli/planted.ts -> src/vscode/value.ts",
    },
    {
      title: "an extension that imports the page",
      files: { "src/vscode/planted.ts": use("../../webview/value.js"), "webview/value.ts": VALUE },
      breach: "extension-and-cli-are-apart: src/vscode/planted.ts -> webview/value.ts",
    },
    {
      title: "a cycle of values",
      files: {
        "src/core/sip/planted.ts": `${use("./value.js")}${VALUE}`,
        "src/core/sip/value.ts": 'import { used } from "./planted.js";\nexport const value = () => used;\n',
      },
      breach: "no-cycles: src/core/sip/planted.ts -> src/core/sip/value.ts",
    },
    {
      title: "a cycle of types",
      files: {
        "src/core/sip/planted.ts": useType("./value.js"),
        "src/core/sip/value.ts": 'import type { Used } from "./planted.js";\nexport type Value = Used[];\n',
      },
      breach: "no-cycles: src/core/sip/planted.ts -> src/core/sip/value.ts",
    },
    {
      title: "an import that leads nowhere",
      files: { "src/core/sip/planted.ts": use("./nowhere.js") },
      breach: "everything-resolves: src/core/sip/planted.ts -> ./nowhere.js",
    },
  ];

  it.each(PLANTED)("notice $title", async ({ files, breach }) => {
    const tree = plant(files);
    try {
      expect(await breaches(tree.root)).toContain(breach);
    } finally {
      tree.remove();
    }
  });

  it("let pass what is allowed", async () => {
    const tree = plant({
      "src/core/model/value.ts": VALUE,
      "src/core/teach/planted.ts": use("../model/value.js"),
      "src/core/index.ts": use("./teach/planted.js").replaceAll("value", "used").replace("const used", "const again"),
      "src/view/value.ts": VALUE,
      "webview/main.ts": useType("../src/view/value.js"),
      "src/core/teach/live/value.ts": VALUE,
      "webview/teach/planted.ts": use("../../src/core/teach/live/value.js"),
      "src/vscode/planted.ts": 'import * as vscode from "vscode";\nexport const used = vscode;\n',
      "src/worker/planted.ts": use("../core/model/value.js"),
    });
    try {
      expect(await breaches(tree.root)).toEqual([]);
    } finally {
      tree.remove();
    }
  });
});
