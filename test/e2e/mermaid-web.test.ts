/** The ladder of a capture in VS Code's web host, where there is no Node: its explanation and its preview as Mermaid. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { Workbench } from "./driver/workbench.js";

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({
    host: "web",
    readyCommand: "SIP Trace: Treat as SIP Log",
    settings: { "workbench.colorTheme": "Default High Contrast Light" },
  });
  await workbench.openCapture("realm-mismatch.pcapng");
});
afterAll(() => workbench?.close());

it("explains a finding beside its arrow", async () => {
  const page = workbench.webview();
  await page.locator(".row.is-selected").waitFor();
  // Where the workbench takes the keyboard back meanwhile it is done again.
  await workbench.repeat(30_000, async (tryMillis) => {
    await page.locator(".ladder").focus();
    await workbench.page.keyboard.press("e");
    await page.getByRole("dialog", { name: "Why this message is flagged" }).waitFor({ timeout: tryMillis });
  });
  await workbench.screenshot("web-explanation");
});

it("previews the ladder as Mermaid draws it", async () => {
  await workbench.runCommand("SIP Trace: Preview Ladder as Mermaid");
  await workbench.tab("Mermaid realm-mismatch").waitFor();
  const preview = workbench.webview(1);
  await preview.locator(".picture .messageText").first().waitFor();
  expect(await preview.locator(".picture .messageText").allTextContents()).toContainEqual(
    expect.stringContaining("401 Unauthorized"),
  );
  await workbench.screenshot("web-mermaid");
  expect(workbench.foreignRequests).toEqual([]);
});
