/** Starts the VS Code server on this machine alone, with a throwaway profile and an extension installed. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A quiet workbench: nothing is asked, fetched or shown that is not the folder and the extension. */
const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "window.commandCenter": false,
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
};

const START_LIMIT_MILLIS = 90_000;

/**
 * @typedef {object} RunningHost
 * @property {string} url of the workbench, ending in a slash
 * @property {() => string} log what the server has printed so far
 * @property {() => Promise<void>} stop ends the server and removes its profile
 */

/**
 * @param {import("./setup.mjs").Host} host
 * @param {{ vsix?: readonly string[], settings?: Record<string, unknown>, port?: number }} options port 0 takes a free one
 * @returns {Promise<RunningHost>} once the server answers and every extension is installed
 */
export async function startServer(host, { vsix = [], settings = {}, port = 0 } = {}) {
  const profile = await mkdtemp(join(tmpdir(), "sip-trace-vscode-"));
  await mkdir(join(profile, "data/User"), { recursive: true });
  await writeFile(join(profile, "data/User/settings.json"), JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
  const args = [
    host.server,
    ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--accept-server-license-terms"],
    ...["--telemetry-level", "off", "--disable-workspace-trust", "--disable-getting-started-override"],
    ...["--server-data-dir", profile, "--user-data-dir", join(profile, "data")],
    ...["--extensions-dir", join(profile, "extensions")],
    ...vsix.flatMap((file) => ["--install-extension", file]),
    "--start-server",
  ];
  const server = spawn(host.node, args, { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  const exited = new Promise((resolve) => server.once("close", resolve));
  const killServer = () => void server.kill("SIGKILL");
  process.once("exit", killServer);
  const stop = async () => {
    process.off("exit", killServer);
    server.kill("SIGTERM");
    await exited;
    // The extension host may write its state a moment after the server has gone.
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  };
  let log = "";
  try {
    const listeningPort = await new Promise((resolve, reject) => {
      const read = (/** @type {Buffer} */ text) => {
        log += text;
        // The server listens before it has installed the extensions: a workbench opened then would be without them.
        const listening = /Extension host agent listening on (\d+)/.exec(log);
        const installed = log.match(/was successfully installed/g)?.length ?? 0;
        if (listening && installed >= vsix.length) resolve(listening[1]);
      };
      server.stdout.on("data", read);
      server.stderr.on("data", read);
      server.once("error", reject);
      void exited.then((status) => reject(new Error(`VS Code's server ended at once (${status}).\n${log}`)));
      const seconds = START_LIMIT_MILLIS / 1000;
      const late = () => reject(new Error(`VS Code's server did not start within ${seconds} s.\n${log}`));
      setTimeout(late, START_LIMIT_MILLIS).unref();
    });
    return { url: `http://127.0.0.1:${listeningPort}/`, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Without the variables of a VS Code terminal this may run in, and without a marketplace. */
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name));
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: "{}" };
}
