/** The engine as a module of these tools: bundled from its TypeScript in memory, so that what is generated follows the sources. */
import * as esbuild from "esbuild";
import { ROOT } from "./build.mjs";

/** @typedef {typeof import("./engine.js")} Engine */

/** @returns {Promise<Engine>} */
export async function loadEngine() {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ["tools/engine.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["import"],
    logLevel: "warning",
  });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error("The engine was not bundled.");
  return import(`data:text/javascript;base64,${Buffer.from(bundle.contents).toString("base64")}`);
}
