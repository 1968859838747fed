/** What package.json says of the rules: one entry a rule in the setting `sipTrace.rules`, so that the editor completes and checks it. */

/** @typedef {import("./load-engine.mjs").Engine["RULES"]} Rules */

const LEVELS = ["off", "info", "warning", "error"];
const LEVEL_WORDS = ["Not reported.", "Reported as information.", "Reported as a warning.", "Reported as an error."];

/**
 * @param {string} manifest text of package.json
 * @param {Rules} rules
 * @returns {string} the same with the rules of now
 */
export function manifestWithRules(manifest, rules) {
  const json = JSON.parse(manifest);
  const setting = json.contributes.configuration.properties["sipTrace.rules"];
  setting.properties = Object.fromEntries(
    rules.map(({ id, severity, summary }) => [
      id,
      { type: "string", enum: LEVELS, enumDescriptions: LEVEL_WORDS, description: `${summary} Default: ${severity}.` },
    ]),
  );
  setting.additionalProperties = false;
  return JSON.stringify(json);
}
