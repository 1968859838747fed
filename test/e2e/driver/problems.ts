/** The Problems panel and the quick fixes reached from it. */
import type { Locator } from "playwright-core";
import type { Workbench } from "./workbench.js";

const MENU_OPENS_MILLIS = 250;

/** Opens the panel, if it is not open, and gives back the row of a problem. */
export async function problemRow(workbench: Workbench, text: string): Promise<Locator> {
  const panel = workbench.page.locator(".markers-panel");
  if (!(await panel.isVisible())) await workbench.page.keyboard.press("Control+Shift+M");
  await panel.waitFor();
  const row = panel.locator(".monaco-list-row", { hasText: text }).first();
  await row.waitFor();
  return row;
}

/** Goes to a problem's place in the text and applies one of its quick fixes. */
export async function applyQuickFix(workbench: Workbench, problem: string, fix: string): Promise<void> {
  const row = await problemRow(workbench, problem);
  const action = workbench.page.locator(".action-widget .monaco-list-row", { hasText: fix }).first();
  // The focus may still be on its way to the panel, and the fixes need a round trip to the extension.
  await workbench.repeat(30_000, async (tryMillis) => {
    await row.dblclick();
    await workbench.page.locator(".editor-instance .monaco-editor.focused").first().waitFor({ timeout: tryMillis });
    await workbench.page.keyboard.press("Control+.");
    await action.waitFor({ timeout: tryMillis });
  });
  await action.click();
}

/**
 * Applies a quick fix from the panel itself: a text that is read-only offers none at its own lines.
 * @param look is called while the menu is open.
 */
export async function applyPanelFix(
  workbench: Workbench,
  problem: string,
  fix: string,
  look?: () => Promise<void>,
): Promise<void> {
  const row = await problemRow(workbench, problem);
  const action = workbench.page.locator(".monaco-menu .action-label", { hasText: fix }).first();
  await workbench.repeat(30_000, async (tryMillis) => {
    await row.click();
    await workbench.page.keyboard.press("Control+.");
    await action.waitFor({ timeout: tryMillis });
    // A menu takes no click in its first tenth of a second, lest the click that opened it choose.
    await workbench.page.waitForTimeout(MENU_OPENS_MILLIS);
    await look?.();
    await action.click({ timeout: tryMillis });
    await action.waitFor({ state: "detached", timeout: tryMillis });
  });
}
