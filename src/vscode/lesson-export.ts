/** Takes a lesson out of the editor: as one HTML file for the class, or every step's ladder as pictures for slides. */
import * as vscode from "vscode";
import type { EngineClient } from "../worker/client.js";
import type { Input } from "../worker/input.js";
import type { LessonInput } from "../worker/teach-requests.js";
import type { Answers } from "../worker/protocol.js";
import { nameOf } from "./open-traces.js";
import type { Painted } from "./page-painter.js";
import { withPaintingPanel } from "./painting-panel.js";
import { chooseSlidesFolder, saveSlides, SLIDE_FORMS } from "./save-slides.js";

export type ReadLesson = NonNullable<Answers<"lesson">["lesson"]>;

export class LessonExport {
  /** @param readFile gives a capture to the engine. */
  constructor(
    private readonly client: EngineClient,
    private readonly extension: vscode.Uri,
    private readonly readFile: (uri: vscode.Uri) => Promise<Input>,
  ) {}

  async savePage(uri: vscode.Uri, lesson: ReadLesson, text: string): Promise<void> {
    const file = await vscode.window.showSaveDialog({
      title: "Export Lesson as HTML",
      ...proposed(`${nameOf(uri).replace(/\.md$/, "")}.html`),
      filters: { HTML: ["html"] },
    });
    if (!file) return;
    const [page] = await this.#make("page", uri, lesson, text);
    if (!page) return;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(page.content));
    const open = "Open";
    const chosen = await vscode.window.showInformationMessage(`${nameOf(file)} works without network.`, open);
    if (chosen === open) await vscode.env.openExternal(file);
  }

  async saveSlides(uri: vscode.Uri, lesson: ReadLesson, text: string): Promise<void> {
    const items = SLIDE_FORMS.map(({ form, ...rest }) => ({ label: form, ...rest }));
    const options = { title: "Export Slides of Lesson", placeHolder: "Save the ladder of every step as" };
    const item = await vscode.window.showQuickPick(items, options);
    const folder = item && (await chooseSlidesFolder(vscode.workspace.workspaceFolders?.[0]?.uri));
    if (!folder) return;
    const { label: form, ending } = item;
    const drawn = ending === "png" ? "svg" : ending;
    const drawings = (await this.#make("slides", uri, lesson, text)).filter(({ name }) => name.endsWith(`.${drawn}`));
    const save = (make: (drawing: string) => Promise<Painted>) => {
      const slides = drawings.map(({ name, content }) => {
        return { file: name.replace(/\w+$/, ending), make: () => make(content) };
      });
      return saveSlides(slides, folder);
    };
    const saved =
      ending === "png"
        ? await withPaintingPanel(this.extension, (painter) => save((drawing) => painter.paint(drawing)))
        : await save((drawing) => Promise.resolve(new TextEncoder().encode(drawing)));
    if (saved > 0)
      void vscode.window.showInformationMessage(
        `${saved} ${saved === 1 ? "slide is" : "slides are"} in ${nameOf(folder)}, as ${form}.`,
      );
  }

  async #make(
    form: "page" | "slides",
    uri: vscode.Uri,
    lesson: ReadLesson,
    text: string,
  ): Promise<Answers<"lessonFiles">> {
    const input = await lessonInput(uri, lesson, text, this.readFile);
    return this.client.ask("lessonFiles", { ...input, form });
  }
}

/** The lesson with its captures and keys, for the engine. @throws with a sentence for what cannot be read. */
export async function lessonInput(
  uri: vscode.Uri,
  { captures, keyLogs }: ReadLesson,
  text: string,
  readFile: (uri: vscode.Uri) => Promise<Input>,
): Promise<LessonInput> {
  const beside = (file: string) => vscode.Uri.joinPath(uri, "..", ...file.split("/"));
  const inputs = await Promise.all(captures.map((file) => readFile(beside(file))));
  const keys = await Promise.all(keyLogs.map((file) => vscode.workspace.fs.readFile(beside(file))));
  return { text, inputs, keyLogs: keys.map((each) => new Uint8Array(each)) };
}

/** In the folder that is open: a bundled lesson lies where nothing can be written. */
function proposed(name: string): { readonly defaultUri?: vscode.Uri } {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) } : {};
}
