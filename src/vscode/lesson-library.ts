/** The lessons there are: those that come with the extension, and a trainer's own in the workspace; and how far somebody is in each. */
import * as vscode from "vscode";
import { reasonOf } from "../core/model/reason.js";
import type { LessonProgress } from "../view/lesson.js";
import type { LessonMistake } from "../core/index.js";
import type { EngineClient } from "../worker/client.js";
import type { Input } from "../worker/input.js";
import { lessonInput, type ReadLesson } from "./lesson-export.js";
import { nameOf } from "./open-traces.js";
import { lessonFiles } from "./settings.js";
import { sampleUri } from "./samples.js";

/** What a list of lessons tells of one. */
export interface LessonSummary {
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
}

/** An entry of samples/lessons/index.json. */
interface BundledLesson extends LessonSummary {
  readonly file: string;
}

export interface LessonEntry extends LessonSummary {
  readonly uri: vscode.Uri;
  readonly isBundled: boolean;
}

/** A file of the workspace that is a lesson, or means to be one. */
interface Found {
  readonly uri: vscode.Uri;
  readonly entry: LessonEntry | undefined;
  readonly mistakes: readonly LessonMistake[];
}

const NOT_BEGUN: LessonProgress = { place: 0, solved: [], isDone: false };
/** A folder of lessons has a few dozen; a workspace with more files of that name has something else in mind. */
const MOST_OWN = 200;
const KEPT_AT = "lessons";

export class LessonLibrary implements vscode.Disposable {
  readonly #client: EngineClient;
  readonly #extension: vscode.Uri;
  readonly #storage: vscode.Memento;
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly #onDidRead = new vscode.EventEmitter<Omit<Found, "entry">>();
  readonly #own = new Map<string, LessonEntry>();
  /** Names of the own lessons that no other has, by their addresses. */
  readonly #ids = new Map<string, string>();
  #bundled: Promise<readonly LessonEntry[]> | undefined;
  #search: Promise<void> | undefined;
  #watching: vscode.Disposable | undefined;

  /** A lesson came, went or is another, or somebody went on in one. */
  readonly onDidChange = this.#onDidChange.event;
  /** A file of the workspace was read; without mistakes where it has none, or is gone. */
  readonly onDidRead = this.#onDidRead.event;

  /** @param readFile gives a capture to the engine. */
  constructor(
    client: EngineClient,
    extension: vscode.Uri,
    storage: vscode.Memento,
    private readonly readFile: (uri: vscode.Uri) => Promise<Input>,
  ) {
    this.#client = client;
    this.#extension = extension;
    this.#storage = storage;
  }

  bundled(): Promise<readonly LessonEntry[]> {
    this.#bundled ??= this.#readIndex();
    return this.#bundled;
  }

  /** Looks for them when they are first asked for. */
  async own(): Promise<readonly LessonEntry[]> {
    this.#search ??= this.#findOwn();
    await this.#search;
    return [...this.#own.values()].sort((one, other) => (one.uri.path < other.uri.path ? -1 : 1));
  }

  progress(lesson: vscode.Uri): LessonProgress {
    return this.#kept[lesson.toString()] ?? NOT_BEGUN;
  }

  /** @param progress undefined forgets it. */
  async keepProgress(lesson: vscode.Uri, progress: LessonProgress | undefined): Promise<void> {
    const { [lesson.toString()]: before, ...others } = this.#kept;
    const kept = progress === undefined ? others : { ...others, [lesson.toString()]: progress };
    await this.#storage.update(KEPT_AT, kept);
    if (JSON.stringify(before) !== JSON.stringify(progress)) this.#onDidChange.fire();
  }

  /** Looks again, as when the setting changed. */
  refresh(): void {
    this.#watching?.dispose();
    this.#watching = undefined;
    for (const { uri } of this.#own.values()) this.#onDidRead.fire({ uri, mistakes: [] });
    this.#own.clear();
    this.#ids.clear();
    this.#search = undefined;
    this.#onDidChange.fire();
  }

  dispose(): void {
    this.#watching?.dispose();
    this.#onDidChange.dispose();
    this.#onDidRead.dispose();
  }

  get #kept(): Readonly<Record<string, LessonProgress>> {
    return this.#storage.get<Record<string, LessonProgress>>(KEPT_AT) ?? {};
  }

  async #readIndex(): Promise<readonly LessonEntry[]> {
    const index = vscode.Uri.joinPath(this.#extension, "samples", "lessons", "index.json");
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(index));
    const lessons = JSON.parse(text) as readonly BundledLesson[];
    return lessons.map(({ file, ...told }) => ({ ...told, uri: sampleUri(`lessons/${file}`), isBundled: true }));
  }

  async #findOwn(): Promise<void> {
    const pattern = lessonFiles();
    if (pattern === "") return;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const read = (uri: vscode.Uri) => void this.#read(uri).then(() => this.#onDidChange.fire());
    this.#watching = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(read),
      watcher.onDidChange(read),
      watcher.onDidDelete((uri) => {
        this.#own.delete(uri.toString());
        this.#ids.delete(uri.toString());
        this.#onDidRead.fire({ uri, mistakes: [] });
        this.#onDidChange.fire();
      }),
    );
    const files = await vscode.workspace.findFiles(pattern, "**/node_modules/**", MOST_OWN);
    await Promise.all(files.map((uri) => this.#read(uri)));
  }

  /** Holds a lesson against the others and its captures. */
  async #check(uri: vscode.Uri, lesson: ReadLesson, text: string): Promise<readonly LessonMistake[]> {
    const { id, idLine, captures, captureLines } = lesson;
    const other = [...this.#ids].find(([key, taken]) => taken === id && key !== uri.toString())?.[0];
    if (other !== undefined)
      return [{ line: idLine, message: `"${id}" is the name of ${nameOf(vscode.Uri.parse(other))} already.` }];
    this.#ids.set(uri.toString(), id);
    const missing: LessonMistake[] = [];
    for (const [index, file] of captures.entries()) {
      const isThere = await vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, "..", file)).then(
        () => true,
        () => false,
      );
      if (!isThere) missing.push({ line: captureLines[index] ?? 1, message: `There is no file ${file}.` });
    }
    if (missing.length > 0) return missing;
    try {
      return await this.#client.ask("lessonCheck", await lessonInput(uri, lesson, text, this.readFile));
    } catch (error) {
      return [{ line: captureLines[0] ?? 1, message: reasonOf(error) }];
    }
  }

  async #read(uri: vscode.Uri): Promise<void> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const { lesson, mistakes } = await this.#client.ask("lesson", { text });
      const key = uri.toString();
      this.#ids.delete(key);
      if (lesson) this.#own.set(key, { ...lesson.view, uri, isBundled: false });
      else this.#own.delete(key);
      const isWellFormed = lesson !== null && mistakes.length === 0;
      this.#onDidRead.fire({ uri, mistakes: isWellFormed ? await this.#check(uri, lesson, text) : mistakes });
    } catch {
      // Gone meanwhile, or not to be read: the list does without it.
      this.#own.delete(uri.toString());
    }
  }
}
