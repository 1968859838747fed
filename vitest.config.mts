/** Two projects of tests: `unit`, everything that runs in this process, and `e2e`, which drives a real VS Code. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What is waited for comes at once as a rule; a second, which is the default, is too short on a busy machine. */
const POLL = { timeout: 20_000, interval: 50 };

export default defineConfig({
  test: {
    projects: [
      {
        // "vscode" exists inside the editor only; providers are tested against a small stand-in.
        resolve: { alias: { vscode: fileURLToPath(new URL("test/vscode/fake-vscode.ts", import.meta.url)) } },
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          // A core is kept free for whoever sits there, unless that leaves one worker alone.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          // Property tests and whole captures take their time on a busy machine with few cores.
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect: { poll: POLL },
        },
      },
      {
        test: {
          name: "e2e",
          // A workbench repaints when it likes; a step that meets it at that moment is done again.
          retry: 2,
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/driver/prepare.ts"],
          // One VS Code at a time, after the unit tests: two on two cores only make each other late.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { poll: POLL },
        },
      },
    ],
  },
});
