/** Takes a ladder out of the editor: copied as text or Mermaid, previewed as Mermaid, saved as text, Mermaid, SVG or PNG. */
import * as vscode from "vscode";
import type { DrawingFormat } from "../view/ladder.js";
import type { Painted } from "./page-painter.js";

interface ExportItem extends vscode.QuickPickItem {
  /** None for a heading. */
  readonly does?: { readonly format: DrawingFormat; readonly way: "copy" | "preview" | "save" | "paint" };
}

const ITEMS: readonly ExportItem[] = [
  { label: "Copy as Text", does: { format: "text", way: "copy" } },
  {
    label: "Copy as Mermaid",
    detail: "For Markdown, GitHub, GitLab and wikis",
    does: { format: "mermaid", way: "copy" },
  },
  {
    label: "Preview as Mermaid",
    detail: "As Markdown, GitHub, GitLab and wikis draw it",
    does: { format: "mermaid", way: "preview" },
  },
  { label: "Save as", kind: vscode.QuickPickItemKind.Separator },
  {
    label: "Save as SVG…",
    detail: "A picture at any size, light or dark as its reader is",
    does: { format: "svg", way: "save" },
  },
  { label: "Save as PNG…", detail: "A picture for mails and slides", does: { format: "svg", way: "paint" } },
  { label: "Save as Text…", does: { format: "text", way: "save" } },
  { label: "Save as Mermaid…", does: { format: "mermaid", way: "save" } },
];

const ENDINGS: Readonly<Record<DrawingFormat, string>> = { text: "txt", mermaid: "mmd", svg: "svg" };

export interface LadderDrawer {
  /** `capture.pcap-r0` */
  readonly name: string;
  /** Where the trace is; drawings are saved beside it. */
  readonly uri: vscode.Uri;
  draw(format: DrawingFormat): Promise<string>;
  preview(mermaid: string): void;
  /** As PNG. */
  paint(svg: string): Promise<Painted>;
}

export async function exportLadder(drawer: LadderDrawer): Promise<void> {
  const chosen = await vscode.window.showQuickPick(ITEMS, { placeHolder: "Export the ladder, complete and uncut" });
  if (!chosen?.does) return;
  const { format, way } = chosen.does;
  const drawing = await drawer.draw(format);
  switch (way) {
    case "copy":
      await vscode.env.clipboard.writeText(drawing);
      void vscode.window.setStatusBarMessage("The ladder is on the clipboard.", 4000);
      break;
    case "preview":
      drawer.preview(drawing);
      break;
    case "save":
      await save(drawer, ENDINGS[format], new TextEncoder().encode(drawing));
      break;
    case "paint": {
      const png = await drawer.paint(drawing);
      if (png === "gone") break;
      if (png) await save(drawer, "png", png);
      else void vscode.window.showErrorMessage("The PNG could not be made here. Save the ladder as SVG instead.");
      break;
    }
  }
}

async function save({ name, uri }: LadderDrawer, ending: string, octets: Uint8Array): Promise<void> {
  const file = `${name.replace(/[^\w.-]+/g, "-")}.${ending}`;
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(uri, "..", file) });
  if (target) await vscode.workspace.fs.writeFile(target, octets);
}
