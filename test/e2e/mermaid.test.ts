/** The exported Mermaid texts, rendered by Mermaid in a browser as Markdown viewers do. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawLadderMermaid } from "../../src/core/ladder/draw-mermaid.js";
import { openBrowser } from "../webview/harness.js";
import { LADDER } from "../webview/views.js";

const ROOT = join(import.meta.dirname, "..", "..");
const GOLDENS = join(ROOT, "test", "ladder", "goldens");

test("Mermaid renders every one, with all its messages", async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ path: join(ROOT, "node_modules", "mermaid", "dist", "mermaid.min.js") });
    const names = readdirSync(GOLDENS).filter((name) => name.endsWith(".mmd"));
    expect(names).toHaveLength(12);
    // Mermaid asks the browser for the colours of boxes, so its parser alone cannot read them.
    const [phone, ...others] = LADDER.lanes;
    const boxed = drawLadderMermaid({
      ...LADDER,
      lanes: [phone!, ...others.map((lane) => ({ ...lane, address: "2001:db8::7" }))],
    });
    expect(boxed).toContain("box transparent at");
    const texts = names.map((name) => [name, readFileSync(join(GOLDENS, name), "utf8")] as const);
    for (const [name, text] of [...texts, ["boxes", boxed] as const]) {
      const svg = await page.evaluate(async (diagram) => {
        const { mermaid } = window as unknown as {
          mermaid: { initialize(options: object): void; render(id: string, text: string): Promise<{ svg: string }> };
        };
        mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
        return (await mermaid.render("diagram", diagram)).svg;
      }, text);
      const arrows = text.match(/^ *L\d+-/gm)?.length ?? 0;
      expect(svg.match(/class="messageText"/g), name).toHaveLength(arrows);
      expect(svg).not.toContain("Syntax error");
    }
  } finally {
    await browser.close();
  }
});
