/** What a host loads when it activates the extension: it has 50 ms for it, and the engine alone takes longer. */
import * as esbuild from "esbuild";
import { expect, test } from "vitest";
import { ROOT } from "../../tools/build.mjs";

/** Sources that the extension reaches without a dynamic import. */
async function activatedSources(platform: "node" | "browser"): Promise<string[]> {
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ["src/vscode/extension.ts"],
    bundle: true,
    platform,
    external: ["vscode"],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const found = new Set<string>();
  const waiting = ["src/vscode/extension.ts"];
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    if (found.has(source)) continue;
    found.add(source);
    const imports = metafile.inputs[source]?.imports ?? [];
    waiting.push(
      ...imports.filter(({ kind, external }) => kind === "import-statement" && !external).map(({ path }) => path),
    );
  }
  return [...found];
}

test.each(["node", "browser"] as const)("a %s host that activates the extension loads no engine", async (platform) => {
  const sources = await activatedSources(platform);
  expect(sources).toContain("src/vscode/extension.ts");
  const engine =
    /^(node_modules\/(?!ipaddr)|src\/core\/(index|analysis|capture|packet|log|trace|rules(?!\/(suppression\/wildcards|wording))|ladder|teach))\b/;
  expect(sources.filter((source) => engine.test(source))).toEqual([]);
});
