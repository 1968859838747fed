/** A throwaway tree with the project's own configuration and planted breaches, on which a check must fail. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../../tools/build.mjs";

/** What the checks read besides the code. */
const CONFIGURATION = [
  "package.json",
  "tsconfig.base.json",
  "eslint.config.mjs",
  ".prettierrc.json",
  "src/core/tsconfig.json",
  "src/core/platform.d.ts",
  "src/view/tsconfig.json",
  "webview/tsconfig.json",
];

export interface PlantedTree {
  readonly root: string;
  /** Runs a program of node_modules in the tree and gives back its status and all it printed. */
  run(program: string, args: readonly string[]): { readonly status: number | null; readonly printed: string };
  remove(): void;
}

/** @param files path → text */
export function plant(files: Readonly<Record<string, string>>): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), "sip-trace-planted-"));
  for (const path of CONFIGURATION) cpSync(join(ROOT, path), join(root, path));
  // A junction, because Windows lets only administrators make other links.
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "junction");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return {
    root,
    run(program, args) {
      const script = join(ROOT, "node_modules", program);
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
        cwd: root,
        encoding: "utf8",
      });
      return { status, printed: stdout + stderr };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
