/** The logs and captures that are open: begins their analysis, repeats it when they change, and frees what nobody shows. */
import * as vscode from "vscode";
import type { KnownCredential } from "../core/index.js";
import type { EngineClient } from "../worker/client.js";
import type { Input } from "../worker/input.js";
import { ALL, type Selection, type TextModel } from "../worker/protocol.js";
import { parseCaptureTextUri, singleMessage, type TraceKind } from "./capture-uri.js";
import { LANGUAGE } from "./contributions.js";
import { documentOctets } from "./document-octets.js";
import { OpenTrace } from "./open-trace.js";
import { changesAnalysis } from "./settings.js";

/** A pause in typing after which a log is analysed again: as long as that takes, within these bounds. */
const MIN_PAUSE_MILLIS = 300;
const MAX_PAUSE_MILLIS = 3000;
/** Documents that are no files of the user: old revisions, output, comment boxes. */
const FOREIGN_SCHEMES: readonly string[] = ["git", "output", "comment", "vscode-scm"];

/** A text of a trace, with what is known about it. */
export interface TraceDocument {
  readonly trace: OpenTrace;
  readonly selection: Selection;
  /** Undefined until the analysis knows. */
  readonly model: TextModel | undefined;
}

interface Held {
  readonly trace: OpenTrace;
  /** Editors and texts that show it. */
  holders: number;
}

export class OpenTraces implements vscode.Disposable {
  readonly #client: EngineClient;
  readonly #readFile: (uri: vscode.Uri) => Promise<Input>;
  readonly #passwords: () => Promise<readonly KnownCredential[]>;
  readonly #held = new Map<string, Held>();
  readonly #typing = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #onDidChange = new vscode.EventEmitter<OpenTrace>();
  readonly #onDidOpen = new vscode.EventEmitter<OpenTrace>();
  readonly #onDidClose = new vscode.EventEmitter<OpenTrace>();
  #lastId = 0;

  readonly onDidOpen = this.#onDidOpen.event;
  /** The state or the result of a trace is new. */
  readonly onDidChange = this.#onDidChange.event;
  readonly onDidClose = this.#onDidClose.event;

  constructor(
    client: EngineClient,
    readFile: (uri: vscode.Uri) => Promise<Input>,
    passwords: () => Promise<readonly KnownCredential[]>,
  ) {
    this.#client = client;
    this.#readFile = readFile;
    this.#passwords = passwords;
    const { workspace } = vscode;
    this.#subscriptions.push(
      workspace.onDidOpenTextDocument((document) => this.#openLog(document)),
      workspace.onDidCloseTextDocument((document) => this.#closeLog(document)),
      workspace.onDidChangeTextDocument((event) => this.#logChanged(event)),
      workspace.onDidChangeConfiguration((event) => {
        for (const { trace } of this.#held.values()) if (changesAnalysis(event, trace.uri)) void trace.analyse();
      }),
    );
  }

  /** Takes up the logs that were open before the extension was. */
  start(): void {
    for (const document of vscode.workspace.textDocuments) this.#openLog(document);
  }

  get all(): readonly OpenTrace[] {
    return [...this.#held.values()].map(({ trace }) => trace);
  }

  /** The trace of a log, or the one that a capture's text belongs to; undefined for the text of a single message. */
  documentOf(uri: vscode.Uri): TraceDocument | undefined {
    const ofCapture = parseCaptureTextUri(uri);
    const trace = ofCapture ? this.capture(ofCapture.capture) : this.log(uri);
    const selection = ofCapture?.selection ?? ALL;
    if (!trace || singleMessage(selection) !== undefined) return undefined;
    return { trace, selection, model: trace.model(selection) };
  }

  capture(uri: vscode.Uri): OpenTrace | undefined {
    return this.#held.get(keyOf("capture", uri))?.trace;
  }

  log(uri: vscode.Uri): OpenTrace | undefined {
    return this.#held.get(keyOf("log", uri))?.trace;
  }

  /** What is wrong with suppressions as they are declared; the engine knows the rules. */
  suppressionMistakes(declared: readonly unknown[]): Promise<readonly string[]> {
    return this.#client.ask("suppressionMistakes", { declared });
  }

  /** Opens a capture, or a log to be shown like one, for one more holder, who gives it back with `release`. */
  holdCapture(uri: vscode.Uri): OpenTrace {
    return this.#hold(uri, "capture", () => this.#readFile(uri));
  }

  /** Keeps a log that is open for one more holder. */
  holdLog(uri: vscode.Uri): OpenTrace | undefined {
    const held = this.#held.get(keyOf("log", uri));
    if (held) held.holders++;
    return held?.trace;
  }

  release(trace: OpenTrace): void {
    const key = keyOf(trace.kind, trace.uri);
    const held = this.#held.get(key);
    if (!held || --held.holders > 0) return;
    this.#held.delete(key);
    this.#onDidClose.fire(trace);
    trace.dispose();
  }

  dispose(): void {
    for (const timer of this.#typing.values()) clearTimeout(timer);
    for (const { trace } of this.#held.values()) trace.dispose();
    this.#held.clear();
    for (const each of [...this.#subscriptions, this.#onDidChange, this.#onDidOpen, this.#onDidClose]) each.dispose();
  }

  #hold(uri: vscode.Uri, kind: TraceKind, read: (signal: AbortSignal) => Promise<Input>): OpenTrace {
    const key = keyOf(kind, uri);
    const held = this.#held.get(key);
    if (held) {
      held.holders++;
      return held.trace;
    }
    const trace = new OpenTrace(this.#client, ++this.#lastId, uri, kind, read, this.#passwords);
    trace.onDidChange((changed) => this.#onDidChange.fire(changed));
    this.#held.set(key, { trace, holders: 1 });
    this.#onDidOpen.fire(trace);
    void trace.analyse();
    return trace;
  }

  #openLog(document: vscode.TextDocument): void {
    if (!isLog(document) || this.log(document.uri)) return;
    this.#hold(document.uri, "log", (signal) => readDocument(document, signal));
  }

  #closeLog(document: vscode.TextDocument): void {
    if (!isLog(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#typing.get(key));
    this.#typing.delete(key);
    const trace = this.log(document.uri);
    if (trace) this.release(trace);
  }

  #logChanged({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const trace = this.log(document.uri);
    if (!trace || contentChanges.length === 0) return;
    const key = document.uri.toString();
    clearTimeout(this.#typing.get(key));
    trace.outdate();
    const timer = setTimeout(
      () => {
        this.#typing.delete(key);
        void trace.analyse();
      },
      Math.min(Math.max(MIN_PAUSE_MILLIS, trace.analysisMillis), MAX_PAUSE_MILLIS),
    );
    this.#typing.set(key, timer);
  }
}

/** A log may be open as the text it is and, like a capture, in an editor of ours: two traces, whose texts differ. */
function keyOf(kind: TraceKind, uri: vscode.Uri): string {
  return `${kind} ${uri.toString()}`;
}

/** A text to analyse: of our language, and not itself made from a capture. */
function isLog({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === LANGUAGE && !parseCaptureTextUri(uri) && !FOREIGN_SCHEMES.includes(uri.scheme);
}

async function readDocument(document: vscode.TextDocument, signal: AbortSignal): Promise<Input> {
  const octets = await documentOctets(document, signal);
  return { kind: "octets", name: nameOf(document.uri), octets, modifiedMicros: await modifiedMicros(document.uri) };
}

/** The last part of the path, as a title. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}

async function modifiedMicros(uri: vscode.Uri): Promise<number | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).mtime * 1000;
  } catch {
    // An unsaved text has no file.
    return undefined;
  }
}
