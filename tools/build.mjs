/**
 * Bundles what is shipped into dist/ with esbuild: command line, extension, workers and the webviews' pages.
 *
 *     node tools/build.mjs [--production] [--watch] [--only NAME,NAME]
 *
 * The extension is built twice from the same code. Where desktop and browser differ, `src/vscode/` imports `#platform`;
 * package.json's "imports" names the two files behind it, and the condition "browser" picks one.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { sequenceDiagramOnly } from "./mermaid-parts.mjs";
import { thirdPartyLicences } from "./third-party.mjs";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const CLI_MAIN = "dist/cli/main.js";

/**
 * esbuild escapes what is not ASCII in strings, but not in regular expressions, where the same escapes do.
 * @type {esbuild.Plugin}
 */
const inAscii = {
  name: "in-ascii",
  setup(build) {
    build.onEnd(async () => {
      const text = await readFile(join(ROOT, CLI_MAIN), "utf8");
      const escaped = (/** @type {string} */ unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
      await writeFile(join(ROOT, CLI_MAIN), text.replaceAll(/[^\0-\x7f]/g, escaped));
    });
  },
};

/**
 * One output each; `along` names the one that it is built along with. `format` and `platform` are what the host that loads it asks for: VS Code loads extensions as
 * CommonJS in both hosts; the web worker is a classic script because it is started from a blob.
 * @type {Record<string, { entry: string, out: string, along?: string, options: esbuild.BuildOptions }>}
 */
const BUNDLES = {
  cli: {
    entry: "src/cli/main.ts",
    out: CLI_MAIN,
    options: {
      platform: "node",
      target: "node20.19",
      format: "cjs",
      // A function, which what starts it calls; it has no way to import.
      banner: { js: "(function (require) {" },
      footer: { js: "})" },
      supported: { "dynamic-import": false },
      // What `main` of jsonc-parser names asks for its parts in a way that no bundler sees through.
      mainFields: ["module", "main"],
      plugins: [inAscii],
      // Built for each platform; what paints a PNG says so where it is not installed.
      external: ["@napi-rs/canvas"],
    },
  },
  "cli-start": {
    entry: "src/cli/start.ts",
    out: "dist/cli.js",
    along: "cli",
    options: { platform: "node", target: "node20.19", format: "cjs", banner: { js: "#!/usr/bin/env node" } },
  },
  extension: {
    entry: "src/vscode/extension.ts",
    out: "dist/extension.js",
    options: { platform: "node", target: "node20", format: "cjs", external: ["vscode"] },
  },
  "extension-web": {
    entry: "src/vscode/extension.ts",
    out: "dist/web/extension.js",
    options: { platform: "browser", target: "es2022", format: "cjs", external: ["vscode"] },
  },
  worker: {
    entry: "src/worker/node.ts",
    out: "dist/worker.js",
    options: { platform: "node", target: "node20", format: "cjs" },
  },
  "worker-web": {
    entry: "src/worker/web.ts",
    out: "dist/web/worker.js",
    options: { platform: "browser", target: "es2022", format: "iife" },
  },
  webview: {
    entry: "webview/main.ts",
    out: "dist/webview/main.js",
    options: { platform: "browser", target: "es2022", format: "iife", loader: { ".ttf": "file" } },
  },
  // Apart from the ladder's page: it brings the hashes that compute a digest.
  teaching: {
    entry: "webview/teach/teaching-page.ts",
    out: "dist/webview/teaching.js",
    options: { platform: "browser", target: "es2022", format: "iife" },
  },
  lesson: {
    entry: "webview/lesson-page.ts",
    out: "dist/webview/lesson.js",
    options: { platform: "browser", target: "es2022", format: "iife" },
  },
  painting: {
    entry: "webview/painting-page.ts",
    out: "dist/webview/painting.js",
    options: { platform: "browser", target: "es2022", format: "iife" },
  },
  // Apart from the ladder's page: only the preview needs Mermaid.
  mermaid: {
    entry: "webview/mermaid-page.ts",
    out: "dist/webview/mermaid.js",
    options: { platform: "browser", target: "es2022", format: "iife", plugins: [sequenceDiagramOnly] },
  },
};

/** @typedef {{ production?: boolean, only?: readonly string[] }} BuildChoice */

/**
 * @param {BuildChoice} choice
 * @returns {esbuild.BuildOptions[]}
 * @throws {Error} when a bundle is unknown or its entry file is missing: half a product must not be packaged.
 */
function optionsOf({ production = false, only }) {
  const unknown = only?.find((name) => !BUNDLES[name]);
  if (unknown) throw new Error(`There is no bundle "${unknown}"; there are ${Object.keys(BUNDLES).join(", ")}.`);
  const wanted = Object.entries(BUNDLES).filter(
    ([name, { along = name }]) => only === undefined || only.includes(name) || only.includes(along),
  );
  return wanted.map(([, bundle]) => {
    if (!existsSync(new URL(`../${bundle.entry}`, import.meta.url))) {
      throw new Error(`${bundle.entry} is missing, so ${bundle.out} cannot be built. To build less, say --only NAME.`);
    }
    return {
      absWorkingDir: ROOT,
      entryPoints: [bundle.entry],
      outfile: bundle.out,
      bundle: true,
      minify: production,
      sourcemap: production ? false : "linked",
      // THIRD-PARTY-LICENCES.txt says all of them once.
      legalComments: "none",
      metafile: true,
      define: { "process.env.NODE_ENV": production ? '"production"' : '"development"' },
      logLevel: "warning",
      ...bundle.options,
    };
  });
}

/**
 * Builds once. dist/ is emptied first, unless only some bundles are wanted.
 * @param {BuildChoice} choice
 */
export async function build(choice = {}) {
  const all = optionsOf(choice);
  if (!choice.only) await rm(new URL("../dist", import.meta.url), { recursive: true, force: true });
  const results = await Promise.all(all.map((options) => esbuild.build(options)));
  const licences = thirdPartyLicences(
    ROOT,
    results.flatMap(({ metafile }) => metafile ?? []),
  );
  if (all.some(({ outfile }) => outfile === CLI_MAIN)) compileCli();
  await writeFile(new URL("../dist/THIRD-PARTY-LICENCES.txt", import.meta.url), licences);
}

/**
 * In a process of its own, whose V8 has the flags that the command line sets.
 * @throws {Error} when it cannot read the samples
 */
function compileCli() {
  const script = fileURLToPath(new URL("compile-cli.mjs", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script], {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The command line does not run.\n${stderr}`);
}

/** @param {BuildChoice} choice */
async function watch(choice) {
  const announcer = announceRounds();
  const contexts = await Promise.all(
    optionsOf(choice).map((options) =>
      esbuild.context({ ...options, plugins: [...(options.plugins ?? []), announcer] }),
    ),
  );
  await Promise.all(contexts.map((context) => context.watch()));
}

/**
 * Prints a line when the first bundle of a round begins and one when the last is done; the tasks of .vscode/ wait for them.
 * @returns {esbuild.Plugin}
 */
function announceRounds() {
  let running = 0;
  let errorCount = 0;
  return {
    name: "announce-rounds",
    setup(build) {
      build.onStart(() => {
        if (running++ > 0) return;
        errorCount = 0;
        console.log("build started");
      });
      build.onEnd(({ errors }) => {
        errorCount += errors.length;
        if (--running === 0) console.log(`build finished, errors: ${errorCount}`);
      });
    },
  };
}

async function main() {
  const { values } = parseArgs({
    options: {
      production: { type: "boolean", default: false },
      watch: { type: "boolean", default: false },
      only: { type: "string" },
    },
  });
  const choice = { production: values.production, ...(values.only ? { only: values.only.split(",") } : {}) };
  await (values.watch ? watch(choice) : build(choice));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main().catch((/** @type {Error} */ error) => {
    // esbuild has already printed what is wrong in the sources; only our own sentences are left to say.
    if (!("errors" in error)) console.error(error.message);
    process.exitCode = 1;
  });
}
