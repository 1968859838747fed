/**
 * Writes the files that follow from others; `npm test` fails while one of them is stale.
 *
 *     npm run generate
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as prettier from "prettier";
import { ROOT } from "./build.mjs";
import { KERNEL_CODE, kernelCode } from "./kernel.mjs";
import { lessonList } from "./lesson-list.mjs";
import { loadEngine } from "./load-engine.mjs";
import { LOG_FORMATS_PAGE, logFormatsPage } from "./log-formats-page.mjs";
import { PAGES_FOLDER, rulePages } from "./rule-pages.mjs";
import { manifestWithRules } from "./rule-settings.mjs";

const RULES = join(ROOT, "src/core/rules");
const LOG_FORMATS = join(ROOT, "src/core/log/formats");

/**
 * Every generated file, by its path from the repository, with the text it should have. The engine's own lists come first:
 * what follows is made by the engine, which imports them.
 * @returns {AsyncGenerator<[path: string, text: string | null]>} null for a file that must not be there
 */
async function* generatedFiles() {
  const lists = {
    "src/core/rules/index.ts": ruleIndex(ruleFiles()),
    "src/core/log/formats/index.ts": logFormatIndex(logFormatFiles()),
    [KERNEL_CODE]: kernelCode(),
  };
  for (const [path, text] of Object.entries(lists)) yield [path, await formatted(path, text)];
  const engine = await loadEngine();
  const [list, lessons] = lessonList(engine);
  yield [list, await formatted(list, lessons)];
  yield [LOG_FORMATS_PAGE, logFormatsPage(engine)];
  const pages = rulePages(engine);
  yield* Object.entries(pages);
  for (const name of readdirSync(join(ROOT, PAGES_FOLDER))) {
    const path = `${PAGES_FOLDER}/${name}`;
    if (!(path in pages)) yield [path, null];
  }
  const manifest = manifestWithRules(readFileSync(join(ROOT, "package.json"), "utf8"), engine.RULES);
  yield ["package.json", await formatted("package.json", manifest)];
}

/** @param {string} path */
function textOf(path) {
  return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), "utf8") : null;
}

/** @returns {Promise<string[]>} the generated files that are missing, stale or left over */
export async function staleFiles() {
  const stale = [];
  for await (const [path, text] of generatedFiles()) if (textOf(path) !== text) stale.push(path);
  return stale;
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
    "/** By folder. */",
    `export const RULES_BY_SUBJECT = { ${bySubject(named)} } satisfies Record<string, readonly Rule[]>;`,
    "",
    "export const RULES: readonly Rule[] = Object.values(RULES_BY_SUBJECT).flat();",
    "",
  ].join("\n");
}

/** @param {readonly { rule: string, name: string }[]} named */
function bySubject(named) {
  const folders = [...new Set(named.map(({ rule }) => subjectFolder(rule)))];
  const namesIn = (/** @type {string} */ folder) => named.filter(({ rule }) => subjectFolder(rule) === folder);
  return folders
    .map(
      (folder) =>
        `${folder}: [${namesIn(folder)
          .map(({ name }) => name)
          .join(", ")}]`,
    )
    .join(", ");
}

/** @param {string} rule `folder/rule-id` */
function subjectFolder(rule) {
  return rule.slice(0, rule.indexOf("/"));
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
  const written = [];
  for await (const [path, text] of generatedFiles()) {
    if (textOf(path) === text) continue;
    if (text === null) rmSync(join(ROOT, path));
    else writeFileSync(join(ROOT, path), text);
    written.push(path);
  }
  return written;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const written = await generate();
  console.log(written.length > 0 ? written.map((path) => `wrote ${path}`).join("\n") : "nothing was stale");
}
