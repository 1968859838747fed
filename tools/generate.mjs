/**
 * Writes the files that follow from others; `npm test` fails while one of them is stale.
 *
 *     npm run generate
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as prettier from "prettier";
import { ROOT } from "./build.mjs";

const RULES = join(ROOT, "src/core/rules");
const LOG_FORMATS = join(ROOT, "src/core/log/formats");

/** Every generated file, by its path from the repository, with the text it should have. */
async function generatedFiles() {
  const texts = {
    "src/core/rules/index.ts": ruleIndex(ruleFiles()),
    "src/core/log/formats/index.ts": logFormatIndex(logFormatFiles()),
  };
  const entries = Object.entries(texts).map(async ([path, text]) => [path, await formatted(path, text)]);
  return Object.fromEntries(await Promise.all(entries));
}

/** @returns {Promise<[path: string, text: string][]>} the generated files that are missing or stale, with their right text */
export async function staleFiles() {
  const files = Object.entries(await generatedFiles());
  return files.filter(
    ([path, text]) => !existsSync(join(ROOT, path)) || readFileSync(join(ROOT, path), "utf8") !== text,
  );
}

/**
 * @param {string} path
 * @param {string} text
 */
async function formatted(path, text) {
  return prettier.format(text, { ...(await prettier.resolveConfig(join(ROOT, path))), filepath: path });
}

/**
 * A rule stands in a folder of its subject and is its module's default export; other modules of the folder help it.
 * @returns {string[]} `folder/rule-id`, sorted
 */
function ruleFiles() {
  const folders = readdirSync(RULES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = folders.flatMap(({ name }) => readdirSync(join(RULES, name)).map((file) => `${name}/${file}`));
  return files
    .filter(
      (file) => file.endsWith(".ts") && /^export default defineRule\(/m.test(readFileSync(join(RULES, file), "utf8")),
    )
    .map((file) => file.slice(0, -".ts".length))
    .sort();
}

/** @param {readonly string[]} rules */
function ruleIndex(rules) {
  const named = rules.map((rule) => ({ rule, name: camelCase(rule.slice(rule.indexOf("/") + 1)) }));
  return [
    "/** All rules. Written by `npm run generate`; to add one: `npm run new-rule`. */",
    ...named.map(({ rule, name }) => `import ${name} from "./${rule}.js";`),
    'import type { Rule } from "./rule.js";',
    "",
    `export const RULES: readonly Rule[] = [${named.map(({ name }) => name).join(", ")}];`,
    "",
  ].join("\n");
}

/**
 * A log format is its module's default export; what is found without an announcement is a module of another kind.
 * @returns {string[]} ids, sorted
 */
function logFormatFiles() {
  return readdirSync(LOG_FORMATS)
    .filter(
      (file) =>
        file.endsWith(".ts") &&
        /^export default defineLogFormat\(/m.test(readFileSync(join(LOG_FORMATS, file), "utf8")),
    )
    .map((file) => file.slice(0, -".ts".length))
    .sort();
}

/** @param {readonly string[]} formats */
function logFormatIndex(formats) {
  return [
    "/** The text log formats that announce their messages. Written by `npm run generate`. */",
    'import type { LogFormat } from "../log-format.js";',
    ...formats.map((id) => `import ${camelCase(id)} from "./${id}.js";`),
    "",
    `export const ANNOUNCED_FORMATS: readonly LogFormat[] = [${formats.map(camelCase).join(", ")}];`,
    "",
  ].join("\n");
}

/** @param {string} kebab */
function camelCase(kebab) {
  return kebab.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

/** @returns {Promise<string[]>} paths that were written */
export async function generate() {
  const stale = await staleFiles();
  for (const [path, text] of stale) writeFileSync(join(ROOT, path), text);
  return stale.map(([path]) => path);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const written = await generate();
  console.log(written.length > 0 ? written.map((path) => `wrote ${path}`).join("\n") : "nothing was stale");
}
