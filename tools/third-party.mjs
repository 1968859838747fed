/** The licences of the packages that went into the bundles, as those licences ask. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {string} root folder that the metafiles' paths start from
 * @param {readonly import("esbuild").Metafile[]} metafiles what esbuild read for each bundle
 * @returns {string} name, version and licence text of every package, sorted by name
 * @throws {Error} when a package brings no licence text: then it may not be shipped before somebody looked
 */
export function thirdPartyLicences(root, metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    return `${name} ${version}${license ? ` (${license})` : ""}\n\n${licenceText(join(root, folder), name).trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/**
 * @param {string} folder
 * @param {string} name
 */
function licenceText(folder, name) {
  const entries = readdirSync(folder);
  const file = entries.find((entry) => /^licen[cs]e/i.test(entry));
  if (file) return readFileSync(join(folder, file), "utf8");
  // Some packages have theirs at the end of the README alone.
  const readme = entries.find((entry) => /^readme\b/i.test(entry));
  const section =
    readme && /^#+ licen[cs]e\s*\n([^#]*copyright[^#]*)/im.exec(readFileSync(join(folder, readme), "utf8"));
  if (!section) throw new Error(`${name} is bundled but brings no licence.`);
  return section[1] ?? "";
}
