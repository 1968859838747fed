/**
 * Makes the pictures of the walkthrough anew: parts of a real VS Code, seen by its end-to-end test, in two themes.
 *
 *     npm run walkthrough-pictures
 *
 * A picture of a screen has a few dozen colours; with a palette of sixteen it takes an eighth of the octets.
 */
import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./build.mjs";
import { readPng, writePalettePng } from "./palette-png.mjs";

const SEEN = join(ROOT, "test-results");
const KEPT = join(ROOT, "media", "walkthrough");
/** Those of high contrast show these too: a third set is more than the package has room for. */
const THEMES = { dark: "Default Dark Modern", light: "Default Light Modern" };
/** All are part of the package. */
const LARGEST_TOTAL_OCTETS = 120_000;
const COLOURS = 16;

/** @param {string} theme as VS Code calls it */
function look(theme) {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(process.execPath, [vitest, "run", "--project", "e2e", "test/e2e/walkthrough.test.ts"], {
    cwd: ROOT,
    env: { ...process.env, SIP_TRACE_PICTURES_THEME: theme },
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`The walkthrough failed in ${theme}.`);
}

await mkdir(KEPT, { recursive: true });
let total = 0;
for (const [name, theme] of Object.entries(THEMES)) {
  if (!process.argv.includes("--no-look")) look(theme);
  for (const file of await readdir(SEEN)) {
    const step = new RegExp(`^walkthrough-(\\w+) ${theme}\\.png$`).exec(file)?.[1];
    if (!step) continue;
    const png = writePalettePng(readPng(await readFile(join(SEEN, file))), COLOURS);
    await writeFile(join(KEPT, `${step}-${name}.png`), png);
    total += png.length;
  }
}
console.log(`${KEPT}: ${total} octets`);
if (total > LARGEST_TOTAL_OCTETS) throw new Error(`They may have ${LARGEST_TOTAL_OCTETS} octets together.`);
