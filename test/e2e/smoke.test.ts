/** The packed extension installs into a real VS Code, in both of its extension hosts, and opens the bundled samples. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../tools/build.mjs";
import { Workbench } from "./driver/workbench.js";

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly menus?: { readonly commandPalette?: readonly { readonly command: string; readonly when?: string }[] };
  };
}

/** Titles of the commands that the palette always shows. */
function paletteTitles(): string[] {
  const { contributes } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
  const conditional = new Set(contributes.menus?.commandPalette?.map(({ command }) => command));
  return contributes.commands
    .filter(({ command }) => !conditional.has(command))
    .map(({ category, title }) => (category ? `${category}: ${title}` : title));
}

describe.each(["node", "web"] as const)("the extension in the %s host", (host) => {
  let workbench: Workbench | undefined;

  beforeAll(async () => {
    const [readyCommand] = paletteTitles();
    if (readyCommand === undefined) throw new Error("No command is always shown in the palette.");
    workbench = await Workbench.open({ host, readyCommand });
  });
  afterAll(() => workbench?.close());

  it("opens every sample and asks nothing outside this machine", async () => {
    const samples = readdirSync(join(ROOT, "samples"), { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(samples).not.toEqual([]);
    for (const { name } of samples) await workbench?.openFile(name);
    await workbench?.screenshot(`smoke-${host}`);
    expect(workbench?.foreignRequests).toEqual([]);
  });
});
