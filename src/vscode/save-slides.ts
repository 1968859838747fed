/** Saves slides, a file each, in a folder that somebody chooses. */
import * as vscode from "vscode";
import type { Painted } from "./page-painter.js";

/** What a slide may be saved as. */
export const SLIDE_FORMS = [
  { form: "SVG", ending: "svg", detail: "A picture at any size, light or dark as its reader is" },
  { form: "PNG", ending: "png", detail: "A picture for mails and slides" },
  { form: "Mermaid", ending: "mmd", detail: "For Markdown, GitHub, GitLab and wikis" },
] as const;

export type SlideEnding = (typeof SLIDE_FORMS)[number]["ending"];

export interface Slide {
  readonly file: string;
  readonly make: () => Promise<Painted>;
}

export async function chooseSlidesFolder(proposed: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: "Choose a Folder for the Slides",
      openLabel: "Save Slides Here",
      canSelectFiles: false,
      canSelectFolders: true,
      ...(proposed ? { defaultUri: proposed } : {}),
    })) ?? [];
  return folder;
}

/** Until all are saved, one cannot be made, or somebody has enough, who may close the page as well. @returns how many were saved. */
export async function saveSlides(slides: readonly Slide[], folder: vscode.Uri): Promise<number> {
  const options = { location: vscode.ProgressLocation.Notification, title: "Saving slides", cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    for (const [index, { file, make }] of slides.entries()) {
      if (token.isCancellationRequested) return index;
      const octets = await make();
      if (octets === "gone") return index;
      if (!octets) {
        void vscode.window.showErrorMessage("The PNG could not be made here. Save the slides as SVG instead.");
        return index;
      }
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, file), octets);
      progress.report({ increment: 100 / slides.length });
    }
    return slides.length;
  });
}
