/** The captures of a lesson that is taught: opened in the first column, where the lesson's places are found in them and shown. */
import * as vscode from "vscode";
import { CAPTURE_EDITOR, COMMANDS } from "./contributions.js";
import type { Choice, OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";
import { showMessage } from "./show-text.js";

const CAPTURE = /\.(pcap|pcapng|cap)(\.gz)?$/i;
/** A page that takes longer has failed. */
const LOAD_MILLIS = 10_000;
const IN_FRONT: vscode.TextDocumentShowOptions = { viewColumn: vscode.ViewColumn.One, preview: false };

/** A message of a capture, or a signal as `-1 - signal`. */
export interface FoundPlace {
  readonly trace: OpenTrace;
  readonly message: number;
}

/** How a place is shown. */
interface Showing extends Omit<Choice, "message"> {
  /** A person asks for it, and may have closed or covered the capture. */
  readonly isAsked: boolean;
}

export class LessonCaptures implements vscode.Disposable {
  readonly #found = new Map<string, FoundPlace>();

  private constructor(
    private readonly opened: OpenTraces,
    readonly traces: readonly OpenTrace[],
  ) {
    for (const trace of traces) trace.isTaught = true;
  }

  /**
   * @param files relative to the lesson; the first is in front. One that is no trace is left out.
   * @param isShown false where the window brings its editors back itself.
   */
  static async open(
    lesson: vscode.Uri,
    files: readonly string[],
    traces: OpenTraces,
    isShown: boolean,
  ): Promise<LessonCaptures> {
    const held: OpenTrace[] = [];
    for (const file of [...files].reverse()) {
      const trace = await openTrace(vscode.Uri.joinPath(lesson, "..", ...file.split("/")), traces, isShown);
      if (trace) held.unshift(trace);
    }
    // VS Code in a browser may leave a page blank for good when the first two that it ever shows load at once.
    if (isShown) await Promise.race([held[0]?.page, new Promise((resolve) => setTimeout(resolve, LOAD_MILLIS))]);
    return new LessonCaptures(traces, held);
  }

  /** Undefined for what is not there, or not known yet. */
  async find(selector: string): Promise<FoundPlace | undefined> {
    const known = this.#found.get(selector);
    if (known) return known;
    for (const trace of this.traces) {
      if (trace.state.kind !== "analysed") continue;
      const [message = null] = await trace.lessonPlaces([selector]);
      if (message === null) continue;
      const place = { trace, message };
      this.#found.set(selector, place);
      return place;
    }
    return undefined;
  }

  async show({ trace, message }: FoundPlace, { isAsked, ...choice }: Showing): Promise<void> {
    const isCapture = trace.kind !== "log";
    if (isCapture && (isAsked || this.traces.length > 1)) await openCapture(trace.uri, true);
    trace.choose({ message, ...choice });
    if (!isCapture) await showMessage(trace, message, false);
  }

  async showLadder({ kind, uri }: OpenTrace): Promise<void> {
    if (kind === "capture") await openCapture(uri, true);
    else await vscode.commands.executeCommand(COMMANDS.openLadder, uri);
  }

  dispose(): void {
    for (const trace of this.traces) {
      trace.isTaught = false;
      this.opened.release(trace);
    }
  }
}

/** @returns the trace, held; undefined for a text that is no log. */
async function openTrace(uri: vscode.Uri, traces: OpenTraces, isShown: boolean): Promise<OpenTrace | undefined> {
  if (CAPTURE.test(uri.path)) {
    if (isShown) await openCapture(uri, false);
    return traces.holdCapture(uri);
  }
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    if (isShown) await vscode.window.showTextDocument(document, IN_FRONT);
    return traces.holdLog(uri);
  } catch {
    return undefined;
  }
}

async function openCapture(uri: vscode.Uri, preserveFocus: boolean): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", uri, CAPTURE_EDITOR, { ...IN_FRONT, preserveFocus });
}
