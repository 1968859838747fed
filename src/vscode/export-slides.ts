/** Saves a ladder as slides: as it stands at one step, or at each of them, in numbered files of a folder. */
import * as vscode from "vscode";
import type { DrawingFormat } from "../view/ladder.js";
import type { Painted } from "./page-painter.js";
import { chooseSlidesFolder, saveSlides, type Slide, SLIDE_FORMS, type SlideEnding } from "./save-slides.js";

/** Nobody shows more, and each is drawn whole. */
const MOST_SLIDES = 300;

interface SlidesItem extends vscode.QuickPickItem {
  readonly ending: SlideEnding;
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
  /** As PNG. */
  paint(svg: string): Promise<Painted>;
}

export async function exportSlides(drawer: SlideDrawer): Promise<void> {
  const placeHolder = "Save the ladder as it stands at a step, in numbered files";
  const item = await vscode.window.showQuickPick(itemsOf(drawer), { placeHolder });
  if (!item) return;
  const folder = await chooseSlidesFolder(vscode.Uri.joinPath(drawer.uri, ".."));
  if (!folder) return;
  const saved = await saveSlides(slidesOf(drawer, item), folder);
  if (saved > 0) void vscode.window.setStatusBarMessage(`${saved} ${saved === 1 ? "slide" : "slides"} saved.`, 4000);
}

function itemsOf({ step, steps }: SlideDrawer): SlidesItem[] {
  const count = Math.min(steps, MOST_SLIDES);
  const every = count < steps ? `The First ${count} Steps` : `Every Step (${count})`;
  return [true, false].flatMap((isEvery) =>
    SLIDE_FORMS.map(({ form, ending }) => {
      return { label: `${isEvery ? every : `Step ${step}`} as ${form}`, ending, isEvery };
    }),
  );
}

function slidesOf(drawer: SlideDrawer, { ending, isEvery }: SlidesItem): Slide[] {
  const last = Math.min(drawer.steps, MOST_SLIDES);
  const steps = isEvery ? Array.from({ length: last }, (_, index) => index + 1) : [drawer.step];
  const name = drawer.name.replace(/[^\w.-]+/g, "-");
  return steps.map((step) => ({
    file: `${name}-${String(step).padStart(3, "0")}.${ending}`,
    make: async () => {
      const drawing = await drawer.draw(ending === "mmd" ? "mermaid" : "svg", step);
      return ending === "png" ? drawer.paint(drawing) : new TextEncoder().encode(drawing);
    },
  }));
}
