/**
 * Packs the extension into a .vsix and keeps it within its budget.
 *
 *     node tools/package.mjs [--out FILE] [--host node|web] [--no-build]
 */
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { build, ROOT } from "./build.mjs";

/** Small enough to install over a hotel's network, and a guard against bundling a library whole by accident. */
const LARGEST_VSIX_OCTETS = 2_500_000;

/**
 * Packs what dist/ holds at the moment. Which files go along is said in .vscodeignore.
 * @param {{ out: string, host?: "node" | "web" }} options `web` leaves "main" out of the manifest: an extension with
 *   nothing but a "browser" entry is run by VS Code in the web worker host, also where a Node host stands ready.
 * @returns {Promise<number>} size in octets
 * @throws {Error} when the package exceeds its budget
 */
async function packageExtension({ out, host = "node" }) {
  const stage = host === "web" ? await stageForWebHost() : undefined;
  try {
    await createVSIX({
      cwd: stage ?? ROOT,
      packagePath: out,
      // All dependencies are in the bundles.
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  } finally {
    if (stage) await rm(stage, { recursive: true, force: true });
  }
  const { size } = await stat(out);
  if (size > LARGEST_VSIX_OCTETS) {
    throw new Error(`${out} has ${megabytes(size)}, more than the ${megabytes(LARGEST_VSIX_OCTETS)} it may have.`);
  }
  return size;
}

/** @returns {Promise<string>} a folder with the files of the package and a manifest without "main" */
async function stageForWebHost() {
  const stage = await mkdtemp(join(tmpdir(), "sip-trace-package-"));
  for (const file of await listFiles({ cwd: ROOT, packageManager: PackageManager.None })) {
    await cp(join(ROOT, file), join(stage, file));
  }
  const manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  delete manifest.main;
  await writeFile(join(stage, "package.json"), JSON.stringify(manifest));
  return stage;
}

/**
 * Builds and packs in a process of its own, whose listing of packed files is worth reading only when it failed.
 * @param {string} out
 * @param {readonly string[]} options as on the command line
 * @throws {Error} with all it printed
 */
export function packageQuietly(out, options = []) {
  const args = [fileURLToPath(import.meta.url), "--out", out, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`The extension could not be packed.\n${stdout}${stderr}`);
}

/** @param {number} octets */
function megabytes(octets) {
  return `${(octets / 1_000_000).toFixed(2)} MB`;
}

async function main() {
  const { values } = parseArgs({
    options: {
      out: { type: "string" },
      host: { type: "string", default: "node" },
      build: { type: "boolean", default: true },
    },
    allowNegative: true,
  });
  const { name, version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const out = values.out ?? join(ROOT, `${name}-${version}.vsix`);
  if (values.build) await build({ production: true });
  const size = await packageExtension({ out, host: values.host === "web" ? "web" : "node" });
  console.log(`${out}: ${megabytes(size)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main().catch((/** @type {Error} */ error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
