/** The fix of a finding as text to copy. */
import type { FindingView } from "../../src/view/overview.js";

/** For the person who can change the setting: what was seen, and what to do. */
export function fixText(finding: FindingView): string {
  const lines = finding.fixes.map(({ title, product, setting, detail }) =>
    `- ${product ?? title}: ${setting === null ? "" : `${setting}: `}${detail}`.trim(),
  );
  return [finding.message, "", finding.remedy, ...lines].filter((line, index) => line !== "" || index === 1).join("\n");
}
