/** What axe-core says of a page, of the faults that keep somebody from reading or using it. */
import axe from "axe-core";
import type { Page } from "playwright-core";

/** A row of a ladder is said as a sentence, which tells more than its drawing and in another order. */
const IS_SENTENCE = /^label-content-name-mismatch: [^]*role="(?:row|treeitem)"/;

/** Those that it calls serious or critical; empty for none. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run("#app"));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
    .filter((fault) => !IS_SENTENCE.test(fault));
}

/** Pixels by which the page is wider than its window. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
