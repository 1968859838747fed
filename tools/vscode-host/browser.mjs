/** Finds Chromium or Chrome on this machine and starts it for the tests. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

/** Programs that are not on the PATH where they are installed the usual way. */
function usualPlaces() {
  if (process.platform === "darwin") {
    const applications = ["Google Chrome", "Chromium", "Microsoft Edge"];
    return ["", process.env.HOME ?? ""].flatMap((home) =>
      applications.map((name) => `${home}/Applications/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (process.platform === "win32") {
    const roots = [process.env.ProgramFiles, process.env["ProgramFiles(x86)"], process.env.LOCALAPPDATA];
    const programs = ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"];
    return roots.flatMap((root) => (root ? programs.map((program) => join(root, program)) : []));
  }
  return ["/snap/bin/chromium"];
}

/**
 * @returns {string | undefined} path of the browser; undefined when there is none
 * @throws {Error} when CHROME_PATH names nothing: a wish that cannot be met is not passed over
 */
export function findBrowser() {
  const wished = process.env.CHROME_PATH;
  if (wished) {
    if (!existsSync(wished)) throw new Error(`CHROME_PATH is ${wished}, and there is no such file.`);
    return wished;
  }
  const folders = (process.env.PATH ?? "").split(delimiter);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  return [...onPath, ...usualPlaces()].find((path) => existsSync(path));
}

/**
 * @param {string} executablePath
 * @returns {Promise<import("playwright-core").Browser>}
 */
export function launchBrowser(executablePath) {
  return chromium.launch({
    executablePath,
    args: [
      // A container's root user may not make Chromium's sandbox; the only pages it sees are our own.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Webviews live on names under localhost that not every resolver knows.
      "--host-resolver-rules=MAP *.localhost 127.0.0.1",
    ],
  });
}
