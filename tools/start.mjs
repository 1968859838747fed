/**
 * Tries the extension: builds and packs it, and opens samples/ in VS Code with it installed.
 *
 *     npm start [-- --browser] [-- --no-open]
 *
 * Opens the installed VS Code when its command `code` is there. Otherwise, or with --browser, a VS Code that needs no
 * installation is served on this machine and shown in the browser until Ctrl+C.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "./build.mjs";
import { packageQuietly } from "./package.mjs";
import { startServer } from "./vscode-host/host.mjs";
import { provideHost } from "./vscode-host/setup.mjs";

const SAMPLES = join(ROOT, "samples");

/** On Windows `code` is a .cmd, which only a shell starts; then paths with spaces need quotes. */
const NEEDS_SHELL = process.platform === "win32";

/** @param {readonly string[]} args */
function code(args) {
  const quoted = NEEDS_SHELL ? args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)) : args;
  return spawnSync("code", quoted, { encoding: "utf8", shell: NEEDS_SHELL });
}

/** The desktop's `code` prints a version, a commit and an architecture; other programs of that name do not. */
function hasVsCode() {
  const { status, stdout } = code(["--version"]);
  return status === 0 && /^\d+\.\d+\.\d+/.test(stdout);
}

/**
 * @param {string} vsix
 * @throws {Error} when VS Code refuses the extension
 */
function openInstalled(vsix) {
  console.log("Installing the extension into your VS Code …");
  const installed = code(["--install-extension", vsix, "--force"]);
  if (installed.status !== 0) {
    throw new Error(
      `VS Code refused the extension:\n${installed.stdout}${installed.stderr}\nTry npm start -- --browser`,
    );
  }
  code([SAMPLES]);
  console.log(`Opened ${SAMPLES} in VS Code. To remove the extension: code --uninstall-extension sip-trace.sip-trace`);
}

/**
 * @param {string} vsix
 * @param {boolean} mayOpen
 */
async function openServed(vsix, mayOpen) {
  const host = await provideHost(console.log);
  const server = await startServer(host, { vsix: [vsix] });
  const url = `${server.url}?folder=${encodeURIComponent(folderPath(SAMPLES))}`;
  console.log(`\nVS Code with the extension is at\n\n    ${url}\n\nCtrl+C ends it.`);
  if (mayOpen) openInBrowser(url);
  const end = () => void server.stop().then(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

/**
 * As VS Code's address wants it: `/c:/samples` for `C:\samples`.
 * @param {string} path
 */
function folderPath(path) {
  const slashed = path.replaceAll("\\", "/");
  return slashed.startsWith("/") ? slashed : `/${slashed}`;
}

/** @param {string} url */
function openInBrowser(url) {
  const [command, ...args] = openerOf(url);
  const opener = spawn(command ?? "", args, { stdio: "ignore", detached: true });
  // The address has been printed; without a desktop there is nothing to open it with.
  opener.on("error", () => {});
  opener.unref();
}

/** @param {string} url */
function openerOf(url) {
  if (process.platform === "darwin") return ["open", url];
  if (process.platform === "win32") return ["explorer", url];
  return ["xdg-open", url];
}

async function main() {
  const { values } = parseArgs({
    options: { browser: { type: "boolean", default: false }, open: { type: "boolean", default: true } },
    allowNegative: true,
  });
  const vsix = join(ROOT, ".cache/sip-trace.vsix");
  await mkdir(join(ROOT, ".cache"), { recursive: true });
  console.log("Building and packing the extension …");
  packageQuietly(vsix);
  if (!values.browser && values.open && hasVsCode()) openInstalled(vsix);
  else await openServed(vsix, values.open);
}

main().catch((/** @type {Error} */ error) => {
  console.error(error.message);
  process.exitCode = 1;
});
