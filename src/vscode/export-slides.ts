/** Saves a ladder as slides: as it stands at one step, or at each of them, in numbered files of a folder. */
import * as vscode from "vscode";
import type { DrawingFormat } from "../view/ladder.js";

/** Nobody shows more, and each is drawn whole. */
const MOST_SLIDES = 300;

interface SlidesItem extends vscode.QuickPickItem {
  readonly format: DrawingFormat;
  readonly ending: "svg" | "png" | "mmd";
  readonly isEvery: boolean;
}

export interface SlideDrawer {
  /** `capture.pcap-r0` */
  readonly name: string;
  /** Where the trace is; slides go beside it when nothing else is chosen. */
  readonly uri: vscode.Uri;
  /** The step that is shown, counted from 1, and how many there are. */
  readonly step: number;
  readonly steps: number;
  draw(format: DrawingFormat, until: number): Promise<string>;
  /** @returns the PNG of a drawing; null where it cannot be made. */
  paint(svg: string): Promise<Uint8Array | null>;
}

export async function exportSlides(drawer: SlideDrawer): Promise<void> {
  const placeHolder = "Save the ladder as it stands at a step, in numbered files";
  const item = await vscode.window.showQuickPick(itemsOf(drawer), { placeHolder });
  if (!item) return;
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: vscode.Uri.joinPath(drawer.uri, ".."),
      openLabel: "Save Slides Here",
    })) ?? [];
  if (folder) await save(drawer, item, folder);
}

function itemsOf({ step, steps }: SlideDrawer): SlidesItem[] {
  const count = Math.min(steps, MOST_SLIDES);
  const every = count < steps ? `The First ${count} Steps` : `Every Step (${count})`;
  const forms = [
    ["SVG", "svg", "svg"],
    ["PNG", "svg", "png"],
    ["Mermaid", "mermaid", "mmd"],
  ] as const;
  return [true, false].flatMap((isEvery) =>
    forms.map(([form, format, ending]) => {
      return { label: `${isEvery ? every : `Step ${step}`} as ${form}`, format, ending, isEvery };
    }),
  );
}

async function save(drawer: SlideDrawer, { format, ending, isEvery }: SlidesItem, folder: vscode.Uri): Promise<void> {
  const last = Math.min(drawer.steps, MOST_SLIDES);
  const steps = isEvery ? Array.from({ length: last }, (_, index) => index + 1) : [drawer.step];
  const name = drawer.name.replace(/[^\w.-]+/g, "-");
  const options = { location: vscode.ProgressLocation.Notification, title: "Saving slides", cancellable: true };
  const saved = await vscode.window.withProgress(options, async (progress, token) => {
    for (const [index, step] of steps.entries()) {
      if (token.isCancellationRequested) return index;
      const drawing = await drawer.draw(format, step);
      const octets = ending === "png" ? await drawer.paint(drawing) : new TextEncoder().encode(drawing);
      if (!octets) {
        void vscode.window.showErrorMessage("The PNG could not be made here. Save the slides as SVG instead.");
        return index;
      }
      const file = `${name}-${String(step).padStart(3, "0")}.${ending}`;
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, file), octets);
      progress.report({ increment: 100 / steps.length });
    }
    return steps.length;
  });
  if (saved > 0) void vscode.window.setStatusBarMessage(`${saved} ${saved === 1 ? "slide" : "slides"} saved.`, 4000);
}
