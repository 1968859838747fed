/**
 * A small stand-in for the `vscode` module: the calls that src/vscode/ makes, and hands to play the user. Tests load
 * it in place of the real one, which only exists inside the editor.
 */
import { FakeDocument } from "./fake-document.js";
import { FakePanel } from "./fake-panel.js";
import { FakeUri } from "./fake-uri.js";
import { type Diagnostic, FileType, Position, type Range, Selection, type WorkspaceEdit } from "./fake-values.js";

export { FakeDocument };
export * from "./fake-values.js";

type Listener<T> = (event: T) => unknown;

export class Disposable {
  static from(...parts: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const part of parts) part.dispose();
    });
  }
  constructor(private readonly release: () => unknown) {}
  dispose(): void {
    this.release();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };
  fire(event: T): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export const Uri = FakeUri;

export class RelativePattern {
  constructor(
    readonly base: FakeUri,
    readonly pattern: string,
  ) {}
}
export class FileSystemError extends Error {
  static FileNotFound = (uri: FakeUri) => new FileSystemError(uri.toString(), "FileNotFound");
  static NoPermissions = (uri: FakeUri) => new FileSystemError(uri.toString(), "NoPermissions");
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

export const CommentMode = { Editing: 0, Preview: 1 } as const;
export const CommentThreadCollapsibleState = { Collapsed: 0, Expanded: 1 } as const;

export interface FakeComment {
  readonly body: string;
  readonly author: { readonly name: string };
}
export class FakeCommentThread {
  label = "";
  canReply = true;
  constructor(
    readonly uri: FakeUri,
    public range: Range,
    public comments: readonly FakeComment[],
  ) {}
  dispose(): void {
    editor.threads.delete(this);
  }
}

export const comments = {
  createCommentController: () => ({
    createCommentThread: (uri: FakeUri, range: Range, written: readonly FakeComment[]) => {
      const thread = new FakeCommentThread(uri, range, written);
      editor.threads.add(thread);
      return thread;
    },
    dispose: () => editor.threads.clear(),
  }),
};

export class TabInputText {
  constructor(readonly uri: FakeUri) {}
}
export class TabInputCustom {
  constructor(readonly uri: FakeUri) {}
}

/** The editor's keyring. */
export class FakeSecrets {
  readonly kept = new Map<string, string>();
  readonly #changed = new EventEmitter<{ key: string }>();
  readonly onDidChange = this.#changed.event;
  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.kept.get(key));
  }
  store(key: string, value: string): Promise<void> {
    this.kept.set(key, value);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
  delete(key: string): Promise<void> {
    this.kept.delete(key);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
}

/** What a test sees of the editor and does to it. */
export class FakeEditor {
  /** Which item of a quick pick the user takes. */
  picks: (item: { label: string; detail?: string }) => boolean = () => false;
  readonly statusItems = new Map<string, { text: string; tooltip: string; isShown: boolean }>();
  documents: FakeDocument[] = [];
  settings: Record<string, unknown> = {};
  userSettings: Record<string, unknown> = {};
  readonly modelTools = new Map<string, unknown>();
  /** Of files and folders that are not plainly one. */
  readonly fileTypes = new Map<string, number>();
  readonly commands = new Map<string, (...args: unknown[]) => unknown>();
  readonly providers = new Map<string, unknown>();
  readonly diagnostics = new Map<string, Diagnostic[]>();
  /** Addresses whose diagnostics were set, in order. */
  readonly publications: string[] = [];
  readonly messages: string[] = [];
  readonly shown: { uri: string; options: Record<string, unknown> }[] = [];
  readonly files = new Map<string, Uint8Array>();
  /** Context keys that were set. */
  readonly contexts = new Map<string, unknown>();
  /** Whether writing a file fails. */
  isReadOnly = false;
  readonly written = new EventEmitter<FakeUri>();
  readonly threads = new Set<FakeCommentThread>();
  readonly updates: { key: string; value: unknown; target: number }[] = [];
  readonly edits: WorkspaceEdit["inserted"] = [];
  readonly panels: FakePanel[] = [];
  clipboard = "";
  /** What the user takes in dialogs for files and folders. */
  chosenFile: FakeUri | undefined;
  /** What the user types into the next input boxes; undefined is Escape. */
  typed: (string | undefined)[] = [];
  readonly asked: { prompt?: string; password?: boolean }[] = [];
  readonly secrets = new FakeSecrets();
  readonly opened = new EventEmitter<FakeDocument>();
  readonly closed = new EventEmitter<FakeDocument>();
  readonly changed = new EventEmitter<{ document: FakeDocument; contentChanges: unknown[] }>();
  readonly configured = new EventEmitter<{ affectsConfiguration(key: string): boolean }>();
  readonly cursorMoved = new EventEmitter<{ textEditor: { document: FakeDocument; selection: Selection } }>();

  open(uri: string, text: string, languageId = "sip-trace"): FakeDocument {
    const document = new FakeDocument(FakeUri.parse(uri), languageId, text);
    this.documents.push(document);
    this.opened.fire(document);
    return document;
  }

  /** Gives a document other text, as typing does; the object is a new one but its address stays. */
  type(document: FakeDocument, text: string): void {
    document.content = text;
    this.changed.fire({ document, contentChanges: [{}] });
  }

  close(document: FakeDocument): void {
    this.documents = this.documents.filter((each) => each !== document);
    this.closed.fire(document);
  }

  moveCursor(document: FakeDocument, line: number): void {
    const at = new Position(line, 0);
    this.cursorMoved.fire({ textEditor: { document, selection: new Selection(at, at) } });
  }

  run(command: string, ...args: unknown[]): unknown {
    const registered = this.commands.get(command);
    if (!registered) throw new Error(`no command ${command}`);
    return registered(...args);
  }

  provider<T>(kind: string): T {
    return this.providers.get(kind) as T;
  }

  reset(): void {
    Object.assign(this, {
      documents: [],
      settings: {},
      userSettings: {},
      clipboard: "",
      typed: [],
      isReadOnly: false,
      chosenFile: undefined,
    });
    for (const each of [this.diagnostics, this.files, this.fileTypes, this.secrets.kept, this.threads, this.contexts])
      each.clear();
    for (const each of [this.messages, this.shown, this.updates, this.asked, this.panels]) each.length = 0;
    this.publications.length = 0;
    this.edits.length = 0;
  }
}

export const editor = new FakeEditor();

const register = (kind: string) => (_selector: unknown, provider: unknown) => {
  editor.providers.set(kind, provider);
  return new Disposable(() => editor.providers.delete(kind));
};
const never = () => new Disposable(() => undefined);

export const languages = {
  getDiagnostics: (uri: FakeUri) => editor.diagnostics.get(uri.toString()) ?? [],
  createDiagnosticCollection: () => ({
    set: (uri: FakeUri, marks: Diagnostic[]) => {
      editor.publications.push(uri.toString());
      editor.diagnostics.set(uri.toString(), marks);
    },
    delete: (uri: FakeUri) => editor.diagnostics.delete(uri.toString()),
    dispose: () => editor.diagnostics.clear(),
  }),
  registerCodeActionsProvider: register("codeActions"),
  registerFoldingRangeProvider: register("folding"),
  registerDocumentLinkProvider: register("links"),
  registerHoverProvider: register("hover"),
  registerCodeLensProvider: register("codeLens"),
  registerInlayHintsProvider: register("inlayHints"),
  registerDefinitionProvider: register("definition"),
  registerReferenceProvider: register("references"),
  registerDocumentHighlightProvider: register("highlights"),
  registerDocumentSymbolProvider: register("symbols"),
  setTextDocumentLanguage: (document: FakeDocument, language: string) => {
    // As the editor does it: the same object is closed and opened again.
    editor.closed.fire(document);
    document.languageId = language;
    editor.opened.fire(document);
    return Promise.resolve(document);
  },
};

export const workspace = {
  get textDocuments() {
    return editor.documents;
  },
  workspaceFolders: [{ uri: FakeUri.parse("file:///workspace") }],
  getWorkspaceFolder: ({ path }: FakeUri) =>
    workspace.workspaceFolders.find(({ uri }) => path.startsWith(`${uri.path}/`)),
  applyEdit: ({ inserted }: WorkspaceEdit) => Promise.resolve(editor.edits.push(...inserted) > 0),
  onDidOpenTextDocument: editor.opened.event,
  onDidCloseTextDocument: editor.closed.event,
  onDidChangeTextDocument: editor.changed.event,
  onDidChangeConfiguration: editor.configured.event,
  registerTextDocumentContentProvider: register("content"),
  registerFileSystemProvider: register("files"),
  openTextDocument: (uri: FakeUri) => Promise.resolve(new FakeDocument(uri, "sip-trace", "")),
  fs: {
    stat: (uri: FakeUri) => {
      const key = uri.toString();
      const isFolder = [...editor.files.keys()].some((name) => name.startsWith(`${key}/`));
      if (!isFolder && !editor.files.has(key)) return Promise.reject(new Error("file not found"));
      const type = editor.fileTypes.get(key) ?? (isFolder ? FileType.Directory : FileType.File);
      return Promise.resolve({ type, mtime: 0 });
    },
    readFile: (uri: FakeUri) => {
      const octets = editor.files.get(uri.toString());
      return octets ? Promise.resolve(octets) : Promise.reject(new FileSystemError("file not found", "FileNotFound"));
    },
    writeFile: (uri: FakeUri, octets: Uint8Array) => {
      if (editor.isReadOnly) return Promise.reject(new FileSystemError("no permissions", "NoPermissions"));
      editor.files.set(uri.toString(), octets);
      editor.written.fire(uri);
      return Promise.resolve();
    },
  },
  /** As `**` followed by the end of a name. */
  findFiles: (pattern: string) =>
    Promise.resolve(
      [...editor.files.keys()]
        .filter((key) => key.endsWith(pattern.replace("**/*", "")))
        .map((key) => FakeUri.parse(key)),
    ),
  createFileSystemWatcher: () => ({
    onDidChange: editor.written.event,
    onDidCreate: never,
    onDidDelete: never,
    dispose: () => undefined,
  }),
  getConfiguration: (section: string) => ({
    get: (key: string, value?: unknown) => editor.settings[`${section}.${key}`] ?? value,
    inspect: (key: string) => ({
      workspaceValue: editor.settings[`${section}.${key}`],
      globalValue: editor.userSettings[`${section}.${key}`],
    }),
    update: (key: string, value: unknown, target: number) => {
      editor.settings[`${section}.${key}`] = value;
      editor.updates.push({ key: `${section}.${key}`, value, target });
      editor.configured.fire({ affectsConfiguration: (asked) => asked === `${section}.${key}` });
      return Promise.resolve();
    },
  }),
};

export const ProgressLocation = { Notification: 15 };

export const window = {
  activeTextEditor: undefined,
  visibleTextEditors: [],
  tabGroups: { all: [], activeTabGroup: { activeTab: undefined }, onDidChangeTabs: never, onDidChangeTabGroups: never },
  onDidChangeTextEditorSelection: editor.cursorMoved.event,
  onDidChangeActiveTextEditor: never,
  showInformationMessage: (message: string) => Promise.resolve(void editor.messages.push(message)),
  showSaveDialog: () => Promise.resolve(editor.chosenFile),
  showInputBox: (options: { prompt?: string; password?: boolean }) => {
    editor.asked.push(options);
    return Promise.resolve(editor.typed.shift());
  },
  showWarningMessage: (message: string) => Promise.resolve(void editor.messages.push(message)),
  showErrorMessage: (message: string) => Promise.resolve(void editor.messages.push(message)),
  showQuickPick: <T extends { label: string; detail?: string }>(items: readonly T[]) =>
    Promise.resolve(items.find(editor.picks)),
  /** The folder that the files are in. */
  showOpenDialog: ({ defaultUri }: { defaultUri: FakeUri }) => Promise.resolve([editor.chosenFile ?? defaultUri]),
  withProgress: <T>(
    _options: unknown,
    work: (progress: { report(): void }, token: { isCancellationRequested: boolean }) => Promise<T>,
  ) => work({ report: () => undefined }, { isCancellationRequested: false }),
  createStatusBarItem: (id: string) => {
    const item = {
      id,
      text: "",
      tooltip: "",
      isShown: false,
      show: () => (item.isShown = true),
      hide: () => (item.isShown = false),
      dispose: () => undefined,
    };
    editor.statusItems.set(id, item);
    return item;
  },
  createTreeView: (id: string, { treeDataProvider }: { treeDataProvider: unknown }) => {
    editor.providers.set(id, treeDataProvider);
    return { visible: true, description: "", onDidChangeVisibility: never, dispose: () => undefined };
  },
  registerWebviewPanelSerializer: (type: string, serializer: unknown) => register(type)(undefined, serializer),
  createWebviewPanel: (_type: string, title: string) => {
    const panel = new FakePanel(title);
    editor.panels.push(panel);
    return panel;
  },
  setStatusBarMessage: (message: string) => void editor.messages.push(message),
  showTextDocument: (document: FakeDocument, options: Record<string, unknown>) => {
    editor.shown.push({ uri: document.uri.toString(), options });
    return Promise.resolve({ revealRange: () => undefined });
  },
};

export const commands = {
  registerCommand: (id: string, run: (...args: unknown[]) => unknown) => {
    editor.commands.set(id, run);
    return new Disposable(() => editor.commands.delete(id));
  },
  executeCommand: (id: string, ...args: unknown[]) =>
    Promise.resolve(id === "setContext" ? editor.contexts.set(String(args[0]), args[1]) : editor.run(id, ...args)),
};

/** A tool as the editor calls it for a model. */
export interface ModelTool {
  invoke(options: { input: object }, token: unknown): Promise<{ content: { value: string }[] }>;
  prepareInvocation(options: { input: object }): Promise<{ confirmationMessages?: { message: string } }>;
}

export const lm = {
  registerTool: (name: string, tool: unknown) => {
    editor.modelTools.set(name, tool);
    return new Disposable(() => editor.modelTools.delete(name));
  },
};

export const env = {
  clipboard: {
    writeText: (text: string) => {
      editor.clipboard = text;
      return Promise.resolve();
    },
  },
  openExternal: (uri: FakeUri) => Promise.resolve(void editor.messages.push(`opened ${uri.toString()}`)),
};
