/** The fix of a finding as text to copy. */
import type { FindingView } from "../../src/view/overview.js";

/** For the person who can change the setting: what was seen, and what to do. */
export function fixText(finding: FindingView): string {
  const lines = ownFixes(finding).map(({ title, product, setting, detail }) =>
    `- ${product ?? title}: ${setting === null ? "" : `${setting}: `}${detail}`.trim(),
  );
  return [finding.message, "", finding.remedy, ...lines].filter((line, index) => line !== "" || index === 1).join("\n");
}

/** The fixes that say more than the rule's general remedy. */
export function ownFixes({ fixes, remedy }: FindingView): FindingView["fixes"] {
  return fixes.filter(({ detail, setting }) => detail !== remedy || setting !== null);
}
