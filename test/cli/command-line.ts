/** The command line that `npm run build` made, run as a user runs it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");
export const CLI = join(ROOT, "dist", "cli.js");

interface Surroundings {
  /** Folder that it runs in; the repository's by default. */
  readonly folder?: string;
  readonly input?: Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** The Node that runs it; that of the tests by default. */
  readonly node?: string;
}

export function runCli(
  args: readonly string[],
  { folder = ROOT, input, environment, node = process.execPath }: Surroundings = {},
) {
  if (!existsSync(CLI)) throw new Error("dist/cli.js is missing; `npm run build` makes it.");
  const { status, stdout, stderr } = spawnSync(node, [CLI, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...environment },
    ...(input ? { input } : {}),
  });
  return { status, out: stdout, err: stderr };
}
