/** Makes ready, once for all end-to-end tests, what each of them starts: VS Code, a browser and the packed extension. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ROOT } from "../../../tools/build.mjs";
import { packageQuietly } from "../../../tools/package.mjs";
import { findBrowser } from "../../../tools/vscode-host/browser.mjs";
import { type Host, provideHost } from "../../../tools/vscode-host/setup.mjs";

/** Which of VS Code's extension hosts runs the extension: the one in Node, or the web worker of vscode.dev. */
export type HostKind = "node" | "web";

declare module "vitest" {
  interface ProvidedContext {
    browser: string;
    vscodeHost: Host;
    vsix: Record<HostKind, string>;
  }
}

export default async function prepare(project: TestProject): Promise<void> {
  const browser = findBrowser();
  if (!browser) throw new Error("The end-to-end tests need Chromium or Chrome; CHROME_PATH may name it.");
  const folder = join(ROOT, ".cache");
  mkdirSync(folder, { recursive: true });
  const vsix = { node: join(folder, "e2e-node.vsix"), web: join(folder, "e2e-web.vsix") };
  packageQuietly(vsix.node);
  packageQuietly(vsix.web, ["--host", "web", "--no-build"]);
  project.provide("browser", browser);
  project.provide("vscodeHost", await provideHost(console.log));
  project.provide("vsix", vsix);
}
