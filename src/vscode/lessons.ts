/** Lessons in the editor: the list, the page of the one that is taught, and the commands that go through it. */
import * as vscode from "vscode";
import type { LessonPageState } from "../view/lesson.js";
import type { EngineClient } from "../worker/client.js";
import type { Input } from "../worker/input.js";
import { COMMANDS, LESSON_OPEN_CONTEXT, LESSON_PANEL, SETTINGS } from "./contributions.js";
import { LessonCaptures } from "./lesson-captures.js";
import { LessonExport, type ReadLesson } from "./lesson-export.js";
import { type LessonEntry, LessonLibrary } from "./lesson-library.js";
import { registerLessonMistakes } from "./lesson-mistakes.js";
import { LessonSession } from "./lesson-session.js";
import { registerLessonTree } from "./lesson-tree.js";
import { nameOf, type OpenTraces } from "./open-traces.js";
import { changesSetting } from "./settings.js";
import { lessonHtml, pageRoot } from "./webview-html.js";

export function registerLessons(
  client: EngineClient,
  traces: OpenTraces,
  extension: vscode.Uri,
  storage: vscode.Memento,
  readFile: (uri: vscode.Uri) => Promise<Input>,
): vscode.Disposable {
  const library = new LessonLibrary(client, extension, storage, readFile);
  const exporter = new LessonExport(client, extension, readFile);
  const lessons = new Lessons(client, traces, extension, library);
  const { registerCommand } = vscode.commands;
  // The mistakes in a trainer's lessons are shown before anybody looks at the list.
  void library.own();
  return vscode.Disposable.from(
    library,
    lessons,
    registerLessonMistakes(library),
    registerLessonTree(library),
    vscode.window.registerWebviewPanelSerializer(LESSON_PANEL, {
      deserializeWebviewPanel: (panel, state) => lessons.restore(panel, state),
    }),
    registerCommand(COMMANDS.startLesson, (target?: unknown) => lessons.start(target)),
    registerCommand(COMMANDS.nextInLesson, () => lessons.move(1)),
    registerCommand(COMMANDS.previousInLesson, () => lessons.move(-1)),
    registerCommand(COMMANDS.exportLesson, (target?: unknown) =>
      lessons.withLesson(target, ({ uri }, lesson, text) => exporter.savePage(uri, lesson, text)),
    ),
    registerCommand(COMMANDS.exportLessonSlides, (target?: unknown) =>
      lessons.withLesson(target, ({ uri }, lesson, text) => exporter.saveSlides(uri, lesson, text)),
    ),
    registerCommand(COMMANDS.resetLesson, (target?: unknown) => lessons.reset(target)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (changesSetting(event, SETTINGS.lessonFiles)) library.refresh();
    }),
  );
}

interface LessonItem extends vscode.QuickPickItem {
  readonly entry: LessonEntry;
}

class Lessons implements vscode.Disposable {
  readonly #client: EngineClient;
  readonly #traces: OpenTraces;
  readonly #extension: vscode.Uri;
  readonly #library: LessonLibrary;
  /** One at a time, as a teacher does. */
  #session: LessonSession | undefined;

  constructor(client: EngineClient, traces: OpenTraces, extension: vscode.Uri, library: LessonLibrary) {
    this.#client = client;
    this.#traces = traces;
    this.#extension = extension;
    this.#library = library;
  }

  /** @param target an entry of the list, or the address of a lesson; anything else asks which. */
  async start(target: unknown): Promise<void> {
    const entry = await this.#entryOf(target);
    if (!entry) return;
    if (this.#session?.uri.toString() === entry.uri.toString()) {
      this.#session.panel.reveal();
      return;
    }
    const read = await this.#read(entry);
    if (read) await this.#teach(entry, read.lesson, undefined);
  }

  /** A page that the window brought back after a reload. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    try {
      const entry = await this.#entryOf(vscode.Uri.parse((state as LessonPageState).address, true));
      const read = entry && (await this.#read(entry));
      if (read) await this.#teach(entry, read.lesson, panel);
      else panel.dispose();
    } catch {
      // The lesson is gone, or another version of the extension kept the state.
      panel.dispose();
    }
  }

  /** @param restored its page, where that is there already. */
  async #teach(entry: LessonEntry, lesson: ReadLesson, restored: vscode.WebviewPanel | undefined): Promise<void> {
    this.#close();
    const isRestored = restored !== undefined;
    // The capture first: without it there is no first column that the lesson could stand beside.
    const captures = await LessonCaptures.open(entry.uri, lesson.captures, this.#traces, !isRestored);
    const panel = restored ?? this.#openPanel(lesson.view.title);
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(this.#extension)] };
    const session = new LessonSession(panel, entry, lesson, captures, this.#library, isRestored);
    this.#session = session;
    panel.onDidDispose(() => {
      session.dispose();
      if (this.#session === session) this.#session = undefined;
      void vscode.commands.executeCommand("setContext", LESSON_OPEN_CONTEXT, this.#session !== undefined);
    });
    panel.webview.html = lessonHtml(panel.webview, this.#extension);
    void vscode.commands.executeCommand("setContext", LESSON_OPEN_CONTEXT, true);
  }

  move(by: 1 | -1): void {
    if (this.#session) this.#session.move(by);
    else void vscode.window.showInformationMessage("No lesson is open. Start one from the list of lessons.");
  }

  async reset(target: unknown): Promise<void> {
    const entry = await this.#entryOf(target ?? this.#session?.uri);
    if (!entry) return;
    await this.#library.keepProgress(entry.uri, undefined);
    if (this.#session?.uri.toString() === entry.uri.toString()) this.#session.tell();
  }

  /** @param target as for `start`; nothing is the lesson that is taught. */
  async withLesson(
    target: unknown,
    act: (entry: LessonEntry, lesson: ReadLesson, text: string) => Promise<void>,
  ): Promise<void> {
    const entry = await this.#entryOf(target ?? this.#session?.uri);
    const read = entry && (await this.#read(entry));
    if (read) await act(entry, read.lesson, read.text);
  }

  dispose(): void {
    this.#close();
  }

  /** Tells why, where it is none. */
  async #read({ uri, title }: LessonEntry): Promise<{ lesson: ReadLesson; text: string } | undefined> {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const { lesson, mistakes } = await this.#client.ask("lesson", { text });
    if (lesson) return { lesson, text };
    const [first] = mistakes;
    const why = first ? `Line ${first.line}: ${first.message}` : "It has no front matter with a key `lesson`.";
    void vscode.window.showWarningMessage(`${title} cannot be shown as a lesson. ${why}`);
    return undefined;
  }

  #close(): void {
    this.#session?.panel.dispose();
  }

  #openPanel(title: string): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(LESSON_PANEL, title, vscode.ViewColumn.Two, {
      retainContextWhenHidden: true,
    });
    panel.iconPath = vscode.Uri.joinPath(this.#extension, "media", "icon.png");
    return panel;
  }

  async #entryOf(target: unknown): Promise<LessonEntry | undefined> {
    const known = [...(await this.#library.bundled()), ...(await this.#library.own())];
    const address = target instanceof vscode.Uri ? target : isEntry(target) ? target.uri : undefined;
    if (address) {
      const found = known.find(({ uri }) => uri.toString() === address.toString());
      return found ?? { uri: address, title: nameOf(address), summary: "", minutes: 0, isBundled: false };
    }
    if (typeof target === "string") return known.find(({ uri }) => uri.path.endsWith(`/${target}`));
    const items = known.map((entry): LessonItem => {
      return { label: entry.title, description: `${entry.minutes} min`, detail: entry.summary, entry };
    });
    const chosen = await vscode.window.showQuickPick(items, { title: "Start Lesson", matchOnDetail: true });
    return chosen?.entry;
  }
}

function isEntry(target: unknown): target is LessonEntry {
  return typeof target === "object" && target !== null && "uri" in target && target.uri instanceof vscode.Uri;
}
